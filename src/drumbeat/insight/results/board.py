"""The brand's results in a period: rows of one cut, rests, totals that tie, and how much to trust.

Revenue and orders come from the lake, spend from spend facts; what belongs to nobody stands in
rows of its own (I-08).
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, Sum

from drumbeat.channels.spend.queries import Spend, current_facts, spend_by
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.asking import Asked
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import remembered_daily, remembered_results
from drumbeat.insight.results.scoreboard import (
    RESTS,
    Row,
    add_results,
    foreign_revenue,
    name_rows,
    own_money,
    row_of,
)
from drumbeat.warehouse.questions import DIMENSIONS, Answer

UNATTRIBUTED = ("direct", "unknown")
# Cuts that spend facts are grouped by here; the others are asked of the channels room.
_SPEND_COLUMNS = {"campaign": "placement__campaign", "goal": "placement__campaign__goal"}


@dataclass
class Line:
    """One row of the table: under the model asked for, and under the one set beside it."""

    row: Row
    other: Row | None = None

    @property
    def shift_minor(self) -> int | None:
        """Revenue under the second model less revenue under the first."""
        return self.other.revenue_minor - self.row.revenue_minor if self.other else None


@dataclass
class Board:
    """One cut of the brand's results. everything: Σ lines + rests, which is what was counted."""

    asked: Asked
    currency: str
    lines: list[Line]
    rests: list[Line]
    answer: Answer
    everything: Line = field(init=False)

    def __post_init__(self):
        lines = [*self.lines, *self.rests]
        self.everything = Line(_sum(line.row for line in lines))
        if self.asked.against:
            self.everything.other = _sum(line.other for line in lines if line.other)


class Reading:
    """Everything the results page says, asked of the lake once each and only when needed."""

    def __init__(self, brand, asked: Asked):
        self.brand, self.asked = brand, asked
        self.lake = lake_of(brand)

    @cached_property
    def placements(self):
        return placements_table(self.brand)

    def results(self, **asks) -> Answer:
        asks = {
            "period": self.asked.period,
            "placements": self.placements,
            "model": self.asked.model,
            "conversion": self.asked.conversion,
        } | asks
        return remembered_results(self.brand, **asks)

    @cached_property
    def total(self) -> Answer:
        """People, touches, orders and revenue of the whole brand."""
        return self.results(by="total")

    @cached_property
    def before(self) -> Answer:
        """The same for as many days before."""
        return self.results(by="total", period=self.asked.before)

    @cached_property
    def by_cut(self) -> Answer:
        return self.results(by=self.asked.by)

    @cached_property
    def by_placement(self) -> Answer:
        return self.by_cut if self.asked.by == "placement" else self.results(by="placement")

    @cached_property
    def days(self) -> Answer:
        return remembered_daily(
            self.brand, period=self.asked.period, conversion=self.asked.conversion
        )

    @cached_property
    def spend(self) -> "SpendTotals":
        period = (self.asked.period.start, self.asked.period.end)
        facts = current_facts(self.brand, period=period)
        sums = facts.aggregate(
            spend=Sum("spend_minor"), unmapped=Sum("spend_minor", filter=Q(placement=None))
        )
        return SpendTotals(sums["spend"] or 0, sums["unmapped"] or 0)

    @cached_property
    def foreign(self) -> dict[str, int]:
        return foreign_revenue(self.total, self.brand.currency)

    @cached_property
    def figures(self) -> "Figures":
        row, before = self.total.rows[0], self.before.rows[0]
        return Figures(
            visitors=row["visitors"],
            touches=row["touches"],
            outcomes=round(row["outcomes"]),
            revenue_minor=own_money(row, self.brand.currency),
            unattributed=self.share("outcomes", UNATTRIBUTED),
            before={
                "visitors": before["visitors"],
                "touches": before["touches"],
                "outcomes": round(before["outcomes"]),
                "revenue_minor": own_money(before, self.brand.currency),
            },
        )

    def share(self, measure: str, rests: tuple[str, ...]) -> float | None:
        """Share of a measure that lies in these rest rows, 0–1; None of nothing."""
        whole = sum(row[measure] for row in self.by_placement.rows)
        part = sum(
            row[measure]
            for row in self.by_placement.rows
            if row["key"] is None and row["label"] in rests
        )
        return part / whole if whole else None

    @cached_property
    def untagged(self) -> float | None:
        """Touches without a code / touches that did not come by themselves."""
        came = [row for row in self.by_placement.rows if row["label"] != "direct"]
        whole = sum(row["touches"] for row in came)
        return sum(r["touches"] for r in came if r["label"] == "no_code") / whole if whole else None

    @cached_property
    def board(self) -> Board:
        rows, rests = _read(self.by_cut, self.brand.currency)
        for spent in _spend(self.brand, self.asked):
            rest = "" if spent.key is not None else "unmapped" if spent.is_unmapped else "unset"
            if spent.key is not None or spent.spend_minor:
                row_of(rows, rests, spent.key, rest).spend_minor += spent.spend_minor
        others = ({}, {})
        if self.asked.against:
            answer = self.results(by=self.asked.by, model=self.asked.against)
            others = _read(answer, self.brand.currency)
        lines = _lines(rows, others[0], self.asked)
        _named(rows, self.asked.by, self.brand)
        _sort(lines, self.asked.by)
        return Board(
            self.asked,
            self.brand.currency,
            lines,
            _lines(rests, others[1], self.asked, order=list(RESTS)),
            self.by_cut,
        )


@dataclass(frozen=True)
class SpendTotals:
    """Platform spend of the period, and the part that no placement owns; minor units."""

    spend_minor: int
    unmapped_minor: int

    @property
    def unmapped(self) -> float | None:
        return self.unmapped_minor / self.spend_minor if self.spend_minor else None


@dataclass(frozen=True)
class Figures:
    """The row of figures. unattributed: share of orders, 0–1, None without any. before: the same
    names for as many days before."""

    visitors: int
    touches: int
    outcomes: int
    revenue_minor: int
    unattributed: float | None
    before: dict[str, int]

    @property
    def aov_minor(self) -> int | None:
        return round(self.revenue_minor / self.outcomes) if self.outcomes else None

    def change(self, name: str) -> float | None:
        """(now − before) / before; None when there was nothing before."""
        then = self.before[name]
        return (getattr(self, name) - then) / then if then > 0 else None


def _read(answer: Answer, currency: str) -> tuple[dict, dict]:
    rows: dict[str, Row] = {}
    rests: dict[str, Row] = {}
    add_results(rows, rests, answer, currency)
    return rows, rests


def _spend(brand, asked: Asked) -> list[Spend]:
    """Spend by the cut's keys; what no placement owns last."""
    period = (asked.period.start, asked.period.end)
    if asked.by == "day":
        by_day = spend_by(brand, period=period, by="day")
        return [Spend(s.key.isoformat(), "", s.spend_minor, 0, 0) for s in by_day]
    if asked.by not in _SPEND_COLUMNS:
        return spend_by(brand, period=period, by=asked.by)
    column = _SPEND_COLUMNS[asked.by]
    facts = current_facts(brand, period=period).order_by()
    found = facts.values_list(column).annotate(Sum("spend_minor"))
    return [Spend(key, "", spent, 0, 0, is_unmapped=key is None) for key, spent in found]


def _lines(rows: dict, others: dict, asked: Asked, order=None) -> list[Line]:
    """A line for each key that either model knows; what one of them lacks is zero there."""
    for key, other in others.items():
        rows.setdefault(key, Row(other.key, other.label, rest=other.rest))
    keys = sorted(rows, key=order.index) if order else list(rows)
    if not asked.against:
        return [Line(rows[key]) for key in keys]
    return [Line(rows[key], others.get(key) or Row(rows[key].key, "")) for key in keys]


def _named(rows: dict, by: str, brand) -> None:
    if by in DIMENSIONS:
        name_rows(rows, by, brand)


def _sort(lines: list[Line], by: str) -> None:
    if by == "day":
        lines.sort(key=lambda line: line.row.key)
    else:
        lines.sort(
            key=lambda line: (-line.row.revenue_minor, -line.row.spend_minor, line.row.label)
        )


def _sum(rows) -> Row:
    total = Row(None, "")
    for row in rows:
        total.add(row)
    return total

"""A plan's outlook: baseline, latest re-forecast, promised and spent, by line and period."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from drumbeat.channels.outlook.facts import NO_LINE, Facts, facts_of
from drumbeat.channels.outlook.variance import Effects, SoFar, effects_by_line
from drumbeat.science.apportion import by_month, until
from drumbeat.strategy.forecasts.queries import (
    FrozenLine,
    Months,
    days_of,
    expected_by_month,
    frozen_lines,
)
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.strategy.plans.queries import lines_of

MANY_MONTHS = 12


@dataclass(frozen=True)
class Cell:
    """Minor units."""

    baseline: int = 0
    forecast: int = 0
    committed: int = 0
    actual: int = 0

    @property
    def change(self) -> int:
        """What the re-forecast expects beyond the baseline."""
        return self.forecast - self.baseline

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.baseline + other.baseline,
            self.forecast + other.forecast,
            self.committed + other.committed,
            self.actual + other.actual,
        )


@dataclass(frozen=True)
class Row:
    """A line; `line` is None for one that is not on the plan now, or for what is on no line."""

    key: str
    name: str
    line: object
    planned: int
    cells: dict[date, Cell]
    effects: Effects
    so_far: SoFar

    @cached_property
    def total(self) -> Cell:
        return sum(self.cells.values(), Cell())

    @property
    def is_unknown(self) -> bool:
        return self.key == NO_LINE


@dataclass(frozen=True)
class Outlook:
    """All rows of a plan. today: days before it are over."""

    plan: object
    rows: list[Row]
    foreign: dict[str, int]
    unrated: list[str]
    exchange: Exchange
    today: date

    @cached_property
    def total(self) -> Cell:
        return sum((row.total for row in self.rows), Cell())

    @cached_property
    def planned(self) -> int:
        return sum(row.planned for row in self.rows)

    @cached_property
    def effects(self) -> Effects:
        return sum((row.effects for row in self.rows), Effects())

    @cached_property
    def so_far(self) -> SoFar:
        stands = [row.so_far for row in self.rows]
        return SoFar(
            sum(one.approved for one in stands),
            sum(one.planned for one in stands),
            sum(one.actual for one in stands),
        )

    @cached_property
    def months(self) -> list[date]:
        return sorted({month for row in self.rows for month in row.cells})


def outlook(plan, today: date) -> Outlook:
    """The outlook of an approved plan (7 queries, up to 2 more for other currencies)."""
    lines = lines_of(plan)
    approved = {frozen.id: frozen for frozen in frozen_lines(plan)}
    expected = expected_by_month(lines, plan.goal)
    facts = facts_of(plan, lines, today)
    so_far = _so_far(plan, lines, approved, facts, today)
    effects = effects_by_line(so_far, facts.placed, today, facts.rate)
    known = {line.pk: line for line in lines}
    rows = [
        Row(
            key,
            _name(key, known, approved),
            known.get(key),
            known[key].planned_minor if key in known else 0,
            _cells(
                approved[key].by_month if key in approved else {},
                expected.get(key, {}),
                facts.committed.get(key, {}),
                facts.actual.get(key, {}),
            ),
            effects[key],
            so_far[key],
        )
        for key in so_far
    ]
    return Outlook(plan, rows, facts.foreign, facts.unrated, facts.exchange, today)


def _name(key, known, approved) -> str:
    if key in known:
        return str(known[key])
    return approved[key].name if key in approved else _("No budget line")


def _so_far(plan, lines, approved: dict[str, FrozenLine], facts: Facts, today) -> dict[str, SoFar]:
    """Lines as they stand on the plan, then those it has no more, then what is on no line."""
    known = {line.pk: line for line in lines}
    keys = [*known, *(key for key in approved if key not in known)]
    keys += [NO_LINE] if NO_LINE in facts.actual else []
    yesterday = today - timedelta(days=1)
    stands = {}
    for key in keys:
        frozen, line = approved.get(key), known.get(key)
        days = days_of(line, plan.goal) if line else None
        stands[key] = SoFar(
            until(frozen.by_month, *frozen.days, yesterday) if frozen else 0,
            until(by_month(line.planned_minor, *days), *days, yesterday) if line else 0,
            sum(facts.actual.get(key, {}).values()),
        )
    return stands


def _cells(*columns: Months) -> dict[date, Cell]:
    months = sorted({month for column in columns for month in column})
    return {month: Cell(*(column.get(month, 0) for column in columns)) for month in months}


@dataclass(frozen=True)
class Period:
    """A month or a quarter, by its first day."""

    starts_on: date
    grain: str
    cell: Cell

    @property
    def quarter(self) -> int:
        return (self.starts_on.month + 2) // 3


def grain_for(months: list[date], asked: str) -> str:
    if asked in ("month", "quarter"):
        return asked
    return "quarter" if len(months) > MANY_MONTHS else "month"


def periods(rows: list[Row], grain: str) -> list[Period]:
    """The rows added up by period, the earliest first, without gaps inside."""
    sums: dict[date, Cell] = {}
    for row in rows:
        for month, cell in row.cells.items():
            first = (
                month if grain == "month" else month.replace(month=(month.month - 1) // 3 * 3 + 1)
            )
            sums[first] = sums.get(first, Cell()) + cell
    return [Period(first, grain, sums[first]) for first in sorted(sums)]

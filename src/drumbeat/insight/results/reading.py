"""Everything the results page says, asked once each and only when needed."""

from datetime import datetime
from functools import cached_property

from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.ahead import NOW, PEOPLE, PEOPLE_AT_ONCE, shares_ahead
from drumbeat.insight.results.asking import Asked
from drumbeat.insight.results.board import Board, board_of
from drumbeat.insight.results.figures import Figures, SpendTotals, figures_of, spend_totals
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import (
    are_remembered,
    remembered_daily,
    remembered_results,
)
from drumbeat.insight.results.rows import foreign_revenue
from drumbeat.insight.results.several import earliest_paths
from drumbeat.insight.spend.lines import Costs, costs_in
from drumbeat.insight.spend.placements import (
    Spent,
    spent_by_day,
    spent_by_placement,
    thread_keys,
)
from drumbeat.warehouse.questions import DIMENSIONS, MARKOV, Answer

UNATTRIBUTED = ("direct", "unknown")


class Reading:
    """What one question to the brand's results comes to.

    waits_for: PEOPLE, PATHS, NOW, or "" for nothing that takes long.
    """

    def __init__(self, brand, asked: Asked, waits_for: str = ""):
        self.brand, self.asked = brand, asked
        self.lake = lake_of(brand)
        self.waits_for = waits_for

    @cached_property
    def placements(self):
        return placements_table(self.brand)

    def results(self, **asks) -> Answer:
        return remembered_results(self.brand, **self._asked(asks))

    def _asked(self, asks: dict) -> dict:
        asks = {
            "period": self.asked.period,
            "placements": self.placements,
            "model": self.asked.model,
            "conversion": self.asked.counted,
            "people": False,
        } | asks
        if asks["by"] not in DIMENSIONS:
            # A day and the whole belong to the outcome, not to its touches: no model moves them,
            # and one that shares by the chain of paths (Markov) must not.
            asks["model"] = "last"
        if asks["model"] == MARKOV:
            asks["ahead"] = shares_ahead(self.lake, self.asked.period, self.waits_for)
        return asks

    @cached_property
    def total(self) -> Answer:
        """People, touches, orders and revenue of the whole brand."""
        return self.results(by="total", people=True)

    @cached_property
    def before(self) -> Answer:
        """The same for as many days before."""
        return self.results(by="total", period=self.asked.before, people=True)

    @cached_property
    def by_cut(self) -> Answer:
        return self.results(by=self.asked.by, people=self.tells_people)

    @cached_property
    def tells_people(self) -> bool:
        """Whether each row says its visitors, or they are still to be counted."""
        if self.waits_for in (PEOPLE, NOW) or self.asked.by == "day":
            return True
        events = self.lake.manifest().events_on(*self.asked.period.utc_days)
        asks = self._asked({"by": self.asked.by, "people": True})
        return events <= PEOPLE_AT_ONCE or are_remembered(self.brand, **asks)

    @cached_property
    def against(self) -> Answer | None:
        """The same rows under the model set beside the first."""
        by, against = self.asked.by, self.asked.against
        return self.results(by=by, model=against) if against else None

    @cached_property
    def paths_until(self) -> datetime | None:
        """Up to when the paths are counted by which Markov shares here."""
        return earliest_paths(filter(None, (self.by_cut, self.against, self.by_placement)))

    @cached_property
    def by_placement(self) -> Answer:
        return self.by_cut if self.asked.by == "placement" else self.results(by="placement")

    @cached_property
    def days(self) -> Answer:
        return remembered_daily(self.brand, period=self.asked.period, conversion=self.asked.counted)

    @cached_property
    def spent(self) -> dict[str | None, Spent]:
        """By placement; None is what no placement owns."""
        return spent_by_placement(self.brand, self.asked.period)

    @cached_property
    def spend(self) -> SpendTotals:
        return spend_totals(self.spent)

    @cached_property
    def costs(self) -> Costs:
        """Cost lines of the campaigns that have days in the period: how much of cost is known."""
        return costs_in(self.brand, self.asked.period)

    @cached_property
    def foreign(self) -> dict[str, int]:
        return foreign_revenue(self.total, self.brand.currency)

    @cached_property
    def figures(self) -> Figures:
        unattributed = self.share("outcomes", UNATTRIBUTED)
        return figures_of(self.total, self.before, self.brand.currency, unattributed)

    def share(self, measure: str, rests: tuple[str, ...]) -> float | None:
        """Share of a measure that lies in these rest rows, 0–1; None of nothing."""
        rows = self.by_placement.rows
        whole = sum(row[measure] for row in rows)
        lost = [row for row in rows if row["key"] is None and row["label"] in rests]
        return sum(row[measure] for row in lost) / whole if whole else None

    @cached_property
    def untagged(self) -> float | None:
        """Touches without a code / touches that did not come by themselves."""
        came = [row for row in self.by_placement.rows if row["label"] != "direct"]
        whole = sum(row["touches"] for row in came)
        return sum(r["touches"] for r in came if r["label"] == "no_code") / whole if whole else None

    @cached_property
    def board(self) -> Board:
        spent = self._spent_by_day() if self.asked.by == "day" else self._spent_by_key()
        return board_of(self.brand, self.asked, self.by_cut, self.against, spent)

    def _spent_by_day(self):
        """Every cost has its day, so here nothing is left over."""
        for day, spent in spent_by_day(self.brand, self.asked.period).items():
            yield day.isoformat(), "", spent.minor

    def _spent_by_key(self):
        placed = [placement for placement in self.spent if placement is not None]
        keys = thread_keys(placed, self.asked.by)
        for placement, spent in self.spent.items():
            yield keys.get(placement), "unset" if placement else "unmapped", spent.minor

"""Base measures out of the lake and the books, and every formula over them: in one place, so that
key results, KPI trees and own metrics all say the same.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from drumbeat.channels.models import Placement
from drumbeat.formats.currencies import from_minor
from drumbeat.insight.attribution.remembered import remembered_sales, remembered_traffic
from drumbeat.insight.conversions.queries import current_conversions, main_outcomes
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import remembered_daily, remembered_results
from drumbeat.insight.results.rows import own_money
from drumbeat.insight.spend.placements import Spent, spent_by_placement, thread_keys
from drumbeat.strategy.metrics.measures import MEASURES
from drumbeat.strategy.metrics.vocabulary import Vocabulary
from drumbeat.warehouse.channels import DRUMBEAT, group
from drumbeat.warehouse.questions import Answer, Period

Number = Fraction | None


@dataclass(frozen=True)
class Scope:
    """What is measured. by: total (the brand), goal, campaign or channels (groups of domain.md
    §6.2). keys: which of them."""

    by: str = "total"
    keys: tuple[str, ...] = ()


BRAND = Scope()


class Bases(Mapping):
    """The base measures of one scope and period, each asked when it is needed."""

    def __init__(self, asked: dict[str, Callable[[], Number]]):
        self._asked = asked

    def __getitem__(self, name: str) -> Number:
        return self._asked[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)


class Measuring:
    """One brand's numbers. Each question is asked once, however many formulas need it."""

    def __init__(self, brand, vocabulary: Vocabulary):
        self.brand, self.vocabulary = brand, vocabulary
        self.conversion = main_outcomes(current_conversions(brand))
        self._kept: dict[tuple, object] = {}

    def bases(self, scope: Scope, period: Period) -> Bases:
        """The base measures. None for what the lake does not know of this scope: sessions of one
        goal or campaign; people and touches of channel groups, where they would be added."""
        ways = _CHANNELS if scope.by == "channels" else _TOTAL if scope == BRAND else _THREAD
        return Bases({name: partial(ways[name], self, scope, period) for name in MEASURES})

    def value(self, key: str, scope: Scope, period: Period) -> Number:
        """A measure, ratio or own metric. A ratio to a spend of nothing has no value: most often
        nobody has reported it yet."""
        bases = self.bases(scope, period)
        value = self.vocabulary.value(key, bases)
        if key in MEASURES or value is None:
            return value
        return value if "spend" not in self.vocabulary.bases(key) or bases["spend"] else None

    def freshness(self, scope: Scope, period: Period):
        """When the newest event arrived that the numbers contain."""
        if scope.by == "channels":
            return self._sales(period).freshness
        return self._results(scope, period)["answer"].freshness

    def _once(self, key: tuple, ask: Callable[[], object]):
        if key not in self._kept:
            self._kept[key] = ask()
        return self._kept[key]

    # Whole brand, goal or campaign.

    def _results(self, scope: Scope, period: Period) -> dict:
        def ask():
            table = self._once(("placements",), lambda: placements_table(self.brand))
            answer = remembered_results(
                self.brand,
                period=period,
                placements=table,
                by=scope.by,
                conversion=self.conversion,
            )
            return {"answer": answer, "rows": {row["key"]: row for row in answer.rows}}

        return self._once(("results", scope.by, period), ask)

    def _found(self, scope: Scope, period: Period) -> list[dict]:
        rows = self._results(scope, period)["rows"]
        if scope == BRAND:
            return list(rows.values())
        return [rows[key] for key in scope.keys if key in rows]

    def counted(self, column: str, scope: Scope, period: Period) -> Number:
        values = [row[column] for row in self._found(scope, period)]
        return None if None in values else sum(map(_exact, values), Fraction(0))

    def revenue(self, scope: Scope, period: Period) -> Number:
        return self._money(
            sum(own_money(row, self.brand.currency) for row in self._found(scope, period))
        )

    def sessions(self, _scope: Scope, period: Period) -> Number:
        def ask():
            return remembered_daily(self.brand, period=period, conversion=self.conversion)

        days = self._once(("daily", period), ask).rows
        return Fraction(sum(day["sessions"] for day in days))

    # Channel groups: visits by the channel they came through, orders by that of their last visit.

    def _sales(self, period: Period) -> Answer:
        def ask():
            return remembered_sales(self.brand, period=period, conversion=self.conversion)

        return self._once(("sales", period), ask)

    def _sold(self, scope: Scope, period: Period) -> list[dict]:
        return [row for row in self._sales(period).rows if row["key"] in scope.keys]

    def sold(self, scope: Scope, period: Period) -> Number:
        return sum((_exact(row["outcomes"]) for row in self._sold(scope, period)), Fraction(0))

    def sold_for(self, scope: Scope, period: Period) -> Number:
        return self._money(
            sum(own_money(row, self.brand.currency) for row in self._sold(scope, period))
        )

    def visits(self, scope: Scope, period: Period) -> Number:
        answer = self._once(
            ("traffic", period), lambda: remembered_traffic(self.brand, period=period)
        )
        return Fraction(sum(row["sessions"] for row in answer.rows if row["key"] in scope.keys))

    # Spend, of any scope.

    def spent(self, scope: Scope, period: Period) -> Number:
        placed: dict[str | None, Spent] = self._once(
            ("spend", period), lambda: spent_by_placement(self.brand, period)
        )
        if scope == BRAND:
            return self._money(sum(one.minor for one in placed.values()))

        def ask():
            keys = _keys_of([placement for placement in placed if placement], scope.by)
            sums: Counter = Counter()
            for placement, one in placed.items():
                sums[keys.get(placement)] += one.minor
            return sums

        sums = self._once(("spend", scope.by, period), ask)
        return self._money(sum(sums[key] for key in scope.keys))

    def _money(self, minor: int) -> Fraction:
        return Fraction(from_minor(minor, self.brand.currency))


def _exact(value: float) -> Fraction:
    # Shares of credit are sums of floats: what is beyond the fourth place is only noise.
    return Fraction(str(round(value, 4)))


def _keys_of(placements: list[str], by: str) -> dict[str, str | None]:
    """Placement id → what its spend counts under (one query). A channel's group is the one that a
    click on its links falls into."""
    if by != "channels":
        return thread_keys(placements, by)
    found = Placement.objects.filter(pk__in=placements).order_by()
    columns = ("pk", "channel__utm_source", "channel__utm_medium", "campaign__slug")
    return {
        pk: group(DRUMBEAT, source, medium, slug).channel
        for pk, source, medium, slug in found.values_list(*columns)
    }


def _unknown(_measuring, _scope, _period) -> None:
    return None


def _counted(column: str):
    return lambda measuring, scope, period: measuring.counted(column, scope, period)


_THREAD = {
    "sessions": _unknown,
    "orders": _counted("outcomes"),
    "revenue": Measuring.revenue,
    "spend": Measuring.spent,
    "visitors": _counted("visitors"),
    "touches": _counted("touches"),
}
_TOTAL = _THREAD | {"sessions": Measuring.sessions}
_CHANNELS = {
    "sessions": Measuring.visits,
    "orders": Measuring.sold,
    "revenue": Measuring.sold_for,
    "spend": Measuring.spent,
    "visitors": _unknown,
    "touches": _unknown,
}

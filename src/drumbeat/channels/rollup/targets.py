"""The targets of a year rolled up: what is due in each quarter, added up where it may be."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from drumbeat.strategy.models import Goal, KeyResult

ADD_UP = frozenset({"revenue", "outcomes", "touches", "spend"})
"""Metrics of which parts make a whole. Visitors of two goals may be the same people, and ratios,
indices and what is reported by hand have no sum."""


@dataclass(frozen=True)
class Target:
    """counts: it is in the sums, being neither a ratio nor a part of a target above it."""

    key_result: KeyResult
    counts: bool


@dataclass(frozen=True)
class Due:
    """A quarter of the year, 1–4, with the targets that are due in it."""

    quarter: int
    targets: list[Target]


@dataclass(frozen=True)
class Targets:
    due: list[Due]

    @cached_property
    def sums(self) -> list[tuple[str, str, Decimal]]:
        """(metric, unit, sum) over the year."""
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for due in self.due:
            for target in due.targets:
                if target.counts:
                    one = target.key_result
                    sums[str(one.get_metric_display()), one.unit] += one.target
        return [(*key, total) for key, total in sums.items()]


def targets_of(brand, year: int) -> Targets:
    """What the brand's key results aim at in the year (2 queries)."""
    within = (date(year, 1, 1), date(year, 12, 31))
    results = KeyResult.objects.of(brand).current().filter(due_on__range=within)
    results = results.filter(goal__archived_at=None)
    results = results.select_related("brand", "goal", "owner__person")
    results = list(results.order_by("due_on", "pk"))
    above = dict(Goal.objects.of(brand).values_list("pk", "parent"))
    aimed = {(one.goal_id, one.metric, one.unit) for one in results}
    quarters: dict[int, list[Target]] = defaultdict(list)
    for one in results:
        is_part = any((goal, one.metric, one.unit) in aimed for goal in _above(one.goal_id, above))
        counts = one.metric in ADD_UP and not is_part
        quarters[(one.due_on.month + 2) // 3].append(Target(one, counts))
    return Targets([Due(quarter, targets) for quarter, targets in sorted(quarters.items())])


def _above(goal: str, above: dict[str, str | None]):
    while goal := above.get(goal):
        yield goal

"""Where each budget line stands: a fold over its ledger, no clock, no database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LineBalance:
    """One line in minor units of the plan's currency.

    used: what is promised or spent. A cost booked for a `ref` eats that ref's commitment first,
    so that a promise and its invoice count once: Σ over refs of max(committed, cost).
    available = planned − used; negative when reality cost more than planned.
    forecast: what somebody expects it to cost in the end, else the planned amount, or what is
    used already where that is more.
    """

    planned: int
    committed: int = 0
    cost: int = 0
    used: int = 0
    expected: int | None = None

    @property
    def available(self) -> int:
        return self.planned - self.used

    @property
    def forecast(self) -> int:
        return max(self.planned, self.used) if self.expected is None else self.expected

    def __add__(self, other: "LineBalance") -> "LineBalance":
        return LineBalance(
            self.planned + other.planned,
            self.committed + other.committed,
            self.cost + other.cost,
            self.used + other.used,
            self.forecast + other.forecast,
        )


def balance(planned: int, sums: Iterable[tuple[str, str, int]], expected=None) -> LineBalance:
    """Fold the sums of one line's ledger, each (kind, ref, minor units), into its balance."""
    held: dict[str, int] = defaultdict(int)
    spent: dict[str, int] = defaultdict(int)
    for kind, ref, amount in sums:
        (held if kind == "commitment" else spent)[ref] += amount
    # Costs that name no object were never promised to anybody: all of them count.
    used = sum(max(held[ref], spent[ref]) for ref in {*held, *spent})
    return LineBalance(planned, sum(held.values()), sum(spent.values()), used, expected)

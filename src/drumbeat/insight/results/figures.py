"""The row of figures on top of the results: people, orders and money, and the days before."""

from dataclasses import dataclass

from drumbeat.insight.results.rows import own_money
from drumbeat.insight.spend.placements import Spent
from drumbeat.warehouse.questions import Answer


@dataclass(frozen=True)
class Figures:
    """unattributed: share of orders, 0–1, None without any. before: the same names for as many
    days before."""

    visitors: int | None  # None: not kept any more
    touches: int
    outcomes: int
    revenue_minor: int
    unattributed: float | None
    before: dict[str, int]

    @property
    def aov_minor(self) -> int | None:
        return round(self.revenue_minor / self.outcomes) if self.outcomes else None

    def change(self, name: str) -> float | None:
        """(now − before) / before; None when there was nothing before, or it is not kept."""
        now, then = getattr(self, name), self.before[name]
        return None if now is None or then is None or then <= 0 else (now - then) / then


def figures_of(now: Answer, before: Answer, currency: str, unattributed: float | None) -> Figures:
    """now, before: answers by total."""
    return Figures(
        **_counts(now, currency), unattributed=unattributed, before=_counts(before, currency)
    )


def _counts(answer: Answer, currency: str) -> dict[str, int | None]:
    (row,) = answer.rows
    return {
        "visitors": row["visitors"],
        "touches": row["touches"],
        "outcomes": round(row["outcomes"]),
        "revenue_minor": own_money(row, currency),
    }


@dataclass(frozen=True)
class SpendTotals:
    """What the period cost, in minor units: by platforms, on paper, and what no placement owns."""

    reported_minor: int
    booked_minor: int
    unmapped_minor: int

    @property
    def spend_minor(self) -> int:
        return self.reported_minor + self.booked_minor

    @property
    def unmapped(self) -> float | None:
        """Share of all spend that no placement owns, 0–1."""
        return self.unmapped_minor / self.spend_minor if self.spend_minor else None


def spend_totals(spent: dict[str | None, Spent]) -> SpendTotals:
    """spent: by placement, None for what no placement owns."""
    whole = sum(spent.values(), Spent())
    return SpendTotals(whole.reported, whole.booked, spent.get(None, Spent()).minor)

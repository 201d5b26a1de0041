"""Return on what was spent, and how complete the spending behind it is.

Ratios take sums (never means of ratios) and give None when they are undefined. All amounts of one
call are in one currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Amount = Decimal | float


@dataclass(frozen=True)
class CostLine:
    """One cost line that is expected: media, production, talent, staff, tools…

    planned: plan value, ≥ 0. actual: booked cost; None while nothing has been booked, and 0 when it
    is known to have cost nothing.
    """

    planned: Amount
    actual: Amount | None = None


def cost_completeness(lines: Iterable[CostLine]) -> float | None:
    """Plan value of the lines with actuals / plan value of all expected lines, 0–1.

    None when no line has a plan value. Raises ValueError for a negative plan value.
    """
    lines = list(lines)
    if any(line.planned < 0 for line in lines):
        raise ValueError("a cost line has a negative plan value")
    booked = sum(line.planned for line in lines if line.actual is not None)
    return _ratio(booked, sum(line.planned for line in lines))


def roi(incremental_net_revenue: Amount, contribution_margin: Amount, cost: Amount) -> float | None:
    """(incremental net revenue · contribution margin − total cost) / total cost; 0.8 means 80 %.

    contribution_margin: share of net revenue, 0–1. None without cost. Raises ValueError for a
    margin above 1, which is most often a percentage.
    """
    margin = float(contribution_margin)
    if margin > 1:
        raise ValueError(f"the contribution margin is a share of revenue: {margin} exceeds 1")
    return _ratio(float(incremental_net_revenue) * margin - float(cost), cost)


def roas(revenue: Amount, spend: Amount) -> float | None:
    """revenue / spend; 4.0 means four earned for each one spent. None without spend."""
    return _ratio(revenue, spend)


def cpa(cost: Amount, outcomes: Amount) -> float | None:
    """cost / outcomes, in the currency of the cost. None without outcomes."""
    return _ratio(cost, outcomes)


def _ratio(numerator: Amount, denominator: Amount) -> float | None:
    return float(numerator) / float(denominator) if denominator else None

"""What a line that is planned in another currency is worth in its plan's, by its own dated rate.

A line keeps a copy of the rate it was planned by. Nobody edits a line after approval, so the copy
is frozen with the baseline, whatever the register says later.
"""

from datetime import date

from drumbeat.formats.currencies import exchanged, from_minor, to_minor
from drumbeat.strategy.plans.models import BudgetLine
from drumbeat.strategy.rates.queries import rate_at


def price(line: BudgetLine, minor: int, on: date) -> None:
    """Plan `minor` of the line's currency, by the rate that holds on the day. Raises Refused."""
    if line.currency == line.plan.currency:
        line.currency = ""
    if not line.is_foreign:
        line.planned_minor, line.own_minor, line.rate, line.rate_on = minor, None, None, None
        return
    held = rate_at(line.brand, line.currency, line.plan.currency, on)
    line.own_minor, line.rate, line.rate_on = minor, held.rate, on
    line.planned_minor = worth(line, minor)


def worth(line: BudgetLine, own_minor: int) -> int:
    """That much of the line's currency in the plan's, by the line's rate."""
    return exchanged(own_minor, line.currency, line.rate, line.plan.currency)


def leaving(line: BudgetLine, minor: int) -> int:
    """What the plan counts less when that much of its currency leaves the line."""
    if not line.is_foreign:
        return minor
    return line.planned_minor - worth(line, line.own_minor - minor)


def arriving(line: BudgetLine, minor: int) -> int | None:
    """What comes to a line in its own currency with that much of the plan's.

    From the sum and not from the part, so that many moves together are off by less than a coin.
    """
    if not line.is_foreign:
        return None
    total = from_minor(line.planned_minor + minor, line.plan.currency) / line.rate
    return to_minor(total, line.currency) - line.own_minor


def adding(line: BudgetLine, minor: int, before: int) -> int:
    """What a cost of that much in the line's currency adds in the plan's.

    before: the sum of the costs it comes on top of, so that all of them are worth what their sum is.
    """
    return worth(line, before + minor) - worth(line, before) if line.is_foreign else minor

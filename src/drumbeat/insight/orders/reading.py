"""What an order file says, month by month, before anything counts. No database."""

from dataclasses import dataclass
from datetime import date

from drumbeat.formats.orders import OrdersFile


@dataclass(frozen=True)
class Summary:
    """Sums of one file; money in minor units of its one currency."""

    currency: str
    starts_on: date | None
    ends_on: date | None
    orders: int
    customers: int
    value_minor: int
    refunded_minor: int
    months: list[dict]


class MixedCurrencies(ValueError):
    """The file has orders in several currencies, which nobody may add. args[0]: their codes."""


def summary(orders: OrdersFile) -> Summary:
    """What the file comes to. Raises MixedCurrencies."""
    rows = orders.rows
    currencies = sorted({row.currency for row in rows})
    if len(currencies) > 1:
        raise MixedCurrencies(currencies)
    months: dict[str, dict] = {}
    for row in rows:
        month = months.setdefault(f"{row.date:%Y-%m}", {"orders": 0, "minor": 0, "refunded": 0})
        month["orders"] += 1
        month["minor"] += row.value_minor
        month["refunded"] += given_back(row)
    days = [row.date for row in rows]
    return Summary(
        currency=currencies[0] if currencies else "",
        starts_on=min(days, default=None),
        ends_on=max(days, default=None),
        orders=len(rows),
        customers=len({row.customer_id for row in rows if row.customer_id}),
        value_minor=sum(row.value_minor for row in rows),
        refunded_minor=sum(map(given_back, rows)),
        months=[{"month": month, **months[month]} for month in sorted(months)],
    )


def given_back(row) -> int:
    """What of the order's value went back: all of it when it was cancelled."""
    return row.value_minor if row.cancelled else row.refunded_minor

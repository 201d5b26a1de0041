"""The two lines of the results page: revenue and orders by day, over one axis of days."""

from dataclasses import dataclass

from django.utils import timezone

from drumbeat.formats.currencies import from_minor
from drumbeat.insight.results.chart import Panel, Tick, day_ticks, panel
from drumbeat.insight.results.reading import Reading


@dataclass(frozen=True)
class Day:
    """One day, and where its column lies in the drawing (per cent)."""

    date: object
    revenue_minor: int
    orders: int
    sessions: int
    x: str
    width: str


@dataclass(frozen=True)
class Pictures:
    """revenue: in whole units of the currency. has_any: whether a line has anything to say."""

    days: list[Day]
    revenue: Panel
    orders: Panel
    ticks: list[Tick]

    @property
    def has_any(self) -> bool:
        return any(day.orders or day.revenue_minor for day in self.days)


def pictures(reading: Reading) -> Pictures:
    currency, rows = reading.brand.currency, reading.days.rows
    width = 100 / len(rows)
    days = [
        Day(
            row["day"],
            row["revenue_by_currency"].get(currency, 0),
            row["outcomes"],
            row["sessions"],
            f"{index * width:.3f}",
            f"{width:.3f}",
        )
        for index, row in enumerate(rows)
    ]
    is_open = days[-1].date == timezone.localdate()
    revenue = [float(from_minor(day.revenue_minor, currency)) for day in days]
    return Pictures(
        days,
        panel(revenue, is_open=is_open),
        panel([day.orders for day in days], is_open=is_open),
        day_ticks([day.date for day in days]),
    )

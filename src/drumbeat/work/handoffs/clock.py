"""The clock of an answer that somebody waits for, in working hours of a calendar."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from drumbeat.people.models import Brand
from drumbeat.science.calendar import by_key


def hours_between(brand: Brand, start: datetime, end: datetime, calendar: str = "") -> Decimal:
    """Working hours from `start` to `end`, two decimals; 0 where `end` lies before.

    calendar: the key of another one than the brand's.
    """
    passed = by_key(calendar or brand.calendar).working_time_between(
        start, max(start, end), tz=ZoneInfo(brand.time_zone)
    )
    return Decimal(passed / timedelta(hours=1)).quantize(Decimal("0.01"))


def due_after(brand: Brand, start: datetime, hours: float, calendar: str = "") -> datetime:
    """The moment at which so many working hours have passed since `start`."""
    return by_key(calendar or brand.calendar).add_working_time(
        start, timedelta(hours=float(hours)), tz=ZoneInfo(brand.time_zone)
    )

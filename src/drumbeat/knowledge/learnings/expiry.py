"""How long a learning may hold before somebody must look again (I-17)."""

import calendar
from datetime import date

MONTHS = 18


def latest_expiry(today: date) -> date:
    """Eighteen months after `today`; the last day of a month that is too short for it."""
    years, month = divmod(today.month - 1 + MONTHS, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))

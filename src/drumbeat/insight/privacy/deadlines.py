"""Until when a request is to be answered. No database."""

from calendar import monthrange
from datetime import date

from drumbeat.science.calendar import by_key

PIPL_WORKING_DAYS = 15


def pipl_due(received_on: date, calendar: str) -> date:
    """15 working days after it came, in the brand's working calendar."""
    return by_key(calendar).add_working_days(received_on, PIPL_WORKING_DAYS)


def gdpr_due(received_on: date) -> date:
    """The same day of the next month, or its last day (GDPR art. 12(3); Reg. 1182/71)."""
    year, month = divmod(received_on.year * 12 + received_on.month, 12)
    return date(year, month + 1, min(received_on.day, monthrange(year, month + 1)[1]))

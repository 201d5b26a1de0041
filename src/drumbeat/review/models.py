from drumbeat.review.calendar.models import CalendarLink, CalendarView
from drumbeat.review.retrospectives.models import Closing, Retrospective

__all__ = ["CalendarLink", "CalendarView", "Closing", "Retrospective"]

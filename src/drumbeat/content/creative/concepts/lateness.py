"""Scores past their day: who has still to give theirs and who asked hear of it, once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from drumbeat.content.creative.concepts.queries import open_scorings, silent_scorers
from drumbeat.content.lateness import tell_past_their_day
from drumbeat.content.notices import tell


def tell_late_scores(now: datetime) -> int:
    """Tell of the scorings whose day has passed; returns how many."""
    found = open_scorings().select_related("brief__brand", "asked_by__brand")
    return tell_past_their_day(found, now, _tell)


def _tell(scoring):
    seats = silent_scorers().filter(brief=scoring.brief_id).select_related("member__brand")
    silent = [seat.member for seat in seats]
    words = _("The scores for “%(name)s” are overdue: yours is missing.")
    tell(silent, "score_overdue", words, scoring)
    words = _("The scores for “%(name)s” that you asked for are overdue.")
    tell({scoring.asked_by} - set(silent), "score_overdue", words, scoring)

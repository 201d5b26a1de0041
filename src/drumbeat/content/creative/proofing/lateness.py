"""A round past its day: who has still to speak and who began it hear of it, once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from drumbeat.content.creative.proofing.queries import open_rounds
from drumbeat.content.lateness import tell_past_their_day
from drumbeat.content.notices import tell


def tell_late_rounds(now: datetime) -> int:
    """Tell of the rounds whose day has passed; returns how many."""
    found = open_rounds().select_related("brand", "version__asset", "owner__brand")
    return tell_past_their_day(found.prefetch_related("reviewers__member__brand"), now, _tell)


def _tell(begun):
    silent = [seat.member for seat in begun.reviewers.all() if not seat.decision]
    words = _("The proof round of “%(name)s” is overdue: your verdict is missing.")
    tell(silent, "proof_overdue", words, begun)
    words = _("Your proof round of “%(name)s” is overdue: verdicts are missing.")
    tell({begun.owner} - set(silent), "proof_overdue", words, begun)

"""A round past its day: who has still to speak and who began it hear of it, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.creative.proofing.models import ProofRound
from drumbeat.content.creative.proofing.queries import open_rounds
from drumbeat.content.notices import tell

AT_ONCE = 100
# What has been overdue for longer is an old story, and no reason to read all rounds there ever were.
REMEMBERED = timedelta(days=30)


def tell_late_rounds(now: datetime) -> int:
    """Tell of the rounds whose day has passed in their brand's time zone; returns how many."""
    today = timezone.localdate(now)
    late = open_rounds().filter(late_told_at=None, due_on__gt=today - REMEMBERED, due_on__lte=today)
    found = late.select_related("brand", "version__asset", "owner__brand").prefetch_related(
        "reviewers__member__brand"
    )
    return sum(
        _tell(begun, now)
        for begun in found.order_by("due_on")[:AT_ONCE]
        if begun.due_on < now.astimezone(ZoneInfo(begun.brand.time_zone)).date()
    )


def _tell(begun, now):
    with transaction.atomic():
        # Conditionally, so that of two clocks one tells.
        untold = ProofRound.objects.filter(pk=begun.pk, late_told_at=None)
        if not untold.update(late_told_at=now):
            return 0
        silent = [seat.member for seat in begun.reviewers.all() if not seat.decision]
        words = _("The proof round of “%(name)s” is overdue: your verdict is missing.")
        tell(silent, "proof_overdue", words, begun)
        words = _("Your proof round of “%(name)s” is overdue: verdicts are missing.")
        tell({begun.owner} - set(silent), "proof_overdue", words, begun)
    return 1

"""Thirty days before a right ends, who owns it and who owns the asset hear of it, once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.notices import tell
from drumbeat.content.rights.models import EXPIRY_WARNING_DAYS, Right

AT_ONCE = 100


def warn_due(now) -> int:
    """Tell of the rights that end soon in their brand's time zone; returns how many."""
    last = timezone.localdate(now) + timedelta(days=EXPIRY_WARNING_DAYS + 1)
    waiting = Right.objects.current().filter(
        warned_at=None, asset__archived_at=None, ends_on__lte=last
    )
    found = waiting.select_related("brand", "owner__brand", "asset__owner__brand")
    told = 0
    for right in found.order_by("ends_on")[:AT_ONCE]:
        today = now.astimezone(ZoneInfo(right.brand.time_zone)).date()
        if right.ends_on <= today + timedelta(days=EXPIRY_WARNING_DAYS):
            told += _warn(right, now, today)
    return told


def _warn(right, now, today):
    with transaction.atomic():
        # Conditionally, so that of two clocks one tells.
        if not Right.objects.filter(pk=right.pk, warned_at=None).update(warned_at=now):
            return 0
        if right.is_expired(today):
            words = _("A right of “%(name)s” has expired. Renew it, or take the asset down.")
        else:
            words = _("A right of “%(name)s” ends within 30 days. Renew it, or plan without it.")
        tell([right.owner, right.asset.owner], "right_ends", words, right.asset)
    return 1

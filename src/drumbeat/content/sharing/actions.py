"""Handing something out, and taking it back."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.content.sharing.models import Share
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.people.members.models import Member

VERBS = (gettext_noop("shared"), gettext_noop("switched off"))
KINDS = (gettext_noop("shared address"),)
# Whoever may say that a piece can go out may hand it out.
ACT = "asset_approval.approve"
LONGEST_DAYS = 366


def share(share: Share, *, by: Member, password: str = "") -> Share:
    """A new secret address. Raises NotAllowed, Refused on `ends_on`."""
    by.must(ACT)
    today = timezone.localdate()
    if not today <= share.ends_on <= today + timedelta(days=LONGEST_DAYS):
        told = _("Choose a day between today and a year from now.")
        raise Refused(Problem(told, "ends_on"))
    share.password = make_password(password) if password else ""
    with recorded(by, "shared", share):
        share.save()
    return share


def switch_off(share: Share, *, by: Member) -> None:
    """The address answers nobody from now on, and never again. Raises NotAllowed."""
    by.must(ACT)
    if share.archived_at is None:
        with recorded(by, "switched off", share):
            share.archived_at = timezone.now()
            share.save(update_fields=["archived_at", "updated_at"])


def count_opening(share: Share) -> None:
    """One more, and the day; nothing of who it was."""
    Share.objects.filter(pk=share.pk).update(opened=F("opened") + 1, opened_on=timezone.localdate())

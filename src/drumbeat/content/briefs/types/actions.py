"""Taking a type out of use and back. Briefs that are of it stay of it."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.content.briefs.types.models import BriefType
from drumbeat.people.audit.trail import overwritten
from drumbeat.people.errors import AlreadyDone
from drumbeat.people.members.models import Member

VERBS = (gettext_noop("took out of use"), gettext_noop("brought back"))


def take_out_of_use(one: BriefType, *, by: Member) -> None:
    """No new brief is begun as it. Raises NotAllowed, AlreadyDone."""
    by.must("brief.approve", one)
    if one.archived_at:
        raise AlreadyDone(_("It is out of use already."))
    overwritten(by, "took out of use", one, one.row_version, archived_at=timezone.now())


def bring_back(one: BriefType, *, by: Member) -> None:
    """Raises NotAllowed, AlreadyDone."""
    by.must("brief.approve", one)
    if not one.archived_at:
        raise AlreadyDone(_("It is in use already."))
    overwritten(by, "brought back", one, one.row_version, archived_at=None)

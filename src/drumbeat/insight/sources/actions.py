"""What people do with sources."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.insight.sources.models import Source
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import WrongState

VERBS = (gettext_noop("created"), gettext_noop("renamed"), gettext_noop("revoked"))


def revoke(source: Source, *, by) -> None:
    """From now on its key is refused; what it sent stays. Raises NotAllowed, WrongState."""
    by.must("source.edit", source)
    if source.revoked_at:
        raise WrongState(_("This key was revoked already."))
    with recorded(by, "revoked", source):
        source.revoked_at = timezone.now()
        source.row_version += 1
        source.save(update_fields=["revoked_at", "row_version", "updated_at"])

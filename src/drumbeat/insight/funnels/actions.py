"""What people do with saved funnels; making and editing go through their form."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from drumbeat.insight.funnels.models import Funnel
from drumbeat.people.audit.trail import recorded

VERBS = (gettext_noop("made"), gettext_noop("edited"), gettext_noop("archived"))


def archive(funnel: Funnel, *, by) -> None:
    """It is not in the list any more; nothing that happened is lost. Raises NotAllowed."""
    by.must("metric.archive", funnel)
    with recorded(by, "archived", funnel):
        funnel.archived_at = timezone.now()
        funnel.row_version += 1
        funnel.save(update_fields=["archived_at", "row_version", "updated_at"])

"""What people do with conversion definitions. Derivation follows by itself: see `lake.rules_of`."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from drumbeat.insight.conversions.models import Conversion
from drumbeat.people.audit.trail import recorded

VERBS = (gettext_noop("defined"), gettext_noop("redefined"), gettext_noop("archived"))


def archive(conversion: Conversion, *, by) -> None:
    """It counts no more, the past included; the events stay. Raises NotAllowed."""
    by.must("metric.archive", conversion)
    with recorded(by, "archived", conversion):
        conversion.archived_at = timezone.now()
        conversion.row_version += 1
        conversion.save(update_fields=["archived_at", "row_version", "updated_at"])

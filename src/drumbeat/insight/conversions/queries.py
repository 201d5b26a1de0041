"""What screens and questions read about conversion definitions."""

from drumbeat.insight.conversions.models import Conversion
from drumbeat.insight.lake import lake_of, rules_of


def current_conversions(brand) -> list[Conversion]:
    """The definitions that count, by key (one query)."""
    return list(Conversion.objects.of(brand).current().select_related("owner__person"))


def being_recounted(brand) -> bool:
    """Whether the definitions changed and the derived tables do not say so yet (one query)."""
    lake = lake_of(brand)
    manifest = lake.manifest()
    return manifest.events_version >= 0 and manifest.rules != rules_of(brand).fingerprint

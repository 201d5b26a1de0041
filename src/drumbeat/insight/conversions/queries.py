"""What screens and questions read about conversion definitions."""

from drumbeat.insight.conversions.models import Conversion
from drumbeat.insight.lake import lake_of, rules_of

# The keys of what counts as an outcome: one, several, or None for every one there is.
Counted = str | tuple[str, ...] | None


def current_conversions(brand) -> list[Conversion]:
    """The definitions that count, by key (one query)."""
    return list(Conversion.objects.of(brand).current().select_related("owner__person"))


def main_outcomes(conversions: list[Conversion]) -> Counted:
    """What counts when nobody said: all main ones, so that a step on the way (a newsletter
    sign-up) never counts as an order. Everything where no definition is a step, or all are."""
    main = tuple(one.key for one in conversions if one.is_macro)
    if not main or len(main) == len(conversions):
        return None
    return main if len(main) > 1 else main[0]


def being_recounted(brand) -> bool:
    """Whether the definitions changed and the derived tables do not say so yet (one query)."""
    lake = lake_of(brand)
    manifest = lake.manifest()
    return manifest.events_version >= 0 and manifest.rules != rules_of(brand).fingerprint

"""What people do with competitors."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.competitors.models import Competitor, Observation, VoiceReading

VERBS = (gettext_noop("seen again"), gettext_noop("measured"))
KINDS = (
    gettext_noop("competitor"),
    gettext_noop("product"),
    gettext_noop("observation"),
    gettext_noop("voice reading"),
)
_AGAIN = ("kind", "value", "unit", "source", "url", "answer", "title_en", "title_zh")


def see_again(observation: Observation, *, by) -> Observation:
    """It is still so today: a new observation that says the same. Raises NotAllowed."""
    by.must("research.create")
    again = Observation(
        brand=observation.brand,
        owner=by,
        competitor_id=observation.competitor_id,
        product_id=observation.product_id,
        seen_on=timezone.localdate(),
        **{name: getattr(observation, name) for name in _AGAIN},
    )
    with recorded(by, "seen again", again):
        again.save()
    return again


@transaction.atomic
def measure(
    kind: str, month: date, values: dict[Competitor, Decimal], *, by, source: str
) -> list[VoiceReading]:
    """How loud each brand was in a month; what was measured before is measured anew.

    values: spend in the brand's currency, mentions or searches. Raises NotAllowed.
    """
    by.must("research.create")
    known = {
        reading.competitor_id: reading
        for reading in VoiceReading.objects.of(by.brand).filter(kind=kind, month=month)
    }
    readings = []
    for competitor, value in values.items():
        reading = known.get(competitor.pk) or VoiceReading(
            brand=by.brand, owner=by, competitor=competitor, kind=kind, month=month
        )
        reading.value, reading.source = value, source
        with recorded(by, "measured", reading):
            reading.save()
        readings.append(reading)
    return readings

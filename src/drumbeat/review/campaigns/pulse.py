"""Has anything happened since the page was drawn? Cheap enough to ask every two seconds."""

from hashlib import sha256

from django.db.models import Max, Subquery
from django.utils import timezone

from drumbeat.channels.models import Placement, SpendImport
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
from drumbeat.work.models import Handoff


def fingerprint(campaign) -> str:
    """Changes when results, spend, placements, handoffs or the day change (one small query)."""
    brand = campaign.brand_id
    manifest = lake_of(campaign.brand).manifest()
    newest = (
        _newest(SpendImport, "brand", brand),
        _newest(Placement, "campaign", campaign.pk),
        _newest(Handoff, "brand", brand),
    )
    parts = (
        manifest.events_version,
        manifest.fresh_until,
        timezone.localdate(),
        *Brand.objects.filter(pk=brand).values_list(*newest).get(),
    )
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _newest(model, column, value) -> Subquery:
    found = model.objects.filter(**{column: value}).order_by().values(column)
    return Subquery(found.values(newest=Max("updated_at")))

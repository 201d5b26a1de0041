"""Has anything happened since the page was drawn? Cheap enough to ask every two seconds."""

from hashlib import sha256

from django.db.models import Max
from django.utils import timezone

from drumbeat.channels.models import Placement, SpendImport
from drumbeat.insight.lake import lake_of
from drumbeat.work.models import Handoff


def fingerprint(campaign) -> str:
    """Changes when results, spend, placements, handoffs or the day change (3 small queries)."""
    brand = campaign.brand_id
    manifest = lake_of(campaign.brand).manifest()
    parts = (
        manifest.events_version,
        manifest.fresh_until,
        timezone.localdate(),
        _newest(SpendImport, brand=brand),
        _newest(Placement, campaign=campaign),
        _newest(Handoff, brand=brand),
    )
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _newest(model, **which):
    return model.objects.filter(**which).aggregate(newest=Max("updated_at"))["newest"]

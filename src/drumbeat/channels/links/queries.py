"""What the collector and the results ask about tracking links."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch

from drumbeat.channels.links.models import TrackingLink
from drumbeat.channels.placements.models import Pin
from drumbeat.people.models import Brand


@dataclass(frozen=True)
class Destination:
    """Where a code leads. fallback_url: the safe page of a retired link."""

    brand_id: str
    code: str
    destination_url: str
    fallback_url: str
    is_retired: bool


def short_url(link: TrackingLink) -> str:
    """The address that is printed, posted and put into ads."""
    return f"{settings.BASE_URL}/g/{link.code}"


def resolve(code: str) -> Destination | None:
    """Where a code in normal form leads, None when nobody ever minted it (one query)."""
    row = (
        TrackingLink.objects.filter(code=code)
        .values_list(
            "brand_id",
            "code",
            "destination_url",
            "fallback_url",
            "placement__campaign__landing_url",
            "retired_at",
        )
        .first()
    )
    if row is None:
        return None
    brand_id, code, destination_url, fallback_url, landing_url, retired_at = row
    return Destination(
        brand_id, code, destination_url, fallback_url or landing_url, retired_at is not None
    )


def link_rows(brand: Brand) -> list[dict]:
    """One row a link with the ids and names along the thread, for the results (two queries).

    Keys: code, and for each of placement, campaign, channel, message, audience, asset, version,
    line, plan, goal its id under `<kind>_id` and its name in the page's language under `<kind>`;
    channel_kind. What a placement does not have is None.
    """
    pins = Pin.objects.select_related("version__asset").order_by("position", "id")
    links = (
        TrackingLink.objects.of(brand)
        .select_related(
            "placement__campaign__plan",
            "placement__campaign__goal",
            "placement__channel",
            "placement__message",
            "placement__audience",
            "placement__budget_line",
        )
        .prefetch_related(Prefetch("placement__pins", pins))
    )
    return [_row(link) for link in links]


def _row(link):
    placement = link.placement
    lead = next(iter(placement.pins.all()), None)
    thread = {
        "placement": placement,
        "campaign": placement.campaign,
        "channel": placement.channel,
        "message": placement.message,
        "audience": placement.audience,
        "asset": lead and lead.version.asset,
        "version": lead and lead.version,
        "line": placement.budget_line,
        "plan": placement.campaign.plan,
        "goal": placement.campaign.goal,
    }
    row = {"code": link.code, "channel_kind": placement.channel.kind}
    for kind, obj in thread.items():
        row[f"{kind}_id"] = obj.pk if obj else None
        row[kind] = str(obj) if obj else None
    return row

"""What the collector and the results ask about tracking links."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, OuterRef, Subquery

from drumbeat.channels.links.models import TrackingLink
from drumbeat.channels.placements.models import Pin
from drumbeat.people.models import Brand
from drumbeat.people.records import in_language


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


# What a code hangs on, and the way there from its link. Of several assets the lead one.
_LEAD = Pin.objects.filter(placement=OuterRef("placement")).order_by("position", "id")
_THREAD = {
    "placement_id": F("placement"),
    "campaign_id": F("placement__campaign"),
    "channel_id": F("placement__channel"),
    "message_id": F("placement__message"),
    "audience_id": F("placement__audience"),
    "asset_id": Subquery(_LEAD.values("version__asset")[:1]),
    "goal_id": F("placement__campaign__goal"),
}


def link_columns(brand: Brand, *, placements) -> dict[str, list[str]]:
    """The codes of some placements with the ids along their thread, a column each (one query).

    placements: a queryset, or ids. Columns: code, placement, campaign, channel, message, audience,
    asset, goal; "" where a placement has no such thing.
    """
    links = TrackingLink.objects.of(brand).filter(placement__in=placements).order_by()
    rows = list(links.values_list("code", *_THREAD.values()))
    names = ("code", *(key.removesuffix("_id") for key in _THREAD))
    return {name: [row[place] or "" for row in rows] for place, name in enumerate(names)}


def link_rows(brand: Brand) -> list[dict]:
    """One row a link with the ids along the thread, for the results (one query).

    Keys: code; for each of placement, campaign, channel, message, audience, asset and goal its id
    under `<kind>_id`, None where the placement has no such thing; `placement`, its name in the
    page's language. Plain values: a brand has ten thousand codes, and pages ask for all of them.
    """
    links = TrackingLink.objects.of(brand).order_by()
    names = ("placement__title_en", "placement__title_zh")
    columns = ("code", *_THREAD)
    found = []
    for english, chinese, *values in links.values_list(*names, "code", *_THREAD.values()):
        row = dict(zip(columns, values, strict=True))
        row["placement"] = in_language(english, chinese)
        found.append(row)
    return found

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
    "placement": F("placement"),
    "campaign": F("placement__campaign"),
    "channel": F("placement__channel"),
    "message": F("placement__message"),
    "audience": F("placement__audience"),
    "asset": Subquery(_LEAD.values("version__asset")[:1]),
    "goal": F("placement__campaign__goal"),
}


def link_columns(brand: Brand, *, placements=None) -> dict[str, list[str]]:
    """The codes of some placements with the ids along their thread, a column each (one query).

    placements: a queryset, or ids; None: all of the brand. Columns: code, placement, campaign,
    channel, message, audience, asset, goal; "" where a placement has no such thing.
    """
    links = TrackingLink.objects.of(brand).order_by()
    if placements is not None:
        links = links.filter(placement__in=placements)
    rows = list(links.values_list("code", *_THREAD.values()))
    return {
        name: [row[place] or "" for row in rows] for place, name in enumerate(("code", *_THREAD))
    }


def placement_names(brand: Brand, codes) -> dict[str, str]:
    """By code, the name of its placement in the page's language (one query)."""
    links = TrackingLink.objects.of(brand).filter(code__in=codes).order_by()
    rows = links.values_list("code", "placement__title_en", "placement__title_zh")
    return {code: in_language(english, chinese) for code, english, chinese in rows}

"""The brand's tags, and those of assets."""

from django.db.models import OuterRef

from drumbeat.content.assets.models import Asset
from drumbeat.content.tags.models import Tag
from drumbeat.people.members.models import Brand
from drumbeat.people.records import number_of

SUGGESTED = 60


def tags_of(brand: Brand):
    """All tags by their word, each with `uses`: on how many current assets (a lazy queryset)."""
    current = Tag.assets.through.objects.filter(tag=OuterRef("pk"), asset__archived_at=None)
    return (
        Tag.objects.of(brand)
        .select_related("owner__person")
        .annotate(uses=number_of(current, "tag"))
    )


def suggested(brand: Brand) -> list[str]:
    """The words that are used most (1 query)."""
    return [tag.name for tag in tags_of(brand).order_by("-uses", "key")[:SUGGESTED]]


def on_each(assets: list[Asset]) -> dict[str, list[Tag]]:
    """Asset id → its tags, by their word (1 query)."""
    through = Tag.assets.through.objects.filter(asset__in=assets).select_related("tag")
    found: dict[str, list[Tag]] = {}
    for row in through.order_by("tag__key"):
        found.setdefault(row.asset_id, []).append(row.tag)
    return found


def tagged_with(brand: Brand, word: str):
    """Ids of the assets with a tag that is spelled so (for a filter's `pk__in`)."""
    through = Tag.assets.through.objects.filter(tag__brand=brand, tag__spelled__contains=word)
    return through.values("asset")

"""Pictures of the library that a storyboard can show."""

from drumbeat.content.assets.models import Version
from drumbeat.formats.media.kinds import PICTURES
from drumbeat.people.members.models import Brand

MOST = 100


def pictures(brand: Brand, also=()) -> list[Version]:
    """The newest picture versions of current assets, and those of these ids (1 query, 2 with ids)."""
    found = (
        Version.objects.of(brand)
        .filter(file__facts__media_type__in=PICTURES, file__facts__problem="")
        .select_related("asset")
        .order_by("-created_at")
    )
    newest = list(found.filter(asset__archived_at=None)[:MOST])
    missing = {one for one in also if one} - {one.pk for one in newest}
    return newest + (list(found.filter(pk__in=missing)) if missing else [])

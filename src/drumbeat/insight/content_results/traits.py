"""What is looked up about pieces: the brand's own tags, and the files that were out."""

from collections import defaultdict

from drumbeat.content.library.queries import shape_of
from drumbeat.content.media.models import main_hue
from drumbeat.content.models import Tag, Version
from drumbeat.formats.media.kinds import FILMS, PICTURES, SVG
from drumbeat.insight.content_results.pieces import Pieces
from drumbeat.insight.content_results.sums import Sums

SEEN = {SVG, *PICTURES, *FILMS}
"""The kinds of file that have a shape and a colour to speak of."""


def by_tag(reading: Pieces) -> list[tuple[str, Sums]]:
    """(tag, what a piece brought), once for each of its tags; "" of one without (one query)."""
    carried = Tag.assets.through.objects.filter(asset__in=[piece.pk for piece in reading.all])
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for asset, tag in carried.values_list("asset", "tag"):
        tags[asset].append(tag)
    return [(tag, piece.sums) for piece in reading.all for tag in tags.get(piece.pk, [""])]


def by_file(reading: Pieces, by: str) -> list[tuple[str, Sums]]:
    """("shape" or "hue" of its file, what a piece brought with it), "" where none is known (one
    query). A piece whose versions look different has a share of each."""
    looks = _looks_of({row.version for row in reading.placed}, by)
    asked = {piece.pk for piece in reading.all}
    found: dict[tuple[str, str], Sums] = {}
    for row in reading.placed:
        if row.lead in asked:
            share = found.setdefault((row.lead, looks.get(row.version, "")), Sums())
            share.add(reading.sums_by_placement.get(row.pk) or Sums())
    return [(look, sums) for (_piece, look), sums in found.items()]


def _looks_of(versions: set[str], by: str) -> dict[str, str]:
    """Version → shape or hue of its file, those alone that are seen."""
    seen = Version.objects.filter(pk__in=versions, file__facts__media_type__in=SEEN).order_by()
    if by == "shape":
        rows = seen.values_list("pk", "file__facts__ratio")
        return {pk: shape_of(ratio) for pk, ratio in rows}
    return {pk: main_hue(hues) for pk, hues in seen.values_list("pk", "file__facts__hues")}

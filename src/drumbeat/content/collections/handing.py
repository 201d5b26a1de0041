"""What may leave the house today: the newest approved version of each asset, in its rights."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.media.models import FileFacts
from drumbeat.content.rights.models import Right

WHY_NOT = {
    "unapproved": _("No version is approved yet"),
    "rights": _("A right does not hold today"),
    "damaged": _("Its file is damaged"),
}


@dataclass
class Handed:
    """An asset and the version of it that may go out; else `why`, a key of WHY_NOT."""

    asset: Asset
    version: Version | None
    facts: FileFacts | None = None
    why: str = ""

    @property
    def why_not(self):
        return WHY_NOT.get(self.why, "")

    @property
    def is_out(self):
        return not self.why


def handed(assets: list[Asset], today: date) -> list[Handed]:
    """What of these assets goes out on that day and what does not, in their order (2 queries)."""
    keys = [asset.pk for asset in assets]
    approved = Version.objects.approved().filter(asset__in=keys).order_by("number")
    newest = {one.asset_id: one for one in approved.select_related("file__facts")}
    licences: dict[str, dict[tuple, list[Right]]] = {}
    for right in Right.objects.current().filter(asset__in=keys):
        of_asset = licences.setdefault(right.asset_id, {})
        of_asset.setdefault((right.kind, right.licensor), []).append(right)
    return [
        _judged(asset, newest.get(asset.pk), licences.get(asset.pk, {}), today) for asset in assets
    ]


def _judged(asset, version, licences, today):
    if version is None:
        return Handed(asset, None, why="unapproved")
    version.asset = asset
    facts = getattr(version.file, "facts", None) if version.file_id else None
    # A licence that was renewed has several rights; one of them has to hold.
    in_rights = all(
        any(right.starts_on <= today <= right.ends_on for right in licence)
        for licence in licences.values()
    )
    why = "" if in_rights else "rights"
    return Handed(asset, version, facts, "damaged" if facts and facts.problem else why)

"""An asset in two languages: which side has changed since they last said the same."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.studio.models import Pair
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.people.members.models import Member


@dataclass(frozen=True)
class OtherSide:
    """The asset in the other language, with its newest text. is_ahead: it changed since both said
    the same, so this side is out of date."""

    pair: Pair
    asset: Asset
    version: Version | None
    is_ahead: bool


def other_side(asset: Asset) -> OtherSide | None:
    """None for an asset in one language (3 queries at most)."""
    pair = pair_of(asset)
    if pair is None:
        return None
    other = pair.translation if pair.source_id == asset.pk else pair.source
    newest = other.newest
    said = newest.sha256 if newest else ""
    return OtherSide(pair, other, newest, said != pair.agreed(other))


def pair_of(asset: Asset) -> Pair | None:
    sides = Pair.objects.select_related("source", "translation")
    return sides.filter(Q(source=asset) | Q(translation=asset)).first()


def may_be_paired(asset: Asset):
    """Assets of the same brief in another language that have no other side yet."""
    taken = Pair.objects.of(asset.brand_id)
    return (
        Asset.objects.current()
        .filter(brief=asset.brief_id)
        .exclude(language=asset.language)
        .exclude(pk__in=taken.values("source"))
        .exclude(pk__in=taken.values("translation"))
    )


def pair_up(source: Asset, translation: Asset, *, by: Member) -> Pair:
    """From now on these two say the same; they are taken to do so today.

    Raises NotAllowed, Refused.
    """
    by.must("asset.edit", source)
    by.must("asset.edit", translation)
    if pair_of(source) or not may_be_paired(source).filter(pk=translation.pk).exists():
        raise Refused(
            Problem(_("Choose an asset of the same brief in another language."), "translation")
        )
    pair = Pair(brand=source.brand, owner=by, source=source, translation=translation)
    with recorded(by, "paired", pair):
        pair.agree()
        pair.save()
    return pair


def agree(pair: Pair, *, by: Member) -> Pair:
    """Somebody read both: they say the same as they stand. Raises NotAllowed."""
    by.must("asset.edit", pair)
    with recorded(by, "brought into line", pair):
        pair.agree()
        pair.save()
    return pair


def part(pair: Pair, *, by: Member) -> None:
    """Each goes its own way. Raises NotAllowed."""
    by.must("asset.edit", pair)
    with recorded(by, "parted", pair):
        Pair.objects.filter(pk=pair.pk).delete()


def follow(asset: Asset) -> None:
    """A text of the asset was saved. When the other side was ahead, this one has caught up; else
    it is ahead itself, which needs no writing down. The first text catches up with what is there."""
    other = other_side(asset)
    if other and (other.is_ahead or not other.pair.agreed(asset)):
        other.pair.agree()
        other.pair.save()

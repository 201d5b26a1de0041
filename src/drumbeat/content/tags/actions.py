"""Putting words on assets, and keeping the words in order."""

import re

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.content.assets.models import Asset
from drumbeat.content.tags.models import LONGEST_TAG, Tag, key_of
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.people.members.models import Brand, Member

VERBS = (
    gettext_noop("tagged"),
    gettext_noop("took a tag off"),
    gettext_noop("renamed"),
    gettext_noop("merged"),
)
KINDS = (gettext_noop("tag"),)
MOST_AT_ONCE = 20
_BETWEEN = re.compile(r"[,，、;；\n]+")


def words_of(typed: str) -> list[str]:
    """The tags in what was typed, each once. Raises Refused on `words`."""
    parts = (" ".join(part.strip(" #\t").split()) for part in _BETWEEN.split(typed))
    words = list({key_of(part): part for part in parts if part}.values())
    if not words:
        raise Refused(Problem(_("Write at least one tag."), "words"))
    if len(words) > MOST_AT_ONCE:
        most = _("At most %(most)d tags at once.") % {"most": MOST_AT_ONCE}
        raise Refused(Problem(most, "words"))
    for word in words:
        _must_fit(word, "words")
    return words


def _must_fit(word, field):
    if len(word) > LONGEST_TAG:
        raise Refused(
            Problem(
                _("“%(tag)s” is too long: a tag has at most %(most)d characters.")
                % {"tag": word, "most": LONGEST_TAG},
                field,
            )
        )


@transaction.atomic
def tag(assets: list[Asset], typed: str, *, by: Member) -> list[Tag]:
    """Put each of the words on each of the assets. Raises NotAllowed, Refused."""
    by.must("asset.create")
    words = words_of(typed)
    _hold(by.brand)
    known = {one.key: one for one in Tag.objects.of(by.brand).filter(key__in=map(key_of, words))}
    tags = []
    for word in words:
        one = known.get(key_of(word)) or Tag(brand=by.brand, owner=by, name=word)
        with recorded(by, "tagged", one, reason=_named(assets)):
            if one._state.adding:
                one.save()
            one.assets.add(*assets)
        tags.append(one)
    return tags


def untag(asset: Asset, tag: Tag, *, by: Member) -> None:
    """Take one word off one asset; the word stays for the others. Raises NotAllowed."""
    by.must("asset.create")
    with recorded(by, "took a tag off", tag, reason=str(asset)):
        tag.assets.remove(asset)


@transaction.atomic
def rename(tag: Tag, name: str, *, by: Member, merge: bool = False) -> Tag:
    """Call a tag otherwise; onto a word that is there already only with `merge`: then that one
    takes all its assets over. Raises NotAllowed, Refused.
    """
    by.must("asset.edit", tag)
    name = " ".join(name.split())
    _must_fit(name, "name")
    _hold(by.brand)
    other = Tag.objects.of(tag.brand).filter(key=key_of(name)).exclude(pk=tag.pk).first()
    if other is None:
        with recorded(by, "renamed", tag):
            tag.name = name
            tag.save()
        return tag
    if not merge:
        told = _("There is a tag “%(tag)s” already. Merge the two, or choose another word.")
        raise Refused(Problem(told % {"tag": other}, "name"))
    by.must("asset.edit", other)
    with recorded(by, "merged", other, reason=f"{tag} → {other}"):
        other.assets.add(*tag.assets.all())
        tag.delete()
    return other


def remove(tag: Tag, *, by: Member) -> None:
    """Take a word off everything. Raises NotAllowed."""
    by.must("asset.archive", tag)
    with recorded(by, "removed", tag, reason=_named(list(tag.assets.all()[:50]))):
        pk = tag.pk
        tag.delete()
        tag.pk = pk  # the trail still says which it was


def _hold(brand: Brand) -> None:
    """One at a time: of two people who write the same new word, the second finds the first's."""
    Brand.objects.select_for_update().get(pk=brand.pk)


def _named(assets) -> str:
    return " · ".join(map(str, assets))[:500]

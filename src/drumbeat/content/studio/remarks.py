"""What people say about passages, and what they suggest instead."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.content.assets.actions import edit_draft, with_unix_lines
from drumbeat.content.assets.models import Asset, Version
from drumbeat.content.studio.models import Remark
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import AlreadyDone, Problem, Refused
from drumbeat.people.members.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.science.text.anchoring import Quote, find, quoted
from drumbeat.work.comments.actions import mentioned


def remark(
    version: Version,
    *,
    by: Member,
    quote: str,
    before="",
    after="",
    body="",
    replacement: str | None = None,
) -> Remark:
    """Say something about a passage, or suggest other words. The author is told, and whoever is
    @mentioned. Raises NotAllowed, Refused.
    """
    by.must("asset.comment", version)
    quote, body = with_unix_lines(quote), body.strip()
    place = find(version.text, Quote(quote, before, after))
    if place is None:
        raise Refused(
            Problem(_("The text has no such passage. Copy it letter by letter."), "quote")
        )
    if not body and replacement is None:
        raise Refused(Problem(_("Say something, or suggest other words."), "body"))
    passage = quoted(version.text, *place)
    said = Remark(
        brand=version.brand,
        owner=by,
        version=version,
        quote=passage.words,
        before=passage.before,
        after=passage.after,
        body=body,
        replacement=None if replacement is None else with_unix_lines(replacement),
    )
    with recorded(by, "remarked", said):
        said.save()
        tell_of(said, by)
    return said


def tell_of(said: Remark, by: Member) -> None:
    """The version's author, and whoever is mentioned, hear of a new remark."""
    called = {member.pk: member for member in mentioned(said.body, by)}
    for member in called.values():
        _notify(member, "mention", gettext_lazy("{name} mentioned you: {thing}"), by, said)
    author = said.version.owner
    if author.pk != by.pk and author.pk not in called:
        words = gettext_lazy("{name} remarked on a passage of your text: {thing}")
        if said.is_pin:
            words = gettext_lazy("{name} pinned a remark to your work: {thing}")
        _notify(author, "remark", words, by, said)


def _notify(member, kind, words, by, said):
    sentence = format_lazy(words, name=by.name, thing=said.version.asset)
    notify(member, kind, sentence, url=said.get_absolute_url())


def take(said: Remark, *, by: Member) -> Version:
    """Put the suggested words in the place of the passage, in the newest version, which has to be a
    draft. Raises NotAllowed, WrongState, Refused.
    """
    by.must("asset.edit", said.version)
    with transaction.atomic():
        newest = Version.objects.select_for_update().get(pk=said.version.asset.newest.pk)
        # Of two who take it over at once, the second has waited here.
        said.refresh_from_db(fields=["outcome"])
        _must_be_open(said)
        place = find(newest.text, _anchor(said))
        if place is None:
            raise Refused(_("The passage is no longer in the text."))
        start, end = place
        text = newest.text[:start] + said.replacement + newest.text[end:]
        _end(said, by, "taken", "taken over")
        return edit_draft(newest, by=by, text=text, change_note=newest.change_note)


def decline(said: Remark, *, by: Member, reason: str) -> Remark:
    """Leave the text as it is, and say why. Raises NotAllowed, WrongState, Refused."""
    by.must("asset.edit", said.version)
    if not reason.strip():
        raise Refused(Problem(_("Say why: who suggested it reads it."), "reason"))
    with transaction.atomic():
        _end(said, by, "declined", "turned down", reason.strip())
        if said.owner_id != by.pk:
            words = gettext_lazy("{name} declined what you suggested: {thing}")
            _notify(said.owner, "remark", words, by, said)
    return said


def close(said: Remark, *, by: Member) -> Remark:
    """A remark has been answered. Raises NotAllowed, WrongState."""
    by.must("asset.edit", said.version)
    return _end(said, by, "done", "answered")


def _must_be_open(said):
    if not said.is_open:
        raise AlreadyDone(_("It is decided already."))


def _end(said, by, outcome, verb, reason=""):
    _must_be_open(said)
    with recorded(by, verb, said, reason=reason):
        said.outcome, said.reason = outcome, reason
        said.ended_at, said.ended_by = timezone.now(), by
        said.ended_in = said.version.asset.newest
        said.row_version += 1
        said.save()
    return said


def remarks_on(asset: Asset, text: str) -> list[Remark]:
    """All about passages, each with its `place` in the text: open ones first, as they stand in it;
    those whose passage is gone say `is_lost` (1 query)."""
    found = list(
        Remark.objects.filter(version__asset=asset)
        .exclude(quote="")
        .select_related("owner__person", "ended_by__person", "version")
    )
    for one in found:
        one.version.asset = asset
        one.place = find(text, _anchor(one)) if one.is_open else None
        one.is_lost = one.is_open and one.place is None
    return sorted(found, key=lambda one: (not one.is_open, one.is_lost, one.place or (0, 0)))


def _anchor(said):
    return Quote(said.quote, said.before, said.after)

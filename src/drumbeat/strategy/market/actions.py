"""What people do on the market wall."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.feeds import FeedRefused, read_hot_list, read_opml
from drumbeat.formats.problems import FileRefused
from drumbeat.knowledge.learnings.actions import propose
from drumbeat.knowledge.learnings.models import Learning
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.market.models import Feed, Signal, SignalTag, WatchList
from drumbeat.strategy.market.taking import take_in
from drumbeat.strategy.market.words import sentence
from drumbeat.thread.registry import ref

LEARNING_DAYS = 180


def ask_soon(brand, *, by) -> int:
    """Put all sources of the brand first in the clock's queue; returns how many. NotAllowed."""
    by.must("research.create")
    feeds = Feed.objects.of(brand).current().exclude(url="").filter(is_paused=False)
    return feeds.update(next_at=timezone.now())


@transaction.atomic
def import_opml(data: bytes, *, by) -> tuple[int, int]:
    """Subscribe to the feeds of a reader's OPML file: a folder becomes a watch-list.

    Returns how many were new and how many were there already. Raises NotAllowed, Refused.
    """
    by.must("research.create")
    try:
        subscriptions = read_opml(data)
    except FeedRefused as refused:
        raise Refused(Problem(sentence(refused.code, refused.params), "file")) from None
    if not subscriptions:
        raise Refused(Problem(_("The file names no feed."), "file"))
    lists = {str(one): one for one in WatchList.objects.of(by.brand).current()}
    known = set(Feed.objects.of(by.brand).current().values_list("watch_list_id", "url"))
    new = 0
    for one in subscriptions:
        folder = one.folder[:160] or _("Imported feeds")
        if folder not in lists:
            lists[folder] = _made(by, WatchList(**_named(folder)))
        if (lists[folder].pk, one.url) not in known:
            _made(by, Feed(watch_list=lists[folder], url=one.url, **_named(one.title or one.url)))
            known.add((lists[folder].pk, one.url))
            new += 1
    return new, len(subscriptions) - new


def upload_hot_list(feed: Feed, data: bytes, name: str, *, by) -> list[Signal]:
    """Read a table of topics into a source without an address. Raises NotAllowed, Refused."""
    by.must("research.edit", feed)
    try:
        entries = read_hot_list(data, name, feed.brand.time_zone)
    except (FeedRefused, FileRefused) as refused:
        raise Refused(Problem(sentence(refused.code, refused.params), "file")) from None
    now = timezone.now()
    with recorded(by, "read", feed, reason=name):
        feed.asked_at = feed.answered_at = now
        feed.save(update_fields=["asked_at", "answered_at", "updated_at"])
        return take_in(feed, entries, now)


def tag(signal: Signal, *, by, name: str) -> SignalTag:
    """Raises NotAllowed, Refused without a word."""
    by.must("research.create")
    word = " ".join(name.split())[:40]
    if not word:
        raise Refused(Problem(_("Write a word."), "name"))
    found = signal.tags.filter(name__iexact=word).first()
    if found:
        return found
    with recorded(by, "tagged", signal, reason=word):
        return SignalTag.objects.create(brand=signal.brand, owner=by, signal=signal, name=word)


def untag(mark: SignalTag, *, by) -> None:
    by.must("research.edit", mark)
    with recorded(by, "untagged", mark.signal, reason=mark.name):
        mark.delete()


def unfold(signal: Signal, *, by) -> None:
    """It is another story after all: it stands on the wall by itself. NotAllowed, WrongState."""
    by.must("research.create")
    if signal.told_by_id is None:
        raise WrongState(_("It stands by itself already."))
    with recorded(by, "unfolded", signal):
        signal.told_by = None
        signal.save(update_fields=["told_by", "updated_at"])


def put_away(signal: Signal, *, by) -> None:
    """Not for us: off the wall; its page stays. Raises NotAllowed."""
    by.must("research.create")
    with recorded(by, "archived", signal):
        signal.archived_at = timezone.now()
        signal.save(update_fields=["archived_at", "updated_at"])


def put_back(signal: Signal, *, by) -> None:
    by.must("research.create")
    with recorded(by, "put back", signal):
        signal.archived_at = None
        signal.save(update_fields=["archived_at", "updated_at"])


def into_learning(signal: Signal, *, by) -> Learning:
    """A draft that claims what the signal says, with it as evidence. Raises NotAllowed, Refused."""
    figures = {
        _("Source"): str(signal.feed),
        _("Published"): signal.published_at.date().isoformat(),
    }
    return propose(
        by,
        title=str(signal),
        kind="process",
        detail=signal.summary,
        confidence="low",
        expires_on=timezone.localdate() + timedelta(days=LEARNING_DAYS),
        evidence=[(ref(signal), (signal.url or str(signal.feed))[:300], figures)],
    )


def _made(by, record):
    record.brand, record.owner = by.brand, by
    with recorded(by, "created", record):
        record.save()
    return record


def _named(text: str) -> dict[str, str]:
    is_chinese = any("\u3400" <= letter <= "\u9fff" for letter in text)
    return {"title_zh" if is_chinese else "title_en": text[:160]}

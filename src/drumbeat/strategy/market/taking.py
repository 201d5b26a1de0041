"""From what a source says to signals on the wall: scored, folded, once each."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from drumbeat.formats.feeds import Entry
from drumbeat.people.notices.actions import notify
from drumbeat.science.text import relevance
from drumbeat.science.text.near import Telling, Tellings, telling
from drumbeat.strategy.market.listening import is_risky, listen
from drumbeat.strategy.market.models import Feed, Signal, WatchList

FOLD_DAYS = 14
MOST_COMPARED = 2_000
"""Stories of the fortnight, the newest."""
DAY_SECONDS = 86_400.0
_CJK = ("\u3400", "\u9fff")


def take_in(feed: Feed, entries: Iterable[Entry], now: datetime) -> list[Signal]:
    """Keep what the source has not said before and its list wants; returns the new signals.

    The same story, told before by any source of the brand within a fortnight, is folded under its
    first telling. A fixed number of queries.
    """
    words = relevance.words_of(feed.watch_list.words)
    said = {
        entry.key: entry
        for entry in entries
        if relevance.is_wanted(words, entry.title, entry.summary)
    }
    if not _unheard(feed, said):
        return []
    # Before the transaction: writers need not wait while a fortnight is read.
    stories = _Stories.of(feed.brand_id, said.values(), now)
    with transaction.atomic():
        # Somebody pressing the button while the clock asks as well: one after the other.
        Feed.objects.select_for_update().get(pk=feed.pk)
        signals = [_signal(feed, entry, words, now) for entry in _unheard(feed, said)]
        # Oldest first, so that a story's head is who told it first.
        signals.sort(key=lambda signal: signal.published_at)
        for signal in signals:
            stories.hear(signal)
        Signal.objects.bulk_create(signals)
        _tell(feed.watch_list, signals, now)
        if any(signal.is_risky for signal in signals):
            listen(feed.watch_list, now)
    return signals


def _unheard(feed: Feed, said: dict[str, Entry]) -> list[Entry]:
    known = set(feed.signals.filter(key__in=said).values_list("key", flat=True))
    return [entry for key, entry in said.items() if key not in known]


def score_again(watch_list: WatchList) -> int:
    """The list's words changed: weigh what it holds again; returns how many. Batches of 500."""
    words = relevance.words_of(watch_list.words)
    risks = relevance.words_of(watch_list.risk_words)
    weighed = []
    for signal in watch_list.signals.select_related("feed").iterator(chunk_size=500):
        _weigh(signal, words, signal.feed.trust)
        signal.is_risky = is_risky(risks, signal.title_zh or signal.title_en, signal.summary)
        weighed.append(signal)
    Signal.objects.bulk_update(weighed, ["points", "hits", "rank", "is_risky"], batch_size=500)
    return len(weighed)


def days(moment: datetime) -> float:
    """Days since 1970, the scale of `relevance.rank`."""
    return moment.timestamp() / DAY_SECONDS


def _signal(feed, entry, words, now) -> Signal:
    # A date in the future would stay on top until it has come.
    published = min(entry.published or now, now)
    is_chinese = any(_CJK[0] <= letter <= _CJK[1] for letter in entry.title)
    signal = Signal(
        brand_id=feed.brand_id,
        owner_id=feed.owner_id,
        watch_list=feed.watch_list,
        feed=feed,
        key=entry.key,
        url=entry.url,
        summary=entry.summary,
        author=entry.author,
        position=entry.position,
        published_at=published,
        is_dated=entry.published is not None,
        **{"title_zh" if is_chinese else "title_en": _cut(entry.title, 160)},
    )
    _weigh(signal, words, feed.trust)
    risks = relevance.words_of(feed.watch_list.risk_words)
    signal.is_risky = is_risky(risks, entry.title, entry.summary)
    return signal


def _weigh(signal: Signal, words, trust: int) -> None:
    title = signal.title_zh or signal.title_en
    found = relevance.hits(words, title, signal.summary, signal.position)
    signal.points = relevance.points(found)
    signal.hits = [[hit.word, hit.where, hit.points] for hit in found]
    signal.rank = relevance.rank(signal.points, trust, days(signal.published_at))


class _Stories:
    """The stories of a fortnight, to put new tellings under."""

    def __init__(self) -> None:
        self._heard: Tellings[str] = Tellings()
        self._heads: dict[str, Signal] = {}
        self._by_url: dict[str, str] = {}

    @classmethod
    def of(cls, brand_id, entries: Iterable[Entry], now: datetime) -> "_Stories":
        """What stands on the brand's wall around the days of these entries (one query)."""
        first = min([now, *(entry.published for entry in entries if entry.published)])
        told = Signal.objects.filter(
            brand=brand_id, told_by=None, published_at__gte=first - timedelta(days=FOLD_DAYS)
        )
        stories = cls()
        for signal in reversed(told.order_by("-published_at")[:MOST_COMPARED]):
            stories._keep(signal, stories._features(signal))
        return stories

    def hear(self, signal: Signal) -> None:
        """Fold the signal under the first telling of its story, or keep it as a story's head."""
        features = self._features(signal)
        key = self._by_url.get(signal.url) or self._heard.same_as(features)
        head = self._heads.get(key) if key else None
        if head and abs(head.published_at - signal.published_at) <= timedelta(days=FOLD_DAYS):
            signal.told_by = head
        else:
            self._keep(signal, features)

    def _features(self, signal: Signal) -> Telling:
        return telling(signal.title_zh or signal.title_en, signal.summary)

    def _keep(self, signal: Signal, features: Telling) -> None:
        self._heads[signal.pk] = signal
        self._heard.add(signal.pk, features)
        if signal.url:
            self._by_url.setdefault(signal.url, signal.pk)


def _tell(watch_list: WatchList, signals: list[Signal], now) -> None:
    """One notice a reading, for the loudest new story over the list's bar."""
    if not watch_list.tell_from:
        return
    bar = relevance.rank_at(watch_list.tell_from, days(now))
    loud = [one for one in signals if one.told_by is None and one.rank >= bar]
    if not loud:
        return
    loudest = max(loud, key=lambda one: one.rank)
    notify(
        watch_list.owner,
        "signal_loud",
        # The headline is data: it stays as it was written in both languages.
        format_lazy(gettext_lazy("On the market wall: {headline}"), headline=str(loudest)),
        url=loudest.get_absolute_url() if len(loud) == 1 else watch_list.get_absolute_url(),
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

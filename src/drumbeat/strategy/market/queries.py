"""What the market wall's screens read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from drumbeat.science.text import relevance
from drumbeat.strategy.market.models import Feed, Signal, SignalTag, WatchList
from drumbeat.strategy.market.taking import days

TREND_DAYS = 28


@dataclass(frozen=True)
class Weighed:
    """A signal with its score of the moment."""

    signal: Signal
    score: int


def wall(brand, now: datetime, *, watch_list=None, tag="", text="", score=None, is_away=False):
    """The heads of stories that match, best first at this moment (a queryset, one query).

    score: at least that much now. is_away: those put away instead. Each with `telling_count`.
    """
    found = Signal.objects.of(brand).filter(told_by=None, archived_at__isnull=not is_away)
    if watch_list:
        found = found.filter(watch_list=watch_list)
    if tag:
        found = found.filter(tags__name=tag)
    if score:
        found = found.filter(rank__gte=relevance.rank_at(score, days(now)))
    for word in text.split()[:6]:
        found = found.filter(
            Q(title_en__icontains=word) | Q(title_zh__icontains=word) | Q(summary__icontains=word)
        )
    return found.order_by("-rank", "-id")


def on_page(signals, now: datetime) -> list[Weighed]:
    """These signals with lists, sources, tags and how often they are told (3 queries)."""
    whole = Signal.objects.filter(pk__in=[signal.pk for signal in signals])
    whole = whole.select_related("watch_list", "feed").prefetch_related("tags")
    counted = whole.annotate(telling_count=Count("tellings")).order_by("-rank", "-id")
    return [weighed(signal, now) for signal in counted]


def weighed(signal: Signal, now: datetime) -> Weighed:
    """Its score now. The feed must be at hand."""
    age = days(now) - days(signal.published_at)
    return Weighed(signal, round(relevance.score(signal.points, signal.feed.trust, age)))


def tellings(signal: Signal) -> list[Signal]:
    """Who else tells the story, oldest first (one query)."""
    return list(signal.tellings.select_related("feed").order_by("published_at", "id"))


def tags_of(brand) -> list[str]:
    """The tags in use, by name (one query)."""
    names = SignalTag.objects.of(brand).order_by("name").values_list("name", flat=True)
    return list(names.distinct())


def lists(brand) -> list[WatchList]:
    """Current watch-lists with `feed_count`, `failing` and `newest` (one query)."""
    current = Q(feeds__archived_at=None)
    found = WatchList.objects.of(brand).current().select_related("owner__person")
    return list(
        found.annotate(
            feed_count=Count("feeds", filter=current, distinct=True),
            failing=Count("feeds", filter=current & ~Q(feeds__problem=""), distinct=True),
            newest=Max("feeds__answered_at", filter=current),
        ).order_by("id")
    )


def feeds(watch_list: WatchList) -> list[Feed]:
    """The list's current sources, failing ones first, with `signal_count` (one query)."""
    found = watch_list.feeds.current().select_related("owner__person")
    counted = found.annotate(signal_count=Count("signals"))
    return sorted(counted, key=lambda feed: (not feed.problem, str(feed)))


def trend(watch_list: WatchList, today) -> list[int]:
    """Stories a day over four weeks, the last one today (one query)."""
    since = today - timedelta(days=TREND_DAYS - 1)
    told = watch_list.signals.filter(told_by=None, published_at__date__gte=since)
    by_day = dict(
        told.order_by()
        .annotate(day=TruncDate("published_at"))
        .values_list("day")
        .annotate(Count("id"))
    )
    return [by_day.get(since + timedelta(days=step), 0) for step in range(TREND_DAYS)]

"""Listening for danger: many more risky tellings than usual open a report for a person to score.

The rule, one for every list. Risky is a signal in which a risk word of its list occurs. Of the
stories that no report has taken yet, the risky tellings of the last 24 hours are held against the
daily number of risky tellings in the four weeks before: at three deviations above their mean, and
never below three tellings, a report is opened. It scores nothing, convenes nobody, freezes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean, pstdev

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from drumbeat.people.members.queries import members_who_may
from drumbeat.science.text import relevance
from drumbeat.strategy.crisis.actions import opened, tell
from drumbeat.strategy.market.models import RiskReport, Signal, WatchList

WINDOW = timedelta(hours=24)
USUAL_DAYS = 28
DEVIATIONS = 3
LEAST = 3
MOST_EVIDENCE = 50


@dataclass(frozen=True)
class Loudness:
    """heard: risky tellings of stories without a report in the window, newest first.

    mean, deviation: of the daily numbers of the four weeks before. line: from how many on a report
    is opened.
    """

    heard: list[Signal]
    mean: float
    deviation: float

    @property
    def line(self) -> float:
        return max(LEAST, self.mean + DEVIATIONS * self.deviation)

    @property
    def crosses(self) -> bool:
        return len(self.heard) >= self.line


def is_risky(words: list[relevance.Word], title: str, summary: str) -> bool:
    return bool(relevance.hits(words, title, summary))


def loudness(watch_list: WatchList, now: datetime) -> Loudness:
    """How loud it is now, and how loud it usually is (3 queries)."""
    since = now - WINDOW
    risky = watch_list.signals.filter(is_risky=True).order_by("-published_at", "-id")
    window = list(risky.filter(published_at__gt=since, archived_at=None))
    stories = {one.told_by_id or one.pk for one in window}
    # Only of the stories heard now: those of all years would be read every time.
    reported = risky.filter(Q(pk__in=stories) | Q(told_by__in=stories)).exclude(risk_reports=None)
    taken = {told_by or pk for pk, told_by in reported.values_list("pk", "told_by_id")}
    heard = [one for one in window if (one.told_by_id or one.pk) not in taken]
    before = risky.filter(published_at__gt=since - USUAL_DAYS * WINDOW, published_at__lte=since)
    daily = [0] * USUAL_DAYS
    for at in before.values_list("published_at", flat=True):
        daily[min((since - at) // WINDOW, USUAL_DAYS - 1)] += 1
    return Loudness(heard, fmean(daily), pstdev(daily))


def listen(watch_list: WatchList, now: datetime) -> RiskReport | None:
    """Open a report when the line is crossed; each story is in one report at most."""
    if not watch_list.risk_words:
        return None
    with transaction.atomic():
        # Two sources that answer together must not both report.
        WatchList.objects.select_for_update().get(pk=watch_list.pk)
        loud = loudness(watch_list, now)
        if not loud.crosses:
            return None
        return _report(watch_list, loud, now)


def _report(watch_list, loud, now) -> RiskReport:
    # The clocks run from now: nobody could answer before it was seen.
    evidence = loud.heard[:MOST_EVIDENCE]
    first = evidence[-1]
    with translation.override(watch_list.brand.language):
        crisis = opened(
            watch_list.owner,
            title=str(first),
            what_happened=_told(watch_list, loud),
            t0=now,
            seen_url=first.url,
            by=None,
        )
    report = RiskReport.objects.create(
        brand_id=watch_list.brand_id,
        owner_id=watch_list.owner_id,
        watch_list=watch_list,
        crisis=crisis,
        heard=len(loud.heard),
        mean=loud.mean,
        deviation=loud.deviation,
    )
    report.signals.set(evidence)
    words = gettext_lazy("The watch-list opened a report: {crisis}. Score how grave it is.")
    on_call = watch_list.on_call or watch_list.owner
    who_may = members_who_may(watch_list.brand, "crisis.edit", crisis, besides=[on_call])
    tell(crisis, [*([] if on_call.left_at else [on_call]), *who_may], words)
    return report


def _told(watch_list, loud):
    words = gettext_lazy(
        "Listening “{watch_list}”: {heard} items with a risk word in 24 hours; usual are {mean:.1f} a day, the line is {line:.1f}. First: {headline}"
    )
    return format_lazy(
        words,
        watch_list=watch_list,
        heard=len(loud.heard),
        mean=loud.mean,
        line=loud.line,
        headline=str(loud.heard[-1]),
    )

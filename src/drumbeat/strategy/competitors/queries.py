"""What competitor screens read."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from drumbeat.strategy.competitors.kinds import VOICES
from drumbeat.strategy.competitors.models import Competitor, Observation, VoiceReading
from drumbeat.strategy.competitors.snapshots import Standing, standing
from drumbeat.strategy.competitors.voice import Picture, Series, picture, series

MONTHS = 13
NEWS_DAYS = 14
MOST_OBSERVED = 1_000
"""Of one competitor, the newest: what stands today is among them."""


@dataclass(frozen=True)
class Voice:
    """One measure with its series and its picture."""

    kind: str
    label: object
    series: Series
    picture: Picture


def competitors(brand) -> list[Competitor]:
    """Ourselves first, then the others, with `product_count` and `last_seen` (one query)."""
    found = Competitor.objects.of(brand).current().select_related("owner__person")
    return list(
        found.annotate(
            product_count=Count("products", filter=Q(products__archived_at=None), distinct=True),
            last_seen=Max("observations__seen_on", filter=Q(observations__archived_at=None)),
        ).order_by("-is_us", "id")
    )


def observed(competitor: Competitor) -> list[Observation]:
    """Its current observations, newest first, at most 1,000 (one query)."""
    found = competitor.observations.current().select_related("product", "owner__person")
    return list(found[:MOST_OBSERVED])


def stands(observations, today: date) -> list[Standing]:
    """What holds today, by kind, what went stale after what is fresh."""
    found = standing(observations, today).values()
    order = ("price", "claim", "launch", "spend", "share")
    return sorted(
        found, key=lambda one: (order.index(one.observation.kind), one.is_stale, one.age_days)
    )


def news(brand, today: date) -> list[Observation]:
    """What was seen of anybody in two weeks, newest first, at most 30 (one query)."""
    since = today - timedelta(days=NEWS_DAYS)
    found = Observation.objects.of(brand).current().filter(seen_on__gte=since)
    return list(
        found.filter(competitor__archived_at=None).select_related("competitor", "product")[:30]
    )


def stale_counts(brand, today: date) -> dict[str, int]:
    """How many things of each competitor are older than their kind allows (one query).

    Looks at the newest thousand observations of the brand's competitors each.
    """
    rows = (
        Observation.objects.of(brand)
        .current()
        .filter(competitor__archived_at=None, seen_on__gte=today - timedelta(days=730))
    )
    by_competitor: dict[str, list[Observation]] = {}
    for one in rows.only(
        "competitor_id", "product_id", "kind", "unit", "seen_on", "title_en", "title_zh", "value"
    ):
        by_competitor.setdefault(one.competitor_id, []).append(one)
    return {
        key: sum(one.is_stale for one in standing(found, today).values())
        for key, found in by_competitor.items()
    }


def voices(brand, found: list[Competitor], today: date) -> list[Voice]:
    """Three measures over thirteen months, never mixed (one query)."""
    first = today.replace(day=1)
    for _month in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    readings = VoiceReading.objects.of(brand).filter(
        month__gte=first, competitor__in=[one.pk for one in found]
    )
    by_kind: dict[str, list[VoiceReading]] = {kind: [] for kind in VOICES}
    for reading in readings:
        by_kind[reading.kind].append(reading)
    heard = [(kind, series(by_kind[kind], len(found))) for kind in VOICES]
    return [Voice(kind, VOICES[kind], one, picture(one, found)) for kind, one in heard]

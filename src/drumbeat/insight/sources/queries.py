"""What screens read about sources: the records, and what each of them sent lately."""

from dataclasses import dataclass
from datetime import date, timedelta

from drumbeat.insight.lake import lake_of
from drumbeat.insight.seen import Seen, seen_by_source
from drumbeat.insight.sources.models import Source

LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """A source and what came from it in the last 30 days, None when nothing did."""

    source: Source
    seen: Seen | None


def sources_page(brand, today: date) -> list[Standing]:
    """All sources of the brand, open ones first (one query, one question to the lake)."""
    seen = seen_by_source(lake_of(brand), today - LATELY)
    found = Source.objects.of(brand).current().select_related("owner__person")
    ordered = sorted(found, key=lambda source: (source.revoked_at is not None, source.created_at))
    return [Standing(source, seen.get(source.pk)) for source in ordered]


def seen_of(source: Source, today: date) -> Seen | None:
    """What came from one source in the last 30 days (one question to the lake)."""
    return seen_by_source(lake_of(source.brand), today - LATELY).get(source.pk)


def first_source(brand) -> Source | None:
    """The oldest source whose key still works (one query)."""
    return Source.objects.of(brand).current().filter(revoked_at=None).first()

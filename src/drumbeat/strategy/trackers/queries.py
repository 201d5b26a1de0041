"""What tracker screens read."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, OuterRef, Subquery

from drumbeat.people.records import number_of
from drumbeat.science.survey.tracking import Change, changes
from drumbeat.strategy.surveys.models import Response
from drumbeat.strategy.tabulation.reading import Reading, read
from drumbeat.strategy.trackers.figures import Figures, Standing, compute, figures_of
from drumbeat.strategy.trackers.models import Tracker, Wave

WAVES_SHOWN = 16
"""On the chart, the newest; the table has a page for the rest."""


@dataclass(frozen=True)
class Round:
    """A computed wave with its numbers."""

    wave: Wave
    figures: Figures
    series: str


@dataclass(frozen=True)
class Comparison:
    """Two waves, the earlier one first."""

    before: Round
    after: Round

    @property
    def same_wording(self) -> bool:
        return self.before.series == self.after.series

    @property
    def same_weights(self) -> bool:
        return self.before.figures.weights == self.after.figures.weights

    @property
    def same_population(self) -> bool:
        first, second = (one.figures.sample.get("targets") for one in (self.before, self.after))
        return first == second

    @cached_property
    def brands(self) -> list[tuple[Standing, Standing, dict[str, Change]]]:
        """Brands asked about in both waves, with what changed; nothing to say across wordings."""
        if not self.same_wording:
            return []
        found = []
        for now in self.after.figures.brands:
            then = self.before.figures.brand(now.key)
            if then is not None:
                found.append((then, now, self._changes(then, now)))
        return found

    def of(self, key: str) -> dict[str, Change]:
        return next((moved for _then, now, moved in self.brands if now.key == key), {})

    def _changes(self, then, now):
        earlier, later = dict(then.indices), dict(now.indices)
        if not self.same_weights:
            # Another mixture of the same parts is another number.
            del earlier["equity"]
        return changes(earlier, later)


def trackers(brand):
    """Current trackers, newest first, with `wave_count` and `newest_id` of a computed wave."""
    computed = Wave.objects.filter(tracker=OuterRef("pk"), result__isnull=False)
    return (
        Tracker.objects.of(brand)
        .current()
        .select_related("owner__person")
        .annotate(
            wave_count=Count("waves"),
            newest_id=Subquery(computed.order_by("-number").values("pk")[:1]),
        )
        .order_by("-created_at", "pk")
    )


def with_newest(found) -> list[tuple[Tracker, Round | None]]:
    """Each of some `trackers` with its newest computed wave (one query for all)."""
    found = list(found)
    waves = Wave.objects.select_related("result").in_bulk(
        [one.newest_id for one in found if one.newest_id]
    )
    return [(one, round_of(waves[one.newest_id]) if one.newest_id else None) for one in found]


def round_of(wave: Wave) -> Round:
    """A computed wave with its numbers. No query when the result came along."""
    return Round(wave, figures_of(wave.result.numbers), wave.result.series)


def newest_within(brand, first: date, last: date) -> Round | None:
    """The newest computed wave of the brand whose fieldwork ended in these days (one query)."""
    found = Wave.objects.of(brand).filter(
        result__isnull=False, tracker__archived_at=None, ends_on__range=(first, last)
    )
    wave = found.select_related("result", "tracker").order_by("-ends_on", "-number", "pk").first()
    return round_of(wave) if wave else None


def waves(tracker: Tracker):
    """Its waves, newest first, with `answer_count` (one query)."""
    complete = Response.objects.filter(questionnaire=OuterRef("questionnaire_id"), state="complete")
    found = tracker.waves.select_related("questionnaire", "result", "tracker", "owner__person")
    return found.annotate(answer_count=number_of(complete, "questionnaire"))


def rounds(tracker: Tracker) -> list[Round]:
    """The newest computed waves, the oldest first (one query)."""
    found = tracker.waves.filter(result__isnull=False).select_related("result", "questionnaire")
    newest_first = [round_of(one) for one in found[:WAVES_SHOWN]]
    for one in newest_first:
        one.wave.tracker = tracker
    return newest_first[::-1]


def comparison(wave: Wave, other: Wave) -> Comparison:
    """Of two computed waves of a tracker. No query when results came along."""
    first, second = sorted((wave, other), key=lambda one: one.number)
    return Comparison(round_of(first), round_of(second))


def so_far(wave: Wave) -> tuple[Reading, Figures]:
    """The numbers as they would be if fieldwork ended now (3 queries)."""
    reading = read(wave.questionnaire)
    return reading, compute(reading, wave.brands, wave.weights)

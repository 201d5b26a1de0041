"""One piece: how far it reached, what came of that step by step, where, and whether it fades."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.models import Pin
from drumbeat.channels.spend.queries import current_facts
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.content_results.models import AdviceRules
from drumbeat.insight.content_results.page import days_of
from drumbeat.insight.content_results.pieces import Piece, Pieces
from drumbeat.insight.content_results.rules import rules_of
from drumbeat.insight.content_results.series import into_series
from drumbeat.insight.content_results.sums import ENOUGH_IMPRESSIONS, Sums, interval
from drumbeat.science.decay import half_life

FADES_ON_DAYS, FADES_FROM_DAYS = 3, 7
"""On fewer days with touches, or fewer since the peak, no curve can be seen."""

STEPS = {
    "impressions": _("Impressions"),
    "clicks": _("Clicks"),
    "touches": _("Touches"),
    "leads": _("Leads"),
    "outcomes": _("Orders"),
}


@dataclass(frozen=True)
class Decay:
    """counts: touches of each day from the peak on, today left out as it is not over. half_life:
    in days, None where they do not fall; is_told: whether there is enough to say, which takes
    `least` touches."""

    peak: date
    counts: list[int]
    half_life: float | None
    least: int

    @property
    def is_told(self) -> bool:
        """What came on one or two days only, as a mail does, is no curve."""
        touched = sum(count > 0 for count in self.counts)
        return (
            len(self.counts) >= FADES_FROM_DAYS
            and touched >= FADES_ON_DAYS
            and sum(self.counts) >= self.least
        )


@dataclass(frozen=True)
class Fatigue:
    """Click-through rates of the first and of the last days with reports, 0–1. below: the share of
    the first below which it is tired."""

    first: float
    last: float
    below: float

    @property
    def is_tired(self) -> bool:
        return self.last < self.below * self.first


@dataclass(frozen=True)
class Place:
    """One placement that carries the piece, with the version that it shows."""

    pin: Pin
    sums: Sums


@dataclass(frozen=True)
class Step:
    """One step of the chain. rate: of the step before, with its interval where one can be told."""

    key: str
    value: float
    rate: float | None = None
    within: tuple[float, float] | None = None

    @property
    def name(self):
        return STEPS[self.key]


class Card:
    """What one asset brought in a period; None everywhere of one that was not out."""

    def __init__(self, asset, question: Question, today: date):
        self.asset, self.today, self.period = asset, today, question.period
        self.rules = rules_of(asset.brand)
        self.reading = Pieces(asset.brand, question)
        into_series(self.reading.all, "touches", with_leads=bool(self.reading.steps))
        self.piece: Piece | None = next(
            (one for one in self.reading.all if one.pk == asset.pk), None
        )
        self.days = days_of(asset.brand, [asset.pk], self.period) if self.piece else None

    @property
    def touches_by_day(self) -> list[int]:
        """Of every day of the period, quiet ones with none."""
        found = {
            row["day"]: row["touches"] for row in self.days.rows if row["key"] == self.asset.pk
        }
        return [found.get(day, 0) for day in self.period.days]

    @property
    def faded_before(self) -> date:
        """The first day that says nothing of fading: today is not over, and then it was down."""
        ends = [row.ends_on for row in self.reading.placed if row.lead == self.asset.pk]
        return min(self.today, max(ends) + timedelta(days=1))

    @property
    def places(self) -> list[Place]:
        """Its placements in order of time (2 queries)."""
        mine = [row.pk for row in self.reading.placed if row.lead == self.asset.pk]
        pins = (
            Pin.objects.filter(placement__in=mine, version__asset=self.asset)
            .select_related("placement__channel", "version")
            .order_by("placement__starts_on", "placement", "position", "id")
        )
        first = {pin.placement_id: pin for pin in reversed(pins)}
        sums = self.reading.sums_by_placement
        return [Place(pin, sums.get(pk) or Sums()) for pk, pin in reversed(first.items())]

    @property
    def chain(self) -> list[Step]:
        """From being shown to what was bought; a step that nobody reports or counts is left out."""
        sums, steps = self.piece.sums, []
        if sums.impressions:
            within = interval(sums.clicks, sums.impressions, ENOUGH_IMPRESSIONS)
            steps += [
                Step("impressions", sums.impressions),
                Step("clicks", sums.clicks, sums.ctr, within),
            ]
        steps.append(Step("touches", sums.touches))
        if self.reading.steps:
            steps.append(Step("leads", sums.leads, sums.lead_rate, sums.lead_interval))
        steps.append(Step("outcomes", sums.outcomes, sums.order_rate, sums.order_interval))
        return steps


def decay_of(days: list[date], counts: list[int], before: date, rules: AdviceRules) -> Decay | None:
    """From the day of most touches on (the first of equals); None where nothing happened.

    before: today, or the day after it was out: what is taken down stops, and does not fade.
    """
    over = [(day, count) for day, count in zip(days, counts, strict=True) if day < before]
    most = max((count for _day, count in over), default=0)
    if not most:
        return None
    at = next(place for place, (_day, count) in enumerate(over) if count == most)
    since = [count for _day, count in over[at:]]
    return Decay(over[at][0], since, half_life(since), rules.fading_touches)


def fatigue_of(asset, placements: list[str], rules: AdviceRules) -> Fatigue | None:
    """Of the placements together, from the platforms' reports at any time (one query). None where
    the first or last days have too few impressions, or share a day."""
    assets = dict.fromkeys(placements, asset.pk)
    return fatigue_of_each(asset.brand, assets, rules).get(asset.pk)


def fatigue_of_each(brand, assets: dict[str, str], rules: AdviceRules) -> dict[str, Fatigue]:
    """assets: of each placement. Pieces without enough reports are missing (one query)."""
    facts = current_facts(brand).filter(placement__in=list(assets), impressions__isnull=False)
    facts = facts.order_by().values_list("placement", "date")
    days: defaultdict[str, dict[date, list[int]]] = defaultdict(dict)
    for placement, day, shown, clicked in facts.annotate(Sum("impressions"), Sum("clicks")):
        sums = days[assets[placement]].setdefault(day, [0, 0])
        sums[0] += shown
        sums[1] += clicked or 0
    found = {pk: _fatigue(by_day, rules) for pk, by_day in days.items()}
    return {pk: one for pk, one in found.items() if one is not None}


def _fatigue(by_day: dict[date, list[int]], rules: AdviceRules) -> Fatigue | None:
    first, last = min(by_day), max(by_day)
    if (last - first).days + 1 < 2 * rules.tired_days:
        return None
    width, least = timedelta(days=rules.tired_days - 1), rules.tired_impressions
    early = _rate(by_day, first, first + width, least)
    late = _rate(by_day, last - width, last, least)
    if early is None or late is None:
        return None
    return Fatigue(early, late, rules.tired_share)


def _rate(by_day, first: date, last: date, least: int) -> float | None:
    shown = sum(sums[0] for day, sums in by_day.items() if first <= day <= last)
    clicked = sum(sums[1] for day, sums in by_day.items() if first <= day <= last)
    return clicked / shown if shown >= least else None

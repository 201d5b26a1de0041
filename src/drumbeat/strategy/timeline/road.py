"""The road: year → quarter → initiative (a plan) → campaign, with the days that targets are due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.strategy.horizons.queries import Year, years_of
from drumbeat.strategy.models import Campaign, KeyResult, Plan
from drumbeat.ui.gantt import Task, gantt
from drumbeat.ui.templatetags.format import date as day_words
from drumbeat.ui.templatetags.format import daterange, month

KINDS = {
    "horizon": gettext_lazy("Three-year plan"),
    "plan": gettext_lazy("Initiative"),
    "campaign": gettext_lazy("Campaign"),
    "target": gettext_lazy("Target due"),
}
LOOKS = {"draft": "planned", "in_review": "planned", "ready": "planned", "closed": "done"}
ROOM = 820
MONTHS_FIT = 3
"""Pixels for a day, below which only quarters have room for their names."""


@dataclass(frozen=True)
class Stop:
    """Something on the road. kind: horizon (a plan of three years), plan, campaign or target (then
    both days are the due day). depth: how far below the one above it."""

    kind: str
    object: object
    plan: Plan
    starts_on: date
    ends_on: date
    owner: object
    depth: int = 0

    @property
    def is_plan(self) -> bool:
        return self.kind in ("horizon", "plan")

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.kind])

    @property
    def url(self) -> str:
        place = self.object.goal if self.kind == "target" else self.object
        return place.get_absolute_url()


@dataclass(frozen=True)
class Quarter:
    """What starts in it, in order of days; the first also holds what runs on from before."""

    year: int
    number: int
    stops: list[Stop]


@dataclass(frozen=True)
class Road:
    """year: None for all of them. years: those that have something. horizons: three-year plans,
    each with those of its years that touch the one asked for."""

    year: int | None
    years: list[int]
    stops: list[Stop]
    horizons: list[tuple[Plan, list[Year]]]

    @property
    def quarters(self) -> list[Quarter]:
        found: dict[tuple[int, int], list[Stop]] = {}
        for stop in sorted(self.stops, key=lambda one: (one.starts_on, one.ends_on)):
            day = max(stop.starts_on, date(self.year, 1, 1)) if self.year else stop.starts_on
            found.setdefault((day.year, (day.month + 2) // 3), []).append(stop)
        return [Quarter(*key, stops) for key, stops in sorted(found.items())]


def road(brand, year: int | None) -> Road:
    """The initiatives whose days touch the year, each with its campaigns and targets (6 queries)."""
    plans = Plan.objects.of(brand).current().exclude(state="superseded")
    ends = plans.aggregate(first=Min("goal__starts_on"), last=Max("goal__ends_on"))
    years = list(range(ends["first"].year, ends["last"].year + 1)) if ends["first"] else []
    if year:
        plans = plans.filter(
            goal__starts_on__lte=date(year, 12, 31), goal__ends_on__gte=date(year, 1, 1)
        )
    campaigns = Campaign.objects.current().select_related("owner__person").order_by("starts_on")
    targets = KeyResult.objects.current().select_related("owner__person", "goal").order_by("due_on")
    plans = plans.select_related("goal", "owner__person", "under").order_by("goal__starts_on", "pk")
    plans = plans.prefetch_related(
        Prefetch("campaigns", campaigns), Prefetch("goal__key_results", targets), "years"
    )
    plans = list(plans)
    stops = [stop for plan, depth in _ordered(plans) for stop in _stops(plan, depth)]
    if year:
        stops = [one for one in stops if one.starts_on.year <= year <= one.ends_on.year]
    horizons = [(plan, _touching(plan, year)) for plan in plans if plan.looks_ahead]
    return Road(year, years, stops, horizons)


def _ordered(plans):
    """Every three-year plan with those that carry it out below it, then the others."""
    tops = {plan.pk for plan in plans if plan.looks_ahead}
    for top in plans:
        if top.pk in tops:
            yield top, 0
            yield from ((plan, 1) for plan in plans if plan.under_id == top.pk)
    yield from ((plan, 0) for plan in plans if plan.pk not in tops and plan.under_id not in tops)


def _touching(plan, year: int | None) -> list[Year]:
    years = years_of(plan, plan.years.all())
    return [one for one in years if not year or one.starts_on.year <= year <= one.ends_on.year]


def _stops(plan, depth):
    goal, below = plan.goal, depth + 1
    kind = "horizon" if plan.looks_ahead else "plan"
    yield Stop(kind, plan, plan, goal.starts_on, goal.ends_on, plan.owner, depth)
    for one in plan.campaigns.all():
        yield Stop("campaign", one, plan, one.starts_on, one.ends_on, one.owner, below)
    for one in goal.key_results.all():
        yield Stop("target", one, plan, one.due_on, one.due_on, one.owner, below)


def drawn(found: Road, today: date) -> dict | None:
    """Coordinates for `c-gantt`, cut to the year; None when there is nothing."""
    if not found.stops:
        return None
    first = min(stop.starts_on for stop in found.stops)
    last = max(stop.ends_on for stop in found.stops)
    if found.year:
        first, last = max(first, date(found.year, 1, 1)), min(last, date(found.year, 12, 31))
    tasks = [_bar(stop, first, last) for stop in found.stops]
    day_width = max(1, min(24, ROOM // ((last - first).days + 1)))
    ticks = _firsts(first, last)
    if day_width < MONTHS_FIT:
        ticks = [day for day in ticks if day.month % 3 == 1] or ticks
    return gantt(
        tasks,
        today=today,
        tick_labels=[(day, _tick(day)) for day in ticks],
        day_width=day_width,
    )


def _bar(stop: Stop, first: date, last: date) -> Task:
    name = str(stop.object)
    days = (
        day_words(stop.ends_on)
        if stop.kind == "target"
        else daterange(stop.starts_on, stop.ends_on)
    )
    return Task(
        id=stop.object.pk,
        label="\u2003" * stop.depth + name,
        start=min(max(stop.starts_on, first), last),
        end=max(min(stop.ends_on, last), first),
        module="strategy" if stop.is_plan else "channels",
        critical=stop.is_plan,
        gate=stop.kind == "target",
        state=LOOKS.get(getattr(stop.object, "state", ""), ""),
        url=stop.url,
        title=f"{stop.kind_name}: {name}, {days}",
    )


def _firsts(first: date, last: date) -> list[date]:
    """The first day drawn, and the first of every month after it."""
    firsts = [
        date(year, number, 1)
        for year in range(first.year, last.year + 1)
        for number in range(1, 13)
        if first < date(year, number, 1) <= last
    ]
    return [first, *firsts]


def _tick(day: date) -> str:
    """Quarters by their name where they begin, other months by theirs."""
    if day.month % 3 == 1 and day.day == 1:
        quarter = (day.month + 2) // 3
        return _("Q%(quarter)s %(year)s") % {"quarter": quarter, "year": day.year}
    return month(day, is_short=True)

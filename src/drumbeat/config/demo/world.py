"""A small world: people meet placements, some come back, some buy. It knows its own truth.

Everything is drawn from one seed. Each visitor is a list of visits in order; a visit comes
through a placement's code or by itself. What the product should find is added up here from the
visits, in plain Python and without any of the product's code, and compared later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

LOOK_BACK = timedelta(days=30)
_HOURS = [1] * 7 + [3, 5, 6, 6, 7, 8, 6, 6, 6, 6, 7, 9, 11, 12, 10, 6, 3]
_WEEKDAYS = [1.0, 0.95, 0.95, 1.0, 1.1, 1.25, 1.2]


@dataclass(frozen=True)
class Spot:
    """A placement as the world sees it.

    pull: its share of arrivals, relative; buys: chance that a visit through it ends in an order;
    basket: typical order in minor units; daily_cost: minor units a day, before the day's chance.
    """

    code: str
    starts_on: date
    ends_on: date
    pull: float
    buys: float
    basket: int
    daily_cost: int = 0


@dataclass(frozen=True)
class Visit:
    """at: when; code: through which placement, "" for by itself; order_minor: what was bought."""

    at: datetime
    code: str
    order_minor: int | None = None

    @property
    def order_at(self) -> datetime:
        """People take six minutes to the till."""
        return self.at + timedelta(minutes=6)


@dataclass(frozen=True)
class Visitor:
    number: int
    visits: tuple[Visit, ...]
    consents: bool
    signs_in: bool


@dataclass
class Found:
    """What a retrospective should say of one placement (or of what has none)."""

    touches: int = 0
    visitors: int = 0
    outcomes: int = 0
    revenue_minor: int = 0
    linear_outcomes: float = 0.0
    spend_minor: int = 0


@dataclass
class Truth:
    """The planted results of one period, by code; "" is what came without any code."""

    starts_on: date
    ends_on: date
    by_code: dict[str, Found] = field(default_factory=dict)

    def of(self, code: str) -> Found:
        return self.by_code.setdefault(code, Found())

    def as_json(self) -> dict:
        return {
            "starts_on": str(self.starts_on),
            "ends_on": str(self.ends_on),
            "by_code": {code: vars(found) for code, found in sorted(self.by_code.items())},
        }


class World:
    """Draws visitors and keeps their truth. `now`: aware; nothing happens after it."""

    def __init__(self, spots: list[Spot], *, zone: str, now: datetime, seed: int = 618):
        self._random = Random(seed)
        self._zone, self._now = ZoneInfo(zone), now
        self._spots = {spot.code: spot for spot in spots}
        self._arrivals = self._plan_arrivals(spots)

    def _plan_arrivals(self, spots):
        """(spot, day) pairs with their weights: when and through what people first come."""
        pairs, weights = [], []
        for spot in spots:
            days = (
                min(spot.ends_on, self._now.astimezone(self._zone).date()) - spot.starts_on
            ).days
            for offset in range(days + 1):
                day = spot.starts_on + timedelta(days=offset)
                pairs.append((spot, day))
                weights.append(spot.pull * _WEEKDAYS[day.weekday()] / (days + 1))
        return pairs, weights

    def visitors(self, count: int) -> Iterator[Visitor]:
        """`count` visitors, in no order of time."""
        firsts = self._random.choices(*self._arrivals, k=count)
        for number, (spot, day) in enumerate(firsts):
            yield self._live(number, spot, day)

    def _live(self, number, spot, day) -> Visitor:
        chance = self._random
        if chance.random() < 0.02:
            visit = self._visit(self._moment(day), spot)
            seen = (visit,) if visit.order_at <= self._now else ()
            return Visitor(number, seen, False, False)
        visits = [self._visit(self._moment(day), spot)]
        while chance.random() < 0.34 and len(visits) < 5:
            later = visits[-1].at + timedelta(hours=chance.uniform(2, 120))
            visits.append(self._visit(later, self._next_spot(later)))
        seen = tuple(visit for visit in visits if visit.order_at <= self._now)
        return Visitor(number, seen, True, chance.random() < 0.08)

    def _next_spot(self, moment) -> Spot | None:
        """People come back by themselves half of the time, else through something running."""
        if self._random.random() < 0.5:
            return None
        day = moment.astimezone(self._zone).date()
        running = [s for s in self._spots.values() if s.starts_on <= day <= s.ends_on]
        return self._random.choices(running, [s.pull for s in running])[0] if running else None

    def _visit(self, at, spot) -> Visit:
        buys, basket = (spot.buys, spot.basket) if spot else (0.03, 26_000)
        if self._random.random() >= buys:
            return Visit(at, spot.code if spot else "")
        amount = max(990, int(self._random.lognormvariate(0, 0.35) * basket))
        return Visit(at, spot.code if spot else "", amount)

    def _moment(self, day) -> datetime:
        hour = self._random.choices(range(24), _HOURS)[0]
        seconds = self._random.randrange(3600)
        return datetime(day.year, day.month, day.day, hour, tzinfo=self._zone) + timedelta(
            seconds=seconds
        )

    def daily_spend(self, spot: Spot, until: date) -> Iterator[tuple[date, int]]:
        """What the platform will report for each day of the flight up to `until`, in minor units."""
        chance = Random(f"{spot.code}:spend")
        day = spot.starts_on
        while day <= min(spot.ends_on, until) and spot.daily_cost:
            yield day, int(spot.daily_cost * _WEEKDAYS[day.weekday()] * chance.uniform(0.8, 1.2))
            day += timedelta(days=1)


class Ledger:
    """Adds the truth up, visitor by visitor, for one period of local days."""

    def __init__(self, starts_on: date, ends_on: date, zone: str):
        self.truth = Truth(starts_on, ends_on)
        self._zone = ZoneInfo(zone)

    def add(self, visitor: Visitor) -> None:
        met = set()
        for index, visit in enumerate(visitor.visits):
            if self._within(visit.at):
                found = self.truth.of(visit.code)
                found.touches += 1
                if visitor.consents and visit.code not in met:
                    met.add(visit.code)
                    found.visitors += 1
            if visit.order_minor is not None and self._within(visit.order_at):
                self._order(visitor, index)

    def _order(self, visitor: Visitor, index: int) -> None:
        visit = visitor.visits[index]
        path = (
            []
            if not visitor.consents
            else [v.code for v in visitor.visits[: index + 1] if v.at >= visit.order_at - LOOK_BACK]
        )
        last = next((code for code in reversed(path) if code), "")
        found = self.truth.of(last)
        found.outcomes += 1
        found.revenue_minor += visit.order_minor
        for code in path or [""]:
            self.truth.of(code).linear_outcomes += 1 / max(len(path), 1)

    def _within(self, moment: datetime) -> bool:
        return self.truth.starts_on <= moment.astimezone(self._zone).date() <= self.truth.ends_on

"""Everything the campaign's page shows, asked once: results, money, flights, handoffs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pyarrow as pa
from django.utils import timezone

from drumbeat.channels.models import Placement
from drumbeat.channels.placements.queries import Row as FlightRow
from drumbeat.channels.placements.queries import rows as flight_rows
from drumbeat.channels.spend.pacing import pacing
from drumbeat.channels.spend.queries import current_facts
from drumbeat.formats.currencies import to_minor
from drumbeat.insight.conversions.queries import Counted
from drumbeat.insight.results.ground import Ground, ground_of
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.insight.results.rows import own_money
from drumbeat.insight.results.scoreboard import Row, Scoreboard, scoreboard
from drumbeat.insight.spend.lines import Costs, costs_of
from drumbeat.strategy.models import Campaign, KeyResult
from drumbeat.work.handoffs.queries import Waiting, open_handoffs

SHOWN = 20
"""Placements on the page, by revenue; the flight board has them all."""
RUNNING = ("live", "paused", "ended", "reconciled")


@dataclass(frozen=True)
class Line:
    """A placement with what it was promised, what it cost and what it brought."""

    placement: Placement
    flight: FlightRow
    result: Row


@dataclass(frozen=True)
class Day:
    """One day of the campaign: outcomes and revenue that its placements earned."""

    day: object
    outcomes: float
    revenue_minor: int


@dataclass(frozen=True)
class Room:
    """One reading of a campaign at `now`."""

    campaign: Campaign
    now: datetime
    board: Scoreboard
    lines: list[Line]
    costs: Costs
    days: list[Day]
    handoffs: list[Waiting]
    target_cpa_minor: int | None
    unmapped_ads: int
    ground: Ground

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]

    @property
    def total(self) -> Row:
        return self.board.total

    @property
    def unmapped_minor(self) -> int:
        return sum(row.spend_minor for row in self.board.rests if row.rest == "unmapped")

    @cached_property
    def planned_revenue_minor(self) -> int:
        """What the placements should have brought by now: forecast × share of the flight over."""
        expected = sum(
            round((line.placement.forecast_revenue_minor or 0) * _over(line.placement, self.now))
            for line in self._promised
        )
        return self.ground.in_brands(expected)

    @cached_property
    def pacing_index(self) -> float | None:
        """Platform spend / what should be spent by now, over placements that platforms report."""
        paces = self._reported
        planned = sum(pace.planned_to_date for pace in paces)
        return sum(pace.spent for pace in paces) / planned if planned else None

    @cached_property
    def projected_minor(self) -> int | None:
        """Where spend ends: reported placements at their speed, invoiced ones as planned."""
        if not self._promised:
            return None
        return sum(_ends_at(line, self.ground) for line in self._promised)

    @property
    def orders_by_day(self) -> list[float]:
        return [day.outcomes for day in self.days]

    @property
    def is_open(self) -> bool:
        """Is the last of the days today, and so still growing?"""
        return bool(self.days) and self.days[-1].day == timezone.localdate(self.now)

    @property
    def revenue_by_day(self) -> list[int]:
        return [day.revenue_minor for day in self.days]

    @property
    def _promised(self):
        return [line for line in self.lines if line.placement.state != "cancelled"]

    @property
    def _reported(self):
        return [line.flight.pace for line in self._promised if line.flight.pace and
                line.flight.pace.spent]  # fmt: skip


def _over(placement, now) -> float:
    """Share of the flight that is over, 0–1; today counts for the hours gone by."""
    local = timezone.localtime(now)
    today = (local.date() - placement.starts_on).days
    elapsed = today + (local.hour * 60 + local.minute) / 1440
    days = (placement.ends_on - placement.starts_on).days + 1
    return min(max(elapsed / days, 0.0), 1.0)


def _ends_at(line, ground) -> int:
    pace = line.flight.pace
    if pace and pace.spent and pace.projected_end is not None:
        return ground.in_brands(pace.projected_end - pace.spent) + line.result.spend_minor
    return max(ground.in_brands(line.placement.planned_minor), line.result.spend_minor)


def room_of(campaign: Campaign, now: datetime) -> Room:
    """Read the whole room (a fixed number of queries, two questions to the lake)."""
    today = timezone.localtime(now).date()
    ground = ground_of(campaign)
    board = scoreboard(campaign, ground=ground)
    return Room(
        campaign=campaign,
        now=now,
        board=board,
        lines=_lines(ground.placed, board, today),
        costs=costs_of(campaign),
        days=days_of(campaign, board.period, ground.dimensions, ground.conversion),
        handoffs=open_handoffs(campaign.brand, campaign, now=now),
        target_cpa_minor=_target_cpa(campaign),
        unmapped_ads=_unmapped_ads(campaign),
        ground=ground,
    )


def _lines(placed, board, today) -> list[Line]:
    placements = [each.placement for each in placed if each.placement.state != "cancelled"]
    results_of = {row.key: row for row in board.rows}
    found = [(one, results_of.get(one.pk) or Row(one.pk, str(one))) for one in placements]
    found.sort(key=_weight)
    flights = _flights([placement for placement, _result in found], today)
    return [Line(one, flight, result) for (one, result), flight in zip(found, flights, strict=True)]


def _weight(found):
    placement, result = found
    return -result.revenue_minor, -result.spend_minor, str(placement)


def _flights(placements, today) -> list[FlightRow]:
    """All with their pace; lights, which read a dozen tables, for those that are shown."""
    shown, others = placements[:SHOWN], placements[SHOWN:]
    paces = pacing([one for one in others if one.state in RUNNING], today)
    return flight_rows(shown, today) + [FlightRow(one, pace=paces.get(one.pk)) for one in others]


def days_of(campaign, period, codes: pa.Table, counted: Counted) -> list[Day]:
    """What the campaign's placements earned on each day so far, quiet days with zeros.

    codes: the campaign's with their thread; others may stand beside them.
    """
    answer = remembered_results(
        campaign.brand,
        period=period,
        placements=codes,
        by="day",
        conversion=counted,
        within={"campaign": campaign.pk},
        people=False,
    )
    earned = {row["key"]: row for row in answer.rows if row["key"]}
    last = min(period.end, timezone.localdate())
    days = [period.start + timedelta(days=n) for n in range(max((last - period.start).days + 1, 0))]
    currency = campaign.brand.currency
    return [_day(day, earned.get(day.isoformat()), currency) for day in days]


def _day(day, row, currency) -> Day:
    return Day(day, row["outcomes"], own_money(row, currency)) if row else Day(day, 0.0, 0)


def _target_cpa(campaign) -> int | None:
    """The goal's target for a cost per order, in minor units; None when it has none."""
    result = KeyResult.objects.filter(goal=campaign.goal_id, metric="cpa", archived_at=None).first()
    return None if result is None else to_minor(result.target, campaign.brand.currency)


def _unmapped_ads(campaign) -> int:
    facts = current_facts(campaign.brand, period=(campaign.starts_on, campaign.ends_on))
    loose = facts.filter(placement=None)
    return loose.values("platform", "account", "entity").distinct().count()

"""Shares of voice and of the market beside a wave: three measures, never mixed, and the excess."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drumbeat.strategy.competitors.kinds import VOICES
from drumbeat.strategy.competitors.models import Observation, VoiceReading
from drumbeat.strategy.competitors.voice import series

LONGEST_DAYS = 120
"""A reading older than that on the last day of fieldwork stands beside another time."""


@dataclass(frozen=True)
class Heard:
    """A brand's share of one measure in a month (0–1), and how many brands it is a share of.

    excess: less its share of the market among the same brands, where all of them have one: a share
    among three and a share of the whole market are not of the same thing.
    """

    share: float | None
    month: date | None
    measured: int
    excess: float | None


@dataclass(frozen=True)
class Beside:
    """A brand: its share of the market (0–1) with the day it was seen, and how loud it was."""

    brand: object
    market: float | None
    seen_on: date | None
    heard: list[Heard]


def beside(brand, standings: Sequence, last_day: date) -> list[Beside]:
    """What the competitor register knows of these brands on the last day of fieldwork (2 queries).

    standings: with `competitor`, an id or None. Shares are of all brands measured in the month.
    """
    first = last_day - timedelta(days=LONGEST_DAYS)
    readings = VoiceReading.objects.of(brand).filter(
        month__gt=first, month__lte=last_day, competitor__archived_at=None
    )
    readings = list(readings)
    by_kind = {kind: [one for one in readings if one.kind == kind] for kind in VOICES}
    voices = [series(by_kind[kind], 0) for kind in VOICES]
    markets = _markets(brand, first, last_day)
    return [_of(one, voices, markets) for one in standings]


def _markets(brand, first, last_day) -> dict:
    """The newest share of the market seen, by competitor: (share, day)."""
    found = (
        Observation.objects.of(brand)
        .current()
        .filter(
            kind="share",
            unit="%",
            value__range=(0, 100),
            product=None,
            seen_on__range=(first, last_day),
            competitor__archived_at=None,
        )
        .order_by("seen_on", "id")
    )
    return {one.competitor_id: (float(one.value) / 100, one.seen_on) for one in found}


def _of(standing, voices, markets) -> Beside:
    market, seen_on = markets.get(standing.competitor, (None, None))
    return Beside(standing, market, seen_on, [_heard(standing, one, markets) for one in voices])


def _heard(standing, voice, markets) -> Heard:
    months = [month for month in voice.months if (standing.competitor, month) in voice.shares]
    if not months:
        return Heard(None, None, 0, None)
    month = months[-1]
    share = voice.shares[standing.competitor, month].share
    same = [competitor for competitor, of in voice.shares if of == month]
    excess = None
    if share is not None and all(one in markets for one in same):
        whole = sum(markets[one][0] for one in same)
        excess = share - markets[standing.competitor][0] / whole if whole else None
    return Heard(share, month, voice.measured[month], excess)

"""Where a position is not our own: its slots beside what competitors claim today."""

from dataclasses import dataclass
from datetime import date

from drumbeat.science.text.near import features, shared
from drumbeat.strategy.brandbook.models import BrandPlatform
from drumbeat.strategy.brandbook.parts import SLOTS
from drumbeat.strategy.competitors.models import Observation
from drumbeat.strategy.competitors.snapshots import Standing, standing

NEARLY_THE_SAME = 0.5
MOST_CLAIMS = 1_000
"""The newest; what is claimed today is among them."""


@dataclass(frozen=True)
class Echo:
    """A competitor's claim that says what a slot says. share: of the shorter text, 0–1."""

    standing: Standing
    share: float


@dataclass(frozen=True)
class Slot:
    label: object
    text: str
    echoes: list[Echo]


def claims(brand, today: date) -> list[Standing]:
    """What competitors claim, by claim its latest sighting (one query)."""
    seen = Observation.objects.of(brand).current().filter(kind="claim")
    others = seen.filter(competitor__archived_at=None, competitor__is_us=False)
    newest = others.select_related("competitor", "product")[:MOST_CLAIMS]
    return list(standing(newest, today).values())


def overlaps(platform: BrandPlatform, claimed: list[Standing]) -> list[Slot]:
    """The six slots, each with the claims that say nearly the same, the nearest first."""
    known = [(one, _features(one.observation, "title")) for one in claimed]
    return [
        Slot(label, platform.slot(slot), _echoes(_features(platform, slot), known))
        for slot, label in SLOTS.items()
    ]


def _echoes(ours, known) -> list[Echo]:
    found = [
        Echo(one, max(shared(a, b) for a, b in zip(ours, theirs, strict=True)))
        for one, theirs in known
    ]
    near = [echo for echo in found if echo.share >= NEARLY_THE_SAME]
    return sorted(near, key=lambda echo: -echo.share)


def _features(obj, name: str):
    return [features(getattr(obj, f"{name}_{tongue}")) for tongue in ("en", "zh")]

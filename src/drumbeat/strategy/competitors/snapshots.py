"""A competitor as it stood on a day, and two such days side by side. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Standing:
    """The latest observation of one thing, and how old it is on the day asked."""

    observation: object
    age_days: int

    @property
    def is_stale(self) -> bool:
        return self.age_days > self.observation.age_limit_days

    @property
    def over_days(self) -> int:
        return self.age_days - self.observation.age_limit_days


@dataclass(frozen=True)
class Pair:
    """One thing on two days. change: same | new | gone | changed."""

    label: object
    before: Standing | None
    after: Standing | None

    @property
    def change(self) -> str:
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        one, other = self.before.observation, self.after.observation
        return "same" if _said(one) == _said(other) else "changed"


def standing(observations: Iterable, day: date) -> dict[tuple, Standing]:
    """What held on `day`: of each thing the last observation up to then, by its key.

    observations: newest first. A price, spend or share is one thing a product; claims and
    launches are a thing each.
    """
    found: dict[tuple, Standing] = {}
    for one in observations:
        if one.seen_on <= day:
            found.setdefault(_key(one), Standing(one, (day - one.seen_on).days))
    return found


def side_by_side(observations: Iterable, before: date, after: date) -> list[Pair]:
    """Every thing known on either day, what differs first."""
    observations = list(observations)
    then, now = standing(observations, before), standing(observations, after)
    pairs = [Pair(key, then.get(key), now.get(key)) for key in dict.fromkeys([*now, *then])]
    return sorted(pairs, key=lambda pair: pair.change == "same")


def _key(observation) -> tuple:
    words = (observation.title_en, observation.title_zh)
    said = words if observation.kind in ("claim", "launch") else ()
    return (observation.kind, observation.product_id, observation.unit if not said else "", said)


def _said(observation) -> tuple:
    return (observation.value, observation.unit, observation.title_en, observation.title_zh)

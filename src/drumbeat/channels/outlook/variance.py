"""Why a plan's money differs from its baseline so far, in parts that sum to the difference."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date

from drumbeat.channels.outlook.facts import Placed
from drumbeat.science.apportion import whole_parts
from drumbeat.science.variance import cost_change


@dataclass(frozen=True)
class Effects:
    """Minor units, above zero where it cost more.

    plan: money was moved between lines since the baseline. volume, mix, price: of placements whose
    touches were expected and counted. rate: what was spent in a line's own currency, at today's
    rate less at the frozen one; all other parts are at the frozen rate. rest: money without such a measure: costs booked by hand,
    placements without expected touches, plans for which nothing runs yet.
    """

    plan: int = 0
    volume: int = 0
    mix: int = 0
    price: int = 0
    rate: int = 0
    rest: int = 0

    @property
    def total(self) -> int:
        return sum(astuple(self))

    def __add__(self, other: "Effects") -> "Effects":
        return Effects(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


PARTS = tuple(field.name for field in fields(Effects))


@dataclass(frozen=True)
class SoFar:
    """A line until today, in minor units: as approved, as planned now, as it was spent."""

    approved: int
    planned: int
    actual: int


def effects_by_line(
    so_far: dict[str, SoFar], placed: list[Placed], today: date, rate: Mapping[str, int]
) -> dict[str, Effects]:
    """The difference actual − approved of each line, taken apart. rate: that part, by line."""
    measured = [due for one in placed if (due := _due(one, today))]
    change = cost_change(
        [due.touches for due in measured],
        [due.planned for due in measured],
        [due.placed.clicks for due in measured],
        [due.placed.spent for due in measured],
    )
    parts: dict[str, Effects] = defaultdict(Effects)
    bought: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for at, due in enumerate(measured):
        line = due.placed.line
        effects = (change.volume[at], change.mix[at], change.price[at])
        parts[line] += Effects(0, *whole_parts(effects, due.placed.spent - due.planned))
        bought[line][0] += due.placed.spent
        bought[line][1] += due.planned
    return {
        line: parts[line]
        + Effects(
            plan=stands.planned - stands.approved,
            rate=rate.get(line, 0),
            rest=(stands.actual - rate.get(line, 0) - bought[line][0])
            - (stands.planned - bought[line][1]),
        )
        for line, stands in so_far.items()
    }


@dataclass(frozen=True)
class _Due:
    """A placement with what was planned of it for the days that are over."""

    placed: Placed
    planned: int
    touches: float


def _due(one: Placed, today: date) -> _Due | None:
    """None where price or volume is unknown on one side."""
    first, last = one.days
    days = (last - first).days + 1
    over = min(max((today - first).days, 0), days)
    if not (over and one.planned and one.touches and one.clicks):
        return None
    return _Due(one, one.planned * over // days, one.touches * over / days)

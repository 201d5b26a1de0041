"""One line of results, and how what the lake answered comes onto it.

Nothing is dropped: what has no placement stands in rows of its own, the rests (I-08).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from drumbeat.channels.models import Channel
from drumbeat.science import roi
from drumbeat.strategy.metrics.groups import channel_group
from drumbeat.thread.registry import kind
from drumbeat.warehouse.questions import Answer

# Rows without a placement, in the order in which they are shown.
RESTS = {
    "unset": _("Not set"),
    "direct": _("Came by itself"),
    "no_code": _("Through a channel, without a code"),
    "unmapped": _("Unmapped"),
    "unknown": _("Unknown (no consent, or nothing in the look-back)"),
    "other": _("Other campaigns"),
}


@dataclass
class Row:
    """One line: expected and actual. Money in minor units; outcomes may be parts of one.

    obj: what the line stands for, where it is a record; label: its name in the page's language.
    """

    key: str | None
    label: str
    rest: str = ""
    url: str = ""
    planned_minor: int = 0
    expected_outcomes: int = 0
    expected_revenue_minor: int = 0
    spend_minor: int = 0
    touches: int = 0
    visitors: int | None = 0  # None: not kept any more, or not asked for
    outcomes: float = 0.0
    revenue_minor: int = 0
    obj: object = field(default=None, compare=False, repr=False)

    @property
    def cpa_minor(self):
        """Spend per outcome; None without outcomes or spend."""
        return roi.cpa(self.spend_minor, self.outcomes) if self.spend_minor else None

    @property
    def roas(self):
        """Attributed revenue / spend."""
        return roi.roas(self.revenue_minor, self.spend_minor)

    def add(self, other: "Row") -> None:
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


# Without visitors: the same person may stand in several rows.
_SUMS = (
    "planned_minor",
    "expected_outcomes",
    "expected_revenue_minor",
    "spend_minor",
    "touches",
    "outcomes",
    "revenue_minor",
)


def _people(counted: int | None, more: int | None) -> int | None:
    return None if counted is None or more is None else counted + more


class Rows:
    """The rows of one cut while they are filled: `keyed` by what they are about, `rests` by name."""

    def __init__(self, answer: Answer, currency: str):
        self.keyed: dict[str, Row] = {}
        self.rests: dict[str, Row] = {}
        for found in answer.rows:
            row = self.at(found["key"], found["label"])
            row.touches += found["touches"]
            row.visitors = _people(row.visitors, found["visitors"])
            row.outcomes += found["outcomes"]
            row.revenue_minor += own_money(found, currency)

    def at(self, key: str | None, rest: str) -> Row:
        """The row of a key or, without one, of the rest of that name; made when it is new."""
        if key:
            return self.keyed.setdefault(key, Row(key, ""))
        return self.rests.setdefault(rest, Row(None, str(RESTS[rest]), rest=rest))

    def name(self, objects: dict[str, object]) -> None:
        """Labels and addresses, from objects by key; a key without one is a channel group's."""
        for key, row in self.keyed.items():
            obj = objects.get(key)
            row.obj = obj
            row.label = str(obj) if obj else channel_group(key)
            row.url = obj.get_absolute_url() if obj else ""

    @property
    def all(self) -> list[Row]:
        return [*self.keyed.values(), *self.rests.values()]

    @property
    def ordered_rests(self) -> list[Row]:
        return [self.rests[name] for name in RESTS if name in self.rests]


def objects_of(brand, by: str, keys: Iterable[str]) -> dict[str, object]:
    """What the keys of one dimension of the thread mean (one query)."""
    # Channels stand beside the thread, not on it.
    model = Channel if by == "channel" else kind(by).model_class
    return model._default_manager.filter(brand=brand).in_bulk(list(keys))


def weight(row: Row) -> tuple:
    """Sorts rows by what they earned, then by what they cost."""
    return -row.revenue_minor, -row.spend_minor, row.label


def sum_of(rows: Iterable[Row], label: str = "") -> Row:
    total = Row(None, label)
    for row in rows:
        total.add(row)
    return total


def own_money(found: dict, currency: str) -> int:
    """Revenue of one answered row in the brand's currency, minor units. Others are not added."""
    return found["revenue_by_currency"].get(currency, 0)


def foreign_revenue(answer: Answer, currency: str) -> dict[str, int]:
    """Revenue in other currencies than the brand's, minor units by currency."""
    sums: dict[str, int] = {}
    for found in answer.rows:
        for other, minor in found["revenue_by_currency"].items():
            if other != currency:
                sums[other] = sums.get(other, 0) + minor
    return sums

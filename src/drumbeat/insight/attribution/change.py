"""Why revenue changed between two periods: more visits, better ones, larger orders, channel by channel.

A channel here is that of a visit. An order belongs to the channel of the visit that its last touch
was in; orders without such a visit stand in rows of their own, so that both periods tie out.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.attribution.remembered import remembered_sales, remembered_traffic
from drumbeat.insight.results.rows import foreign_revenue, own_money
from drumbeat.science import decomposition
from drumbeat.science.apportion import whole_parts
from drumbeat.strategy.metrics.groups import channel_group
from drumbeat.warehouse.questions import NO_SESSION, UNKNOWN, Answer, Period

_RESTS = {
    UNKNOWN: _("Unknown (no consent, or nothing in the look-back)"),
    NO_SESSION: _("The last touch led to no recorded visit"),
}
EFFECTS = ("volume", "mix", "conversion", "order_value", "other")


@dataclass(frozen=True)
class Side:
    """One channel, or all, in one period. revenue_minor: net of refunds."""

    sessions: int = 0
    bounced: int = 0
    pages: int = 0
    orders: int = 0
    revenue_minor: int = 0

    @property
    def conversion_rate(self) -> float | None:
        return self.orders / self.sessions if self.sessions else None

    @property
    def aov_minor(self) -> float | None:
        return self.revenue_minor / self.orders if self.orders else None

    @property
    def bounce_rate(self) -> float | None:
        return self.bounced / self.sessions if self.sessions else None

    def __add__(self, other: "Side") -> "Side":
        return Side(*(one + more for one, more in zip(_values(self), _values(other), strict=True)))


def _values(side: Side) -> tuple:
    return side.sessions, side.bounced, side.pages, side.orders, side.revenue_minor


@dataclass(frozen=True)
class ChannelChange:
    """One row. effects: minor units by EFFECTS; they sum to the change, to the unit."""

    label: str
    rest: str
    before: Side
    after: Side
    effects: dict[str, int]

    @property
    def change_minor(self) -> int:
        return self.after.revenue_minor - self.before.revenue_minor


@dataclass(frozen=True)
class Change:
    """rows: channels by the size of their change, then the rests. total: their sum."""

    earlier: Period
    later: Period
    currency: str
    rows: list[ChannelChange]
    total: ChannelChange
    foreign: dict[str, int]
    answers: list[Answer]

    @property
    def share(self) -> float | None:
        """change / before; None when there was nothing before."""
        before = self.total.before.revenue_minor
        return self.total.change_minor / before if before > 0 else None

    @property
    def has_any(self) -> bool:
        return any(_values(self.total.before) + _values(self.total.after))

    @property
    def drivers(self) -> list[tuple[str, int]]:
        """Effects that moved revenue, the largest first."""
        moved = [(name, minor) for name, minor in self.total.effects.items() if minor]
        return sorted(moved, key=lambda found: -abs(found[1]))

    @property
    def furthest(self) -> ChannelChange | None:
        """The channel whose revenue moved most the way all revenue moved."""
        way = 1 if self.total.change_minor >= 0 else -1
        row = max(self.rows, key=lambda row: way * row.change_minor, default=None)
        return row if row and way * row.change_minor > 0 else None


def change_of(brand, asked, earlier: Period) -> Change:
    """From `earlier` to the period that was asked for (four questions to the lake)."""
    periods = (earlier, asked.period)
    traffic = [remembered_traffic(brand, period=period) for period in periods]
    sales = [remembered_sales(brand, period=period, conversion=asked.counted) for period in periods]
    sides = [
        _sides(visits, sold, brand.currency) for visits, sold in zip(traffic, sales, strict=True)
    ]
    places = sorted({*sides[0], *sides[1]}, key=str)
    before, after = ([side.get(place, Side()) for place in places] for side in sides)
    effects = decomposition.revenue_change(_columns(before), _columns(after))
    table = np.stack([getattr(effects, name) for name in EFFECTS], axis=1)
    rows = [
        ChannelChange(
            str(_RESTS[rest]) if rest else channel_group(key),
            rest,
            old,
            new,
            dict(
                zip(EFFECTS, whole_parts(parts, new.revenue_minor - old.revenue_minor), strict=True)
            ),
        )
        for (key, rest), old, new, parts in zip(places, before, after, table, strict=True)
    ]
    rows.sort(key=lambda row: (bool(row.rest), -abs(row.change_minor), row.label))
    return Change(
        earlier,
        asked.period,
        brand.currency,
        rows,
        _total(rows),
        {
            code: minor
            for answer in sales
            for code, minor in foreign_revenue(answer, brand.currency).items()
        },
        [*traffic, *sales],
    )


def _sides(visits: Answer, sold: Answer, currency: str) -> dict[tuple, Side]:
    """(channel, "") or (None, name of the rest) → what happened there."""
    sides = {
        (row["key"], ""): Side(row["sessions"], row["bounced"], row["pages"]) for row in visits.rows
    }
    for row in sold.rows:
        place = (row["key"], "") if row["key"] else (None, row["label"])
        more = Side(orders=row["outcomes"], revenue_minor=own_money(row, currency))
        sides[place] = sides.get(place, Side()) + more
    return sides


def _columns(sides: list[Side]) -> decomposition.Period:
    return decomposition.Period(
        [side.sessions for side in sides],
        [side.orders for side in sides],
        [side.revenue_minor for side in sides],
    )


def _total(rows: list[ChannelChange]) -> ChannelChange:
    return ChannelChange(
        "",
        "",
        sum((row.before for row in rows), Side()),
        sum((row.after for row in rows), Side()),
        {name: sum(row.effects[name] for row in rows) for name in EFFECTS},
    )

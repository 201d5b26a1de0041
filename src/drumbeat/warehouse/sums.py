"""What was added up once a local day, so that no answer has to read all visits again.

Sessions, touches and journeys are many; their sums by day are few, and most questions only need
those. How many different people there were cannot be added up over days, unless each day also says
when its people were last seen before: in a period from `a` on, somebody counts on the one day whose
day before lies before `a`. So `day_returns` answers distinct people of any period and grain exactly,
and new against returning and retention as well.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.credit import MODELS, PARTS, credits_of_each
from drumbeat.warehouse.derive.tables import SCHEMAS, SUMS
from drumbeat.warehouse.engine import Step, named
from drumbeat.warehouse.period import Period

ENGAGED_SECONDS = 10
# What `counted_by` says of `key`: nothing, and that of sessions; then of touches nothing, the
# tracking code, and for those without one whether they came by themselves.
ALL, CHANNEL, SOURCE = "all", "channel", "source"
TOUCHED, CODE, UNCODED = "touched", "code", "uncoded"
UNCODED_DIRECT = "direct"

# Shapley's shares depend on what the touches are grouped by, so no sum of theirs can be kept.
SUMMED_MODELS = tuple(model for model in MODELS if model != "shapley")

Apart = tuple[str, ...]
"""Columns of booleans that the rows have besides: what they say is summed apart."""

MADE_OF = {
    "day_visits": ("sessions",),
    "day_contacts": ("touches",),
    "day_credit": ("journeys",),
    "day_returns": ("sessions", "touches"),
}


def visits(period: Period, apart: Apart = ()) -> ir.Table:
    """Sessions by local day, channel and source, in the columns of DAY_VISITS.

    bounced: less than two pages and less than ten seconds, GA4's "not engaged" but for key events.
    """
    rows = _rows("sessions", apart)
    stayed = rows.ended.epoch_seconds() - rows.ts.epoch_seconds() >= ENGAGED_SECONDS
    rows = rows.mutate(day=period.local_day(rows.ts), bounced=~(stayed | (rows.pages >= 2)))
    return rows.group_by("day", "channel", "source", *apart).agg(
        sessions=rows.count(),
        bounced=rows.bounced.sum().cast("int64"),
        pages=rows.pages.sum().cast("int64"),
    )


def contacts(period: Period, apart: Apart = ()) -> ir.Table:
    """Touches by local day and where they came from, bots aside, in the columns of DAY_CONTACTS."""
    rows = _rows("touches", apart)
    rows = rows.filter(~rows.bot).mutate(day=period.local_day(rows.ts))
    return rows.group_by("day", "code", "channel", "direct", *apart).agg(touches=rows.count())


def credit(period: Period, apart: Apart = ()) -> ir.Table:
    """Credit of each model that can be summed, in the columns of DAY_CREDIT."""
    rows = _rows("journeys", apart)
    rows = rows.mutate(
        day=period.local_day(rows.ts),
        basis_day=period.local_day(rows.basis_ts),
        code=ibis.coalesce(rows.code, ""),
        outcome_id=_told_apart(rows.outcome_id, rows, apart),
    )
    steps = credits_of_each(rows, SUMMED_MODELS)
    by = ["day", "basis_day", "conversion", "currency", "model", "code", "channel", "direct"]
    return steps.group_by(*by, *apart).agg(
        parts=(steps.parts * steps.counted).sum().cast("int64"),
        value_minor=steps.credited.sum().cast("int64"),
    )


def _rows(table: str, apart: Apart, name: str = "") -> ir.Table:
    more = [pa.field(kind, pa.bool_()) for kind in apart]
    return named(name or table, pa.schema([*SCHEMAS[table], *more]))


def _told_apart(name: ir.StringValue, rows: ir.Table, apart: Apart) -> ir.StringValue:
    """Of each kind of rows their own."""
    return reduce(operator.add, (rows[kind].cast("string") for kind in apart), name)


def outcomes_of(parts: ir.IntegerColumn) -> ir.FloatingScalar:
    """How many outcomes so many parts are."""
    return parts.cast("float64").sum() / PARTS


class Way(NamedTuple):
    """One way of telling people apart. named: what `counted_by` and `key` say of a row of `table`."""

    table: str
    named: Callable[[ir.Table], tuple[ir.StringValue, ir.StringValue]]


def _by_code(touches: ir.Table) -> tuple[ir.StringValue, ir.StringValue]:
    coded = touches.code != ""
    by_itself = ibis.ifelse(touches.direct, UNCODED_DIRECT, "")
    return ibis.ifelse(coded, CODE, UNCODED), ibis.ifelse(coded, touches.code, by_itself)


WAYS = (
    Way("sessions", lambda _: (ibis.literal(ALL), ibis.literal(""))),
    Way("sessions", lambda rows: (ibis.literal(CHANNEL), rows.channel)),
    Way("sessions", lambda rows: (ibis.literal(SOURCE), rows.source)),
    Way("touches", lambda _: (ibis.literal(TOUCHED), ibis.literal(""))),
    Way("touches", _by_code),
)


def present(way: Way, period: Period, table: str = "", apart: Apart = ()) -> ir.Table:
    """Who was there on which local day, by the number of what `way` names; once or more often.

    table: where the rows are, if not in the way's own.
    """
    rows = _known(way, table, apart)
    # Only equality matters, and numbers are compared faster than names.
    who = _told_apart(rows.person, rows, apart).hash()
    return rows.select(*apart, day=period.local_day(rows.ts), who=who, number=_number(way, rows))


def _number(way: Way, rows: ir.Table) -> ir.IntegerValue:
    counted_by, key = way.named(rows)
    return (counted_by + " " + key).hash()


def _names(way: Way) -> ir.Table:
    """What the numbers stand for, as often as they are there."""
    rows = _known(way)
    counted_by, key = way.named(rows)
    return rows.select(counted_by=counted_by, key=key, number=_number(way, rows))


def _known(way: Way, table: str = "", apart: Apart = ()) -> ir.Table:
    rows = _rows(way.table, apart, table)
    rows = rows.filter(rows.person.notnull())
    return rows.filter(~rows.bot) if way.table == "touches" else rows


HERE = ibis.table({"day": "date", "who": "int64", "number": "int64"}, name="here")  # of `present`
EARLIER = ibis.table(  # of the same people: their last and first day before all those
    {"who": "int64", "number": "int64", "last": "date", "first": "date"}, name="earlier"
)
_SAME = ["who", "number"]


def returns(
    ways: Sequence[Way], here: ir.Table, earlier: ir.Table | None = None, apart: Apart = ()
) -> ir.Table:
    """People by day, by the day they were last here before and by their first day ever, in the
    columns of DAY_RETURNS. here: as HERE, of these ways; earlier: as EARLIER."""
    along = {"group_by": _SAME, "order_by": "day"}
    so_far = ibis.cumulative_window(**along)
    rows = here.mutate(before=here.day.lag().over(**along), first=here.day.min().over(so_far))
    rows = rows.filter(rows.before.isnull() | (rows.before != rows.day))  # each day once
    if earlier is not None:
        told = earlier.rename({f"e_{name}": name for name in earlier.columns})
        rows = rows.left_join(told, [rows[name] == told[f"e_{name}"] for name in _SAME])
        rows = rows.mutate(
            before=ibis.coalesce(rows.before, rows.e_last),
            first=ibis.coalesce(rows.e_first, rows["first"]),
        )
    counted = rows.group_by("day", "number", "before", "first", *apart).agg(people=rows.count())
    names = ibis.union(*(_names(way) for way in ways)).distinct()
    return counted.inner_join(names, "number").select(*SUMS["day_returns"].names, *apart)


def lately(seen: ir.Table) -> ir.Table:
    """Each one's last and first day, as EARLIER."""
    return seen.group_by(_SAME).agg(last=seen.day.max(), first=seen.day.min())


def _returns(period: Period, apart: Apart) -> ir.Table:
    here = ibis.union(*(present(way, period, apart=apart) for way in WAYS))
    return returns(WAYS, here, apart=apart)


_MADE: dict[str, Callable[[Period, Apart], ir.Table]] = {
    "day_visits": visits,
    "day_contacts": contacts,
    "day_credit": credit,
    "day_returns": _returns,
}


def made(name: str, period: Period, apart: Apart = ()) -> Step:
    """The sums of this name, from the tables in MADE_OF, on the period's local days."""
    return Step(name, lambda: _MADE[name](period, apart).select(*SUMS[name].names, *apart))

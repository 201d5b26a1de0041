"""The moves of Markov's chain counted ahead: sums from which those of any period follow exactly.

A period's chain differs from that of all days in two ways only. A path begins anew with the period,
so a move says on which day it left. And a touch belongs to a journey as soon as the first outcome
that it led to lies in the period, and to a path that leads nowhere before, so a move of such a path
says until when it is one. Whether it is does not change where it came from: between two touches that
both lead nowhere yet, everything that an outcome takes away it took before the second of them, or
takes together with it. (Journeys that are kept from before sealed days may lack a touch that was
learnt of later: then ends do not add up, and the moves are counted now.) So moves add up by these
days, and nobody is in the sums by name.

Within months that a period has whole, and from months that are over before it, single days do not
matter. So moves are also kept by month, where they are a fraction of those by day; those that end on
some day (`until`) aside, which are few.

Ways (code, channel, whether somebody came by itself) are kept, not what they count under: that is
told when somebody asks.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from drumbeat.science.attribution import CONVERSION, START
from drumbeat.warehouse.credit import MARKOV
from drumbeat.warehouse.derive.days import DAY, Run
from drumbeat.warehouse.engine import Query, Step, Workspace, named, once_more, to_sql
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.manifest import Manifest
from drumbeat.warehouse.period import as_day
from drumbeat.warehouse.questions.ahead import Ahead, Shelf
from drumbeat.warehouse.questions.answer import Asking, Period, derived
from drumbeat.warehouse.questions.cut import Cut, contacts_of, keyed_by
from drumbeat.warehouse.questions.moves import Moves, converting_steps, in_order
from drumbeat.warehouse.questions.scope import DIMENSIONS

# day: of the touch, or of the outcome that a converting path ends in. left: the day of the touch
# before, NULL where that does not matter. until: the day from whose end on the touch is in a journey,
# NULL for never. before, here: numbers of ways, or START (as NULL) and CONVERSION. moves: how many.
# told: which of BY_MONTH (day and left are first days of months), ENDING (with `until`) and BY_DAY.
MOVES = pa.schema(
    {
        "told": pa.int8(),
        "day": pa.date32(),
        "left": pa.date32(),
        "until": pa.date32(),
        "before": pa.int32(),
        "here": pa.int32(),
        "moves": pa.int32(),
    }
)
BY_MONTH, ENDING, BY_DAY = range(3)
_WAY = ("code", "channel", "direct")
_COUNTED = pa.schema([field for field in MOVES if field.name != "told"])
_WAYS = pa.schema(
    {"number": pa.int32(), "code": pa.string(), "channel": pa.string(), "direct": pa.bool_()}
)
WAYS = named("path_ways", _WAYS)
_SHELF = Shelf("moves", MOVES)
_FORMAT = 2  # a new number counts everything again


@dataclass(frozen=True)
class SavedMoves:
    """conversion: whose journeys convert, None for all. tz: whose local days periods are of."""

    conversion: str | None
    tz: str

    def key(self, manifest: Manifest) -> str:
        """What they are kept under: other rules make other journeys."""
        return sha256(repr((self, manifest.rules, _FORMAT)).encode()).hexdigest()[:32]


@once_more
def count_moves_ahead(lake: BrandLake, saved: SavedMoves) -> int:
    """Count the moves of all that is derived, and keep the sums; returns how many."""
    with lake.arranging():  # no erasure may end while what it takes away is being counted
        return _counted(lake, saved)


def _counted(lake: BrandLake, saved: SavedMoves) -> int:
    manifest = lake.manifest()
    with Workspace() as space:
        asking = Asking(lake, space, manifest)
        asking.table("touches")
        asking.table("journeys")
        first, last = asking.rows(to_sql(_reach()))[0].values()
        if first is None:
            return 0
        everything = Period(as_day(first) - DAY, as_day(last) + DAY, saved.tz)
        cut = Cut(everything, "total", MARKOV, saved.conversion)
        for step in (Step(WAYS.get_name(), lambda: _used_ways(cut)), _open(cut)):
            space.keep(step)
        found = [space.run(to_sql(one)) for one in (_to_outcomes(cut), _to_nowhere(cut))]
        ways = space.run(to_sql(WAYS.order_by("number")))
    rows = pa.concat_tables(one.select(_COUNTED.names).cast(_COUNTED) for one in found)
    rows = _with_months(rows)
    _SHELF.put(
        lake,
        saved.key(manifest),
        manifest,
        rows,
        ways=[list(way.values()) for way in ways.to_pylist()],
    )
    return rows.num_rows


def _with_months(rows: pa.Table) -> pa.Table:
    """All of these moves, and what they are by month, those together that are read together."""
    ends = rows["until"].is_valid()
    lasting = rows.filter(pc.invert(ends))
    months = lasting
    for at, name in enumerate(_COUNTED.names[:2]):
        first = pc.floor_temporal(lasting[name], unit="month").cast(pa.date32())
        months = months.set_column(at, name, first)
    by = _COUNTED.names[:-1]
    months = months.group_by(by).aggregate([("moves", "sum")]).rename_columns(_COUNTED.names)
    parts = {BY_MONTH: months, ENDING: rows.filter(ends), BY_DAY: lasting}
    told = [
        part.append_column("told", pa.repeat(pa.scalar(kind, pa.int8()), part.num_rows))
        for kind, part in parts.items()
    ]
    rows = pa.concat_tables(one.select(MOVES.names).cast(MOVES) for one in told)
    return rows.sort_by([(name, "ascending") for name in ("told", "day", "here", "before")])


def keep_only(lake: BrandLake, saved: Collection[SavedMoves]) -> None:
    """Forget all other moves, and all but the newest of these."""
    _SHELF.keep_only(lake, [one.key(lake.manifest()) for one in saved])


def moves_counted_when(lake: BrandLake, saved: SavedMoves) -> datetime | None:
    """When they were last counted ahead."""
    return _SHELF.counted_when(lake, saved.key(lake.manifest()))


def _reach() -> ir.Table:
    """The first and the last UTC day of all that is derived; sealed days keep their journeys."""
    days = derived("touches").select("day").union(derived("journeys").select("day"))
    return days.agg(first=days.day.min(), last=days.day.max())


def moves_ahead(asking: Asking, cut: Cut) -> Moves | None:
    """As `moves_of`, up to when they were counted, which the answer then says where events came
    since; None where they are not. `placements` is there already."""
    if cut.by not in DIMENSIONS or cut.dated != "cash":
        return None
    saved = SavedMoves(cut.conversion, cut.period.tz)
    ahead = _SHELF.newest(asking.lake, saved.key(asking.manifest))
    moves = _read(asking, cut, ahead) if ahead else None
    if moves is None or (moves.lost < 0).any():
        return None
    if ahead.freshness != asking.manifest.fresh_until:
        asking.paths_until = ahead.freshness
    return moves


def _read(asking: Asking, cut: Cut, ahead: Ahead) -> Moves:
    asking.space.files("moves", [str(ahead.path)], MOVES)
    asking.space.rows(WAYS.get_name(), _ways_of(ahead))
    keyed = {way["number"]: (way["key"], way["label"]) for way in asking.rows(_keyed(cut))}
    found = asking.columns(_in_period(cut))
    numbers = {row: number for number, row in enumerate(dict.fromkeys(keyed.values()))}
    # The last two are what CONVERSION and START mean as an index.
    row_of = np.array([numbers[keyed[way]] for way in range(len(keyed))] + [CONVERSION, START])
    before, here, moves = (found[name].fill_null(START).to_numpy() for name in _FOUND)
    froms, tos = row_of[before], row_of[here]
    goes_on = tos != CONVERSION
    states, index = in_order({number: row for row, number in numbers.items()}, tos[goes_on])
    froms, tos = index[froms], index[tos]
    entered, left, converted = (
        np.bincount(ends[those], moves[those], len(states))
        for ends, those in ((tos, goes_on), (froms, froms != START), (froms, ~goes_on))
    )
    # Whoever came to a row and went nowhere from it ended there.
    return Moves(states, froms[goes_on], tos[goes_on], moves[goes_on], converted, entered - left)


_FOUND = ("before", "here", "moves")


def _ways_of(ahead: Ahead) -> pa.Table:
    columns = zip(*ahead.state["ways"], strict=True)
    return pa.table([list(column) for column in columns] or [[]] * len(_WAYS), schema=_WAYS)


@lru_cache(maxsize=128)
def _keyed(cut: Cut) -> Query:
    return to_sql(keyed_by(WAYS, cut).select("number", "key", "label"))


@lru_cache(maxsize=128)
def _in_period(cut: Cut) -> Query:
    rows, period = named("moves", MOVES), cut.period
    within = _between(rows.day, period.start, period.end)
    parts = [(rows.told == ENDING) & within & (rows.until > ibis.date(period.end))]
    by_day = (rows.told == BY_DAY) & within
    whole = whole_months(period)
    if whole is None:
        parts.append(by_day)
    else:
        begins = period.start.replace(day=1)  # of its days, those before `start` do not count
        part = _between(rows.left, begins, whole.first - DAY)
        parts += [
            (rows.told == BY_MONTH)
            & _between(rows.day, whole.first, whole.last)
            & ~((rows.left == ibis.date(begins)) & (begins < period.start)).fill_null(False),
            by_day & ~_between(rows.day, whole.first, whole.last),
            by_day & _between(rows.day, whole.first, whole.last) & part.fill_null(False),
        ]
    rows = ibis.union(*(rows.filter(one).select(*_FOUND, "left") for one in parts))
    beyond = rows.left < ibis.date(period.start)
    rows = rows.mutate(before=ibis.ifelse(beyond, ibis.null("int32"), rows.before))
    return to_sql(rows.group_by("before", "here").agg(moves=rows.moves.sum()))


def whole_months(period: Period) -> Run | None:
    """The days of all months that the period has whole."""
    first = (period.start - DAY).replace(day=1)
    first = (first + timedelta(days=31)).replace(day=1)
    last = (period.end + DAY).replace(day=1) - DAY
    return Run(first, last) if first < last else None


def _between(day: ir.DateColumn, first: date, last: date) -> ir.BooleanColumn:
    return day.between(ibis.date(first), ibis.date(last))


def _used_ways(cut: Cut) -> ir.Table:
    steps = converting_steps(cut)
    ways = _came(contacts_of(cut)).union(_came(steps), distinct=True)
    number = ibis.row_number().over(order_by=_WAY).cast("int32")
    return ways.mutate(number=number).select(*_WAYS.names)


def _came(rows: ir.Table) -> ir.Table:
    return rows.select("code", "direct", channel=_channel(rows)).select(*_WAY)


def _channel(rows: ir.Table) -> ir.StringValue:
    """Of what came with a tracking code, the code says under what it counts."""
    return ibis.ifelse(rows.code == "", rows.channel, "")


def _numbered(rows: ir.Table) -> ir.Table:
    return rows.mutate(channel=_channel(rows)).inner_join(WAYS, _WAY)


def _open(cut: Cut) -> Step:
    return Step("open_touches", lambda: _open_touches(cut))


def _open_touches(cut: Cut) -> ir.Table:
    """Touches that lead nowhere for at least the rest of their day, as the nth of their person,
    each with the one before it."""
    steps = converting_steps(cut)
    used = steps.group_by(used_id="touch_id").agg(until=steps.day.min())
    touches = contacts_of(cut)
    touches = touches.filter(touches.person.notnull())
    touches = touches.left_join(used, touches.touch_id == used.used_id)
    touches = touches.filter(touches.until.isnull() | (touches.until > touches.day))
    touches = _numbered(touches).mutate(who=ibis._.person.hash(), here=ibis._.number)
    along = {"group_by": touches.who, "order_by": [touches.ts, touches.touch_id]}
    return touches.select(
        *("who", "day", "until", "here"),
        n=ibis.row_number().over(**along),
        before=touches.here.lag().over(**along),
        left=touches.day.lag().over(**along),
        left_until=touches.until.lag().over(**along),
    )


def _to_nowhere(cut: Cut) -> ir.Table:
    rows = _open(cut).table
    passed = (rows.left_until <= rows.day).fill_null(False)
    rows = rows.filter(~passed).select(*_FROM).union(_after_passed(rows, rows.filter(passed)))
    return rows.group_by(*_FROM).agg(moves=rows.count())


_FROM = ("day", "left", "until", "before", "here")


def _after_passed(rows: ir.Table, later: ir.Table) -> ir.Table:
    """The moves of touches before which an outcome took the touch before: from the last touch that it
    left. Few follow an outcome, so looking for it by person is cheap."""
    earlier = rows.select(
        **{f"e_{name}": rows[name] for name in ("who", "n", "day", "until", "here")}
    )
    still = earlier.e_until.isnull() | (earlier.e_until > later.day)
    same = [later.who == earlier.e_who, earlier.e_n < later.n, still]
    last = (
        later.left_join(earlier, same)
        .group_by("who", "n", "day", "until", "here")
        .agg(last=ibis._.e_n.max())
    )
    found = last.left_join(earlier, [last.who == earlier.e_who, last["last"] == earlier.e_n])
    return found.select("day", "until", "here", left="e_day", before="e_here").select(*_FROM)


def _to_outcomes(cut: Cut) -> ir.Table:
    steps = _numbered(converting_steps(cut))
    along = {"group_by": steps.outcome_id.hash(), "order_by": [steps.touch_ts, steps.touch_id]}
    steps = steps.select(
        "day",
        here="number",
        before=steps.number.lag().over(**along),
        ends=steps.touch_ts.lead().over(**along).isnull(),
    )
    ends = steps.filter(steps.ends).select("day", before="here", here=ibis.literal(CONVERSION))
    moves = steps.select("day", "before", "here").union(ends.cast({"here": "int32"}))
    nothing = ibis.null("date")
    return moves.group_by("day", "before", "here").agg(
        moves=moves.count(), left=nothing, until=nothing
    )

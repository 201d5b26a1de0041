"""What was added up once a local day, so that no answer has to read all visits again.

Sessions, touches and journeys are many; their sums by day are few, and most questions only need
those. How many different people there were cannot be added up over days, unless each day also says
when its people were last seen before: in a period from `a` on, somebody counts on the one day whose
day before lies before `a`. So `day_returns` answers distinct people of any period and grain exactly,
and new against returning and retention as well.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

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

MADE_OF = {
    "day_visits": ("sessions",),
    "day_contacts": ("touches",),
    "day_credit": ("journeys",),
    "day_returns": ("sessions", "touches"),
}


def visits(period: Period) -> ir.Table:
    """Sessions by local day, channel and source, in the columns of DAY_VISITS.

    bounced: less than two pages and less than ten seconds, GA4's "not engaged" but for key events.
    """
    rows = named("sessions", SCHEMAS["sessions"])
    stayed = rows.ended.epoch_seconds() - rows.ts.epoch_seconds() >= ENGAGED_SECONDS
    rows = rows.mutate(day=period.local_day(rows.ts), bounced=~(stayed | (rows.pages >= 2)))
    return rows.group_by("day", "channel", "source").agg(
        sessions=rows.count(),
        bounced=rows.bounced.sum().cast("int64"),
        pages=rows.pages.sum().cast("int64"),
    )


def contacts(period: Period) -> ir.Table:
    """Touches by local day and where they came from, bots aside, in the columns of DAY_CONTACTS."""
    rows = named("touches", SCHEMAS["touches"])
    rows = rows.filter(~rows.bot).mutate(day=period.local_day(rows.ts))
    return rows.group_by("day", "code", "channel", "direct").agg(touches=rows.count())


def credit(period: Period) -> ir.Table:
    """Credit of each model that can be summed, in the columns of DAY_CREDIT."""
    rows = named("journeys", SCHEMAS["journeys"])
    rows = rows.mutate(
        day=period.local_day(rows.ts),
        basis_day=period.local_day(rows.basis_ts),
        code=ibis.coalesce(rows.code, ""),
    )
    steps = credits_of_each(rows, SUMMED_MODELS)
    by = ["day", "basis_day", "conversion", "currency", "model", "code", "channel", "direct"]
    return steps.group_by(by).agg(
        parts=(steps.parts * steps.counted).sum().cast("int64"),
        value_minor=steps.credited.sum().cast("int64"),
    )


def outcomes_of(parts: ir.IntegerColumn) -> ir.FloatingScalar:
    """How many outcomes so many parts are."""
    return parts.cast("float64").sum() / PARTS


def present(period: Period, sessions: str = "sessions", touches: str = "touches") -> ir.Table:
    """Who was there on which local day: once each for all, by channel and by source; as touched, by
    tracking code and without one."""
    visited = _known(named(sessions, SCHEMAS["sessions"]), period, "channel", "source")
    touched = named(touches, SCHEMAS["touches"])
    touched = _known(touched.filter(~touched.bot), period, "code", "direct")
    coded = touched.code != ""
    by_itself = ibis.ifelse(touched.direct, UNCODED_DIRECT, "")
    ways = [
        visited.select("day", "who", counted_by=ibis.literal(ALL), key=ibis.literal("")),
        visited.select("day", "who", counted_by=ibis.literal(CHANNEL), key=visited.channel),
        visited.select("day", "who", counted_by=ibis.literal(SOURCE), key=visited.source),
        touched.select("day", "who", counted_by=ibis.literal(TOUCHED), key=ibis.literal("")),
        touched.select(
            "day",
            "who",
            counted_by=ibis.ifelse(coded, CODE, UNCODED),
            key=ibis.ifelse(coded, touched.code, by_itself),
        ),
    ]
    return ibis.union(*ways).distinct()


_PRESENT = {"day": "date", "who": "int64", "counted_by": "string", "key": "string"}
HERE = ibis.table(_PRESENT, name="here")  # rows of `present`
EARLIER = ibis.table(  # of the same people: their last and first day before all those
    {"counted_by": "string", "key": "string", "who": "int64", "last": "date", "first": "date"},
    name="earlier",
)


def returns(here: ir.Table, earlier: ir.Table | None = None) -> ir.Table:
    """People by day, by the day they were last here before and by their first day ever.

    here: as HERE, earlier: as EARLIER.
    """
    same = ["counted_by", "key", "who"]
    along = {"group_by": same, "order_by": "day"}
    rows = here.mutate(
        before=here.day.lag().over(**along), first=here.day.min().over(group_by=same)
    )
    if earlier is not None:
        told = earlier.rename({f"e_{name}": name for name in earlier.columns})
        rows = rows.left_join(told, [rows[name] == told[f"e_{name}"] for name in same])
        rows = rows.mutate(
            before=ibis.coalesce(rows.before, rows.e_last),
            first=ibis.coalesce(rows.e_first, rows["first"]),
        )
    return rows.group_by("day", "counted_by", "key", "before", "first").agg(people=rows.count())


def lately(seen: ir.Table) -> ir.Table:
    """Each one's last and first day, as EARLIER."""
    return seen.group_by("counted_by", "key", "who").agg(last=seen.day.max(), first=seen.day.min())


def _known(rows: ir.Table, period: Period, *also: str) -> ir.Table:
    rows = rows.filter(rows.person.notnull())
    # Only equality matters, and numbers are compared faster than names.
    day = period.local_day(rows.ts)
    return rows.select(*also, day=day, who=rows.person.hash())


_MADE: dict[str, Callable[[Period], ir.Table]] = {
    "day_visits": visits,
    "day_contacts": contacts,
    "day_credit": credit,
    "day_returns": lambda period: returns(present(period)),
}


def made(name: str, period: Period) -> Step:
    """The sums of this name, from the tables in MADE_OF, on the period's local days."""
    return Step(name, lambda: _MADE[name](period).select(*SUMS[name].names))

"""Events made ready for derivation: once each, ids only where allowed, cut into sessions."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.channels.sources import PAID_REFERRERS
from drumbeat.warehouse.engine import named, step
from drumbeat.warehouse.events import FIELDS, SCHEMA

INACTIVITY = ibis.interval(minutes=30)

_CARRIED = [
    "day",
    "message_id",
    "type",
    "name",
    "ts",
    "bot",
    "host",
    "path",
    "code",
    "click",
    "device",
    "in_app",
    "paid_click_id",
    "order_id",
    "value_minor",
    "currency",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_content",
    "utm_term",
]

_HOST = r"^[a-zA-Z][a-zA-Z0-9+.\-]*://(?:[^/?#@]*@)?([^/:?#]+)"
_PATH = r"^[a-zA-Z][a-zA-Z0-9+.\-]*://[^/?#]+([^?#]*)"


ONCE = named("once", SCHEMA)


@step
def repeated() -> ir.Table:
    """Message ids that the events around a run have more than once."""
    events = named("events", SCHEMA)
    counts = events.group_by("message_id").agg(copies=events.count())
    return counts.filter(counts.copies > 1).select("message_id")


@step
def copies() -> ir.Table:
    """The repeated messages, best copy first.

    Better is received earlier, then smaller in the other fields, so the order of loading does not
    matter.
    """
    events = named("events", SCHEMA).semi_join(repeated.table, "message_id")
    order = [events.received, *(events[name] for name in FIELDS if name != "received")]
    return events.mutate(rank=ibis.row_number().over(group_by=events.message_id, order_by=order))


@step
def deduplicated() -> ir.Table:
    """Events without repeats: a copy goes when a better one lies within a day of it.

    Copies more than a day apart in event time are different messages.
    """
    found = copies.table
    better = found.select(same_id="message_id", better_day="day", better_rank="rank")
    a_day = ibis.interval(days=1)
    kept = found.anti_join(
        better,
        [
            found.message_id == better.same_id,
            better.better_rank < found.rank,
            better.better_day <= found.day + a_day,
            better.better_day >= found.day - a_day,
        ],
    ).drop("rank")
    return named("events", SCHEMA).anti_join(repeated.table, "message_id").union(kept)


@step
def facts() -> ir.Table:
    return in_sessions(identified(ONCE))


def identified(events: ir.Table) -> ir.Table:
    """Add visitor (the device, else the user), who (the id to resolve), and the referrer's parts.

    Without consent both ids are NULL. `active`: the event counts as activity of a session; a
    server's event about a known user is none, nor is a redirect, nor anything a bot does.
    """
    allowed = events.consent != "denied"
    anonymous = ibis.ifelse(allowed, events.anonymous_id.nullif(""), ibis.null("string"))
    user = ibis.ifelse(allowed, events.user_id.nullif(""), ibis.null("string"))
    came_from = events.referrer.re_extract(_HOST, 1).lower()
    address = events.referrer.re_extract(_PATH, 1)
    page = events.type.isin(["page", "screen"])
    plain = came_from.re_replace(r"^www\.", "")
    here = events.host.lower().re_replace(r"^www\.", "")
    return events.select(
        *_CARRIED,
        anonymous=anonymous,
        user=user,
        denied=~allowed,
        visitor=ibis.coalesce(anonymous, user),
        who=ibis.coalesce(user, anonymous),
        page=page,
        active=~events.bot
        & ibis.coalesce(anonymous, user).notnull()
        & ~events.type.isin(["click", "alias"])
        & (page | anonymous.notnull()),
        referrer_host=came_from,
        referrer_path=ibis.ifelse((came_from + address).isin(list(PAID_REFERRERS)), address, ""),
        own_site=(plain != "")
        & (here != "")
        & ((plain == here) | plain.endswith("." + here) | here.endswith("." + plain)),
    )


def in_sessions(events: ir.Table) -> ir.Table:
    """Add session_id: a pause of more than 30 minutes starts a new session.

    Nothing else does: neither midnight nor another campaign. NULL where `active` is false.
    """
    by = {"group_by": ["visitor", "active"], "order_by": ["ts", "message_id"]}
    before = events.ts.lag().over(**by)
    starts = before.isnull() | (events.ts > before + INACTIVITY)
    events = events.mutate(
        begins=ibis.ifelse(events.active & starts, events.ts, ibis.null(events.ts.type()))
    )
    events = events.mutate(session_ts=events.begins.max().over(ibis.cumulative_window(**by)))
    name = events.visitor + "." + _seconds(events.session_ts)
    cut = events.mutate(session_id=ibis.ifelse(events.active, name, ibis.null("string")))
    return cut.drop("begins", "session_ts")


def _seconds(moment: ir.TimestampColumn) -> ir.StringColumn:
    # DuckDB's epoch is fractional whatever its declared type: cut it before it becomes text.
    return moment.epoch_seconds().cast("float64").floor().cast("int64").cast("string")

"""Events made ready for derivation: once each, ids only where allowed, cut into sessions."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.channels.sources import PAID_REFERRERS
from drumbeat.warehouse.engine import named, step, whole_seconds
from drumbeat.warehouse.events import SCHEMA

INACTIVITY = ibis.interval(minutes=30)

_HOST = r"^[a-zA-Z][a-zA-Z0-9+.\-]*://(?:[^/?#@]*@)?([^/:?#]+)"
_PATH = r"^[a-zA-Z][a-zA-Z0-9+.\-]*://[^/?#]+([^?#]*)"

# What no derived row shows would only be carried along.
_UNSEEN = ("brand", "url", "title", "utm_id", "properties", "library", "batch")
SEEN = pa.schema([field for field in SCHEMA if field.name not in _UNSEEN])
EVENTS, ONCE = named("events", SEEN), named("once", SEEN)


@step
def repeated() -> ir.Table:
    """Message ids that the events around a run have more than once."""
    counts = EVENTS.group_by("message_id").agg(copies=EVENTS.count())
    return counts.filter(counts.copies > 1).select("message_id")


@step
def copies() -> ir.Table:
    """The repeated messages, best copy first.

    Better is received earlier, then smaller in the other columns, so the order of loading does not
    matter.
    """
    events = EVENTS.semi_join(repeated.table, "message_id")
    order = [events.received, *(events[name] for name in SEEN.names if name != "received")]
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
    return EVENTS.anti_join(repeated.table, "message_id").union(kept)


@step
def paces() -> ir.Table:
    """Every event, in few columns: who, when, in which session, and whether it may be an arrival.

    Sessions are cut by sorting all events, and what is sorted should be light. visitor: the device,
    else the user. who: the id to resolve. Without consent all ids are NULL. session_ts: when its
    session began, NULL for what is no activity. begins, first: the session's first event and its
    first page. shows: contacts and sessions read their wide columns from this event.
    """
    events = in_sessions(identified(ONCE))
    arrives = events.coded | events.signed | events.outside | events.first
    return events.mutate(shows=events.click | events.begins | (events.page & arrives))


@step
def shown() -> ir.Table:
    """The events that show how somebody came, with all that they show."""
    marks = paces.table.filter(paces.table.shows)
    marks = marks.drop("day", "bot", "click", "shows", "active", "user")
    events = ONCE.select(*_SHOWN, referrer_host=_referrer_host(ONCE), referrer=ONCE.referrer)
    rows = events.inner_join(marks, ["message_id", "ts"])
    address = rows.referrer.re_extract(_PATH, 1)
    paid = (rows.referrer_host + address).isin(list(PAID_REFERRERS))
    return rows.mutate(
        session_id=session_name(rows),
        referrer_path=ibis.ifelse(paid, address, ""),
        own_site=_own_site(rows.referrer_host, rows.host),
    ).drop("referrer")


_MARKS = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "paid_click_id")
_SHOWN = ("day", "message_id", "ts", "type", "bot", "host", "path", "code", "click", "device",
          "in_app", *_MARKS)  # fmt: skip


def marks_of(rows: ir.Table) -> list[ir.StringColumn]:
    """The columns by which a campaign can have left its sign."""
    return [rows[name] for name in _MARKS]


def ids_of(events: ir.Table) -> tuple[ir.StringColumn, ir.StringColumn]:
    """(anonymous id, user id), NULL where there is none or no consent."""
    allowed = events.consent != "denied"
    return tuple(
        ibis.ifelse(allowed, events[name].nullif(""), ibis.null("string"))
        for name in ("anonymous_id", "user_id")
    )


def identified(events: ir.Table) -> ir.Table:
    """`active`: the event counts as activity of a session; a server's event about a known user is
    none, nor is a redirect, nor anything a bot does."""
    anonymous, user = ids_of(events)
    page = events.type.isin(["page", "screen"])
    click = events.type == "click"
    active = (
        ~events.bot
        & ibis.coalesce(anonymous, user).notnull()
        & ~click
        & (events.type != "alias")
        & (page | anonymous.notnull())
    )
    host = _referrer_host(events)
    outside = (host != "") & ~_own_site(host, events.host)
    return events.select(
        *("day", "message_id", "ts", "bot"),
        user=user,
        denied=events.consent == "denied",
        visitor=ibis.coalesce(anonymous, user),
        who=ibis.coalesce(user, anonymous),
        page=page,
        click=click,
        active=active,
        coded=events.code != "",
        signed=ibis.or_(*(mark != "" for mark in marks_of(events))),
        # Within a session its first page is an arrival anyhow; only the others need a closer look.
        outside=ibis.ifelse(active | ~page, False, outside),
    )


def in_sessions(events: ir.Table) -> ir.Table:
    """Add session_ts, begins and first: a pause of more than 30 minutes starts a new session.

    Nothing else does: neither midnight nor another campaign.
    """
    by = {"group_by": ["visitor", "active"], "order_by": ["ts", "message_id"]}
    so_far = ibis.cumulative_window(**by)
    page = events.page.cast("int64")
    events = events.mutate(before=events.ts.lag().over(**by), seen=page.sum().over(so_far))
    pause = events.before.isnull() | (events.ts > events.before + INACTIVITY)
    events = events.mutate(begins=events.active & pause)
    before_it = events.seen - events.page.cast("int64")
    events = events.mutate(
        started=ibis.ifelse(events.begins, events.ts, ibis.null(events.ts.type())),
        passed=ibis.ifelse(events.begins, before_it, ibis.null("int64")),
    )
    events = events.mutate(
        session_ts=events.started.max().over(so_far), passed=events.passed.max().over(so_far)
    )
    return events.mutate(
        session_ts=ibis.ifelse(events.active, events.session_ts, ibis.null(events.ts.type())),
        # The count of pages goes on through a visitor's sessions: the first is one beyond before.
        first=events.active & events.page & (events.seen == events.passed + 1),
    ).drop("before", "seen", "started", "passed")


def session_name(rows: ir.Table) -> ir.StringColumn:
    """The session's id, NULL outside of one: its visitor and the second in which it began."""
    return rows.visitor + "." + whole_seconds(rows.session_ts).cast("string")


def _referrer_host(events: ir.Table) -> ir.StringColumn:
    return events.referrer.re_extract(_HOST, 1).lower()


def _own_site(referrer_host: ir.StringColumn, host: ir.StringColumn) -> ir.BooleanColumn:
    plain = referrer_host.re_replace(r"^www\.", "")
    here = host.lower().re_replace(r"^www\.", "")
    same = (plain == here) | plain.endswith("." + here) | here.endswith("." + plain)
    return (plain != "") & (here != "") & same

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
    """The events at which something begins, ends or shows, in few columns: who, when, and in which
    session. Of the others nothing is asked once all were sorted, and what is sorted should be light.

    visitor: the device, else the user. who: the id to resolve. Without consent all ids are NULL.
    session_ts: when its session began, NULL for what is no activity. begins, ends, first: the
    session's first event, its last, its first page. shows: contacts and sessions read their wide
    columns from this event. n, seen: events and pages of the visitor up to and with it.
    """
    events = in_sessions(identified(ONCE))
    return events.mutate(
        who=ibis.coalesce(events.user, events.visitor),
        shows=events.begins | events["first"] | events.arrives,
    )


@step
def shown() -> ir.Table:
    """The events that show how somebody came, with all that they show."""
    marks = paces.table.filter(paces.table.shows).select(*_MARKED)
    rows = ONCE.select(*_SHOWN).inner_join(marks, ["message_id", "ts"])
    rows = rows.mutate(referrer_host=_referrer_host(rows))
    rows = rows.mutate(own_site=_own_site(rows.referrer_host, rows.host))
    address = rows.referrer.re_extract(_PATH, 1)
    paid = (rows.referrer_host + address).isin(list(PAID_REFERRERS))
    return rows.mutate(
        session_id=session_name(rows),
        referrer_path=ibis.ifelse(paid, address, ""),
        denied=rows.consent == "denied",
        page=_is_page(rows),
        coded=rows.code != "",
        signed=_is_signed(rows),
        outside=(rows.referrer_host != "") & ~rows.own_site,
    ).drop("referrer", "consent")


_MARKS = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "paid_click_id")
_SHOWN = ("day", "message_id", "ts", "type", "bot", "host", "path", "code", "click", "device",
          "in_app", "consent", "referrer", *_MARKS)  # fmt: skip
_MARKED = ("message_id", "ts", "visitor", "who", "session_ts", "begins", "first")


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


def is_active(events: ir.Table) -> ir.BooleanColumn:
    """Whether an event counts as activity of a session; a server's event about a known user does
    not, nor a redirect, nor anything a bot does."""
    anonymous, user = ids_of(events)
    return (
        ~events.bot
        & ibis.coalesce(anonymous, user).notnull()
        & (events.type != "click")
        & (events.type != "alias")
        & (_is_page(events) | anonymous.notnull())
    )


def identified(events: ir.Table) -> ir.Table:
    """`active`: see `is_active`. `arrives`: the event may be an arrival wherever in a session it
    lies."""
    anonymous, user = ids_of(events)
    page, click = _is_page(events), events.type == "click"
    active = is_active(events)
    host = _referrer_host(events)
    outside = (host != "") & ~_own_site(host, events.host)
    # Within a session its first page is an arrival anyhow; only the others need a closer look.
    outside = ibis.ifelse(active | ~page, False, outside)
    arrives = click | (page & ((events.code != "") | _is_signed(events) | outside))
    return events.select(
        *("message_id", "ts"),
        user=user,
        visitor=ibis.coalesce(anonymous, user),
        page=page,
        active=active,
        arrives=arrives,
    )


def _is_page(events: ir.Table) -> ir.BooleanColumn:
    return events.type.isin(["page", "screen"])


def _is_signed(events: ir.Table) -> ir.BooleanColumn:
    return ibis.or_(*(mark != "" for mark in marks_of(events)))


def in_sessions(events: ir.Table) -> ir.Table:
    """Of the events those that `paces` tells of, with session_ts, begins, ends, first, n and seen:
    a pause of more than 30 minutes starts a new session.

    Nothing else does: neither midnight nor another campaign.
    """
    by = {"group_by": ["visitor", "active"], "order_by": ["ts", "message_id"]}
    so_far = ibis.cumulative_window(**by)
    events = events.mutate(
        before=events.ts.lag().over(**by),
        after=events.ts.lead().over(**by),
        n=ibis.row_number().over(**by),
        seen=events.page.cast("int64").sum().over(so_far).cast("int64"),
        page_before=events.page.lag().over(**by),
        user_before=events.user.notnull().lag().over(**by),
    )
    events = events.mutate(
        begins=events.active & (events.before.isnull() | (events.ts > events.before + INACTIVITY)),
        ends=events.active & (events.after.isnull() | (events.after > events.ts + INACTIVITY)),
    )
    # A session's first page, or first user, follows none or begins it.
    perhaps_first = (events.page & ~events.page_before) | (
        events.user.notnull() & ~events.user_before
    )
    events = events.filter(
        events.begins
        | events.ends
        | events.arrives
        | (events.active & perhaps_first.fill_null(True))
    )
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
    ).drop("before", "after", "page_before", "user_before", "started", "passed")


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

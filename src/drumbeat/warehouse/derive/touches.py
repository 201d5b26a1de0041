"""Contacts: a redirect and the landing it led to are one, and each knows its channel and why."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.channels import DIRECT, arrival
from drumbeat.warehouse.derive.facts import marks_of, shown
from drumbeat.warehouse.derive.identity import resolved
from drumbeat.warehouse.derive.tables import TOUCHES
from drumbeat.warehouse.engine import Workspace, named, step

SAME_CLICK = ibis.interval(seconds=30)
# A landing follows its click at once; the clocks of browser and server may differ a little.
LANDING_AFTER = ibis.interval(minutes=30)
LANDING_BEFORE = ibis.interval(minutes=5)
# Landings tell further clicks of one hand apart from it for so long. Derivation reads no further
# than the neighbour days, so what a click of some other day says must not matter.
SAME_HAND = ibis.interval(hours=12)

_SIGNS = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "paid_click_id",
    "referrer_host",
    "referrer_path",
    "own_site",
    "in_app",
)
_ARRIVALS = pa.schema(
    [(name, pa.bool_() if name == "own_site" else pa.string()) for name in _SIGNS]
    + [("coded", pa.bool_())]
    + [(name, pa.string()) for name in ("source", "medium", "channel", "ga_channel", "why")]
)
_CONTACT = (
    *("message_id", "ts", "day", "visitor", "who", "denied", "session_id", "code", "click"),
    *("host", "path", "device", "in_app", "bot"),
    *("source", "medium", "campaign", "content", "term", "channel", "ga_channel", "why"),
)
_ORIGIN = ("source", "medium", "campaign", "content", "term", "channel", "ga_channel", "why")
_TOUCH = (
    *("touch_id", "ts", "visitor", "who", "session_id", "code"),
    *("host", "path", "device", "in_app", "bot"),
    *_ORIGIN,
)


def keep_touches(space: Workspace) -> None:
    """Keep `touches_now`: all touches of the events in `shown`, in the columns of TOUCHES."""
    seen = space.fetch(signs).to_pylist()
    known = [{**shown, **arrival(**shown)._asdict()} for shown in seen]
    space.rows("arrivals", pa.Table.from_pylist(known, schema=_ARRIVALS))
    for computed in (clicks, landings, merged, touches_now):
        space.keep(computed)


@step
def signs() -> ir.Table:
    return _arrived(shown.table).select(*_SIGNS, "coded").distinct()


def _contacts() -> ir.Table:
    arrived = _arrived(shown.table)
    told = arrived.inner_join(named("arrivals", _ARRIVALS), [*_SIGNS, "coded"])
    return told.mutate(
        campaign=told.utm_campaign, content=told.utm_content, term=told.utm_term
    ).select("type", *_CONTACT)


@step
def clicks() -> ir.Table:
    return _clicks(_contacts())


@step
def landings() -> ir.Table:
    return _landings(_contacts(), clicks.table)


@step
def merged() -> ir.Table:
    """A click and its landing as one, with whose they are."""
    found = _joined(landings.table, clicks.table).union(_alone(landings.table, clicks.table))
    found = found.mutate(
        day=found.ts.date(),
        kind=ibis.ifelse(found.code != "", "click", "visit"),
        direct=(found.channel == DIRECT) & (found.code == ""),
    )
    return resolved(found).select(*TOUCHES.names)


@step
def touches_now() -> ir.Table:
    return _once_in_half_a_minute(merged.table).select(*TOUCHES.names)


def _arrived(events: ir.Table) -> ir.Table:
    """Redirect clicks, and page views by which somebody arrived.

    In a session: its first page, every page with a tracking code, and the first with each set of
    campaign signs. Without one (no consent, or a bot): pages with a sign or an outside referrer.
    """
    inside = events.session_id.notnull()
    alone = events.page & ~inside & (events.signed | events.outside)
    sure = (events.type == "click") | (events.page & (events.first | events.coded)) | alone
    perhaps = events.page & inside & events.signed & ~events.first & ~events.coded
    return events.filter(sure).union(_first_signs(events, events.filter(perhaps)))


def _first_signs(events: ir.Table, later: ir.Table) -> ir.Table:
    """Of pages that are only signed: those that no page of the session with the same signs precedes."""
    signed = events.filter(events.page & events.signed & events.session_id.notnull())
    earlier = signed.select(
        before_session="session_id", before_ts="ts", before_id="message_id",
        **{f"before_{n}": mark for n, mark in enumerate(marks_of(signed))},
    )  # fmt: skip
    same = [mark == earlier[f"before_{n}"] for n, mark in enumerate(marks_of(later))]
    order = (earlier.before_ts < later.ts) | (
        (earlier.before_ts == later.ts) & (earlier.before_id < later.message_id)
    )
    return later.anti_join(earlier, [later.session_id == earlier.before_session, *same, order])


def _clicks(contacts: ir.Table) -> ir.Table:
    """Redirects with `led`, the first of those that one hand made within half a minute."""
    clicks = contacts.filter(contacts.type == "click")
    alone = ibis.ifelse(clicks.visitor.isnull(), clicks.message_id, "")
    hand = {"group_by": ["visitor", "code", "alone"], "order_by": ["ts", "message_id"]}
    clicks = clicks.mutate(alone=alone)
    before = clicks.ts.lag().over(**hand)
    starts = before.isnull() | (clicks.ts > before + SAME_CLICK)
    clicks = clicks.mutate(starts=starts.cast("int64"))
    clicks = clicks.mutate(chain=clicks.starts.sum().over(ibis.cumulative_window(**hand)))
    chain = {
        "group_by": ["visitor", "code", "alone", "chain"],
        "order_by": ["ts", "message_id"],
    }
    led, led_ts = (clicks[name].first().over(**chain) for name in ("message_id", "ts"))
    return clicks.mutate(led=led, led_ts=led_ts).drop("alone", "starts", "chain")


def _landings(contacts: ir.Table, clicks: ir.Table) -> ir.Table:
    """Arrivals by page, one for each click id and session, with `led` where a click led there."""
    pages = contacts.filter(contacts.type != "click")
    unled = pages.filter(pages.click == "").mutate(led=ibis.null("string"))
    pages = pages.filter(pages.click != "")
    named_clicks = clicks.select(click_id="message_id", led="led", led_ts="led_ts")
    pages = pages.left_join(named_clicks, pages.click == named_clicks.click_id)
    lately = pages.ts.between(pages.led_ts - SAME_HAND, pages.led_ts + SAME_HAND)
    pages = pages.mutate(led=ibis.ifelse(lately, pages.led, ibis.null("string")))
    pages = pages.mutate(clicked=ibis.coalesce(pages.led, pages.click))
    visit = ibis.coalesce(pages.session_id, pages.day.cast("string"))
    pages = pages.mutate(visit=visit)
    order = {"group_by": ["clicked", "visit"], "order_by": ["ts", "message_id"]}
    pages = pages.mutate(n=ibis.row_number().over(**order))
    pages = pages.filter(pages.n == 0).drop("n", "visit", "clicked", "click_id", "led_ts")
    led = _led_by_click(pages, clicks)
    return led.union(unled.select(*led.columns))


def _led_by_click(pages: ir.Table, clicks: ir.Table) -> ir.Table:
    """Keep `led` for the first landing near its click only: a link passed on is a new contact."""
    heads = clicks.filter(clicks.message_id == clicks.led).select(led_id="led", click_ts="ts")
    pages = pages.left_join(heads, pages.led == heads.led_id)
    near = (pages.ts >= pages.click_ts - LANDING_BEFORE) & (
        pages.ts <= pages.click_ts + LANDING_AFTER
    )
    pages = pages.mutate(near=near.fill_null(False))
    order = [pages.ts, pages.message_id]
    n = ibis.row_number().over(group_by=[pages.led, pages.near], order_by=order)
    pages = pages.mutate(n=n)
    mine = pages.near & (pages.n == 0)
    return pages.mutate(led=ibis.ifelse(mine, pages.led, ibis.null("string"))).drop(
        "n", "near", "led_id", "click_ts"
    )


def _joined(landings: ir.Table, clicks: ir.Table) -> ir.Table:
    """Each landing, told as one with the click before it: the click's time, the landing's person."""
    heads = clicks.filter(clicks.message_id == clicks.led).drop("led")
    clicked = heads.rename({f"click_{name}": name for name in heads.columns})
    both = landings.left_join(clicked, landings.led == clicked.click_message_id)
    lost = both.source == ""  # the landing shows nothing but its code: believe the redirect
    origin = {
        name: ibis.ifelse(lost & both.click_message_id.notnull(), both[f"click_{name}"], both[name])
        for name in _ORIGIN
    }
    nobody = ibis.null("string")
    return both.select(
        touch_id=ibis.coalesce(both.led, both.message_id),
        ts=ibis.coalesce(both.click_ts, both.ts),
        # Who refuses on the landing page takes the redirect's id of the day back too.
        visitor=ibis.ifelse(both.denied, nobody, ibis.coalesce(both.visitor, both.click_visitor)),
        who=ibis.ifelse(both.denied, nobody, ibis.coalesce(both.who, both.click_who)),
        session_id=both.session_id,
        code=ibis.coalesce(both.code.nullif(""), both.click_code, ""),
        **{name: both[name] for name in ("host", "path", "device", "in_app", "bot")},
        **origin,
    ).select(*_TOUCH)


def _alone(landings: ir.Table, clicks: ir.Table) -> ir.Table:
    """Clicks whose landing never reported: the target carries no script, or the visitor left."""
    heads = clicks.filter(clicks.message_id == clicks.led)
    led = landings.filter(landings.led.notnull()).select(led_by="led")
    lonely = heads.anti_join(led, heads.led == led.led_by)
    return lonely.mutate(touch_id=lonely.message_id).select(*_TOUCH)


def _once_in_half_a_minute(rows: ir.Table) -> ir.Table:
    """Same code, same person, within 30 seconds of one before it: the same touch."""
    rows = rows.mutate(same=(rows.person + " " + rows.code).hash())
    # Most have none near them, and need not be sorted with all that they tell.
    coded = rows.filter((rows.code != "") & rows.person.notnull()).select("same", "ts")
    coded = coded.mutate(before=coded.ts.lag().over(group_by="same", order_by="ts"))
    near = coded.filter(coded.ts <= coded.before + SAME_CLICK).select("same").distinct()
    several = rows.semi_join(near, "same")
    before = several.ts.lag().over(
        group_by=[several.person, several.code, several.bot],
        order_by=[several.ts, several.touch_id],
    )
    several = several.mutate(before=before)
    again = (several.code != "") & several.person.notnull()
    again &= several.ts <= several.before + SAME_CLICK
    first = several.filter(~again.fill_null(False)).drop("before")
    return rows.anti_join(near, "same").union(first)

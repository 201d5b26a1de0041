"""Derivation told a second time, in plain Python over lists: the oracle of the engine's tables.

Slow and literal on purpose; shares nothing with the engine but the channel table, which has its
own vectors.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from urllib.parse import urlsplit

from drumbeat.warehouse.channels import arrival
from drumbeat.warehouse.derive import Settings
from drumbeat.warehouse.events import FIELDS, Event

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE


def day_of(ts: int):
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=ts)).date()


def once_each(events: list[Event]) -> list[Event]:
    def rank(event: Event) -> tuple:
        fields = [event.received]
        fields += [getattr(event, name) for name in FIELDS if name != "received"]
        return tuple((value is None, value) for value in fields)  # NULLs last

    kept: list[Event] = []
    by_id: dict[str, list[Event]] = {}
    for event in events:
        by_id.setdefault(event.message_id, []).append(event)
    for copies in by_id.values():
        copies.sort(key=rank)
        for n, copy in enumerate(copies):
            near = (abs((day_of(copy.ts) - day_of(other.ts)).days) <= 1 for other in copies[:n])
            if not any(near):
                kept.append(copy)
    return kept


def ids_of(event: Event) -> tuple[str | None, str | None]:
    """(visitor, who)."""
    if event.consent == "denied":
        return None, None
    return event.anonymous_id or event.user_id or None, event.user_id or event.anonymous_id or None


def people(events: list[Event]) -> dict[str, str]:
    ties = sorted(
        (event.ts, event.user_id, tied)
        for event in events
        if event.consent != "denied" and event.user_id
        for tied in (event.anonymous_id, event.previous_id)
        if tied and tied != event.user_id
    )
    parent: dict[str, str] = {}
    for _, user, tied in ties:
        parent.setdefault(tied, user)
    return {tied: _end(tied, parent) for tied in parent}


def _end(start: str, parent: dict[str, str]) -> str:
    walked = [start]
    while walked[-1] in parent:
        following = parent[walked[-1]]
        if following in walked:
            return min(walked[walked.index(following) :])
        walked.append(following)
    return walked[-1]


def is_page(event: Event) -> bool:
    return event.type in ("page", "screen")


def session_of_each(events: list[Event]) -> dict[str, tuple[str, int]]:
    """message id → (visitor, start) of its session."""
    by_visitor: dict[str, list[Event]] = {}
    for event in events:
        visitor, _ = ids_of(event)
        active = is_page(event) or event.anonymous_id
        if visitor and active and not event.bot and event.type not in ("click", "alias"):
            by_visitor.setdefault(visitor, []).append(event)
    sessions = {}
    for visitor, own in by_visitor.items():
        own.sort(key=lambda event: (event.ts, event.message_id))
        start = last = None
        for event in own:
            if last is None or event.ts - last > 30 * MINUTE:
                start = event.ts
            last = event.ts
            sessions[event.message_id] = (visitor, start)
    return sessions


def _marks(event: Event) -> tuple:
    return (
        event.utm_source,
        event.utm_medium,
        event.utm_campaign,
        event.utm_content,
        event.utm_term,
        event.paid_click_id,
    )


def _came_from(event: Event) -> tuple[str, str, bool]:
    """(host, path, whether it is the visited site itself)."""
    parts = urlsplit(event.referrer)
    host = (parts.hostname or "").lower()
    here, there = event.host.removeprefix("www."), host.removeprefix("www.")
    own = bool(here and there) and (
        here == there or here.endswith("." + there) or there.endswith("." + here)
    )
    return host, parts.path, own


def _arrivals(events: list[Event], sessions: dict) -> list[Event]:
    """Pages by which somebody arrived."""
    seen_sessions, seen_marks, found = set(), set(), []
    for event in sorted(filter(is_page, events), key=lambda event: (event.ts, event.message_id)):
        session = sessions.get(event.message_id)
        host, _, own = _came_from(event)
        marked = any(_marks(event))
        if session is None:
            arrived = marked or (host != "" and not own)
        else:
            new = (session, _marks(event)) not in seen_marks
            arrived = session not in seen_sessions or (marked and new)
            seen_sessions.add(session)
            seen_marks.add((session, _marks(event)))
        if arrived or event.code:
            found.append(event)
    return found


def _heads(events: list[Event]) -> dict[str, Event]:
    """click id → the first click of its burst."""
    heads: dict[str, Event] = {}
    last: dict[tuple, tuple[Event, Event]] = {}
    clicks = sorted(
        (event for event in events if event.type == "click"),
        key=lambda event: (event.ts, event.message_id),
    )
    for event in clicks:
        hand = (ids_of(event)[0], event.code)
        before = last.get(hand) if hand[0] else None
        head = before[1] if before and event.ts - before[0].ts <= 30 * SECOND else event
        heads[event.message_id] = head
        last[hand] = (event, head)
    return heads


def _origin(event: Event) -> dict:
    host, path, own = _came_from(event)
    came = arrival(
        utm_source=event.utm_source,
        utm_medium=event.utm_medium,
        utm_campaign=event.utm_campaign,
        paid_click_id=event.paid_click_id,
        referrer_host=host,
        referrer_path=path,
        own_site=own,
        in_app=event.in_app,
        coded=bool(event.code),
    )
    return {**came._asdict(), "campaign": event.utm_campaign}


def touches(events: list[Event], sessions: dict, root: dict[str, str]) -> list[dict]:
    heads = _heads(events)
    groups: dict[object, Event] = {}
    for event in _arrivals(events, sessions):
        near = event.click in heads and abs(event.ts - heads[event.click].ts) <= 12 * 60 * MINUTE
        head = heads[event.click].message_id if near else event.click
        visit = sessions.get(event.message_id, day_of(event.ts))
        groups.setdefault((head, visit) if head else event.message_id, event)
    led: dict[str, str] = {}  # landing's message id → its click's
    taken: set[str] = set()
    for event in groups.values():
        head = heads.get(event.click)
        if head is None or head.message_id in taken:
            continue
        if -5 * MINUTE <= event.ts - head.ts <= 30 * MINUTE:
            taken.add(head.message_id)
            led[event.message_id] = head.message_id
    clicks = {head.message_id: head for head in heads.values()}
    found = [
        _touch(event, clicks.get(led.get(event.message_id, "")), sessions)
        for event in groups.values()
    ]
    found += [_touch(click, None, {}) for name, click in clicks.items() if name not in taken]
    for touch in found:
        touch["person"] = root.get(touch["who"], touch["who"])
    return _apart(found)


def _touch(event: Event, click: Event | None, sessions: dict) -> dict:
    origin = _origin(event)
    if click and not origin["source"]:
        origin = _origin(click)
    visitor, who = ids_of(event)
    if click and event.consent != "denied":
        visitor, who = visitor or ids_of(click)[0], who or ids_of(click)[1]
    code = event.code or (click.code if click else "")
    return {
        "touch_id": click.message_id if click else event.message_id,
        "ts": click.ts if click else event.ts,
        "visitor": visitor,
        "who": who,
        "session": sessions.get(event.message_id),
        "code": code,
        "kind": "click" if code else "visit",
        "bot": event.bot,
        "direct": origin["channel"] == "Direct" and not code,
        **origin,
    }


def _apart(found: list[dict]) -> list[dict]:
    """Same code, same person, within 30 seconds: one touch."""
    kept = []
    last: dict[tuple, int] = {}
    for touch in sorted(found, key=lambda touch: (touch["ts"], touch["touch_id"])):
        hand = (touch["person"], touch["code"], touch["bot"])
        again = (
            touch["code"]
            and touch["person"]
            and hand in last
            and touch["ts"] - last[hand] <= 30 * SECOND
        )
        last[hand] = touch["ts"]
        if not again:
            kept.append(touch)
    return kept


def session_rows(events: list[Event], sessions: dict, found: list[dict], root: dict) -> list[dict]:
    rows = []
    for session in set(sessions.values()):
        own = sorted(
            (event for event in events if sessions.get(event.message_id) == session),
            key=lambda event: (event.ts, event.message_id),
        )
        came = sorted(
            (touch for touch in found if touch["session"] == session),
            key=lambda touch: (touch["direct"], touch["ts"], touch["touch_id"]),
        )
        who = next((event.user_id for event in own if event.user_id), session[0])
        rows.append(
            {
                "visitor": session[0],
                "ts": session[1],
                "ended": own[-1].ts,
                "events": len(own),
                "pages": sum(map(is_page, own)),
                "person": root.get(who, who),
                "channel": came[0]["channel"] if came else "Direct",
            }
        )
    return rows


def outcomes(events: list[Event], settings: Settings, root: dict[str, str]) -> list[dict]:
    rows = []
    for rule in settings.conversions:
        sales, refunds = [], []
        for event in sorted(events, key=lambda event: (event.ts, event.message_id)):
            if event.type != "track" or event.bot:
                continue
            if event.name == rule.event_name and (event.value_minor or 0) >= 0:
                sales.append(event)
            elif event.name in (rule.event_name, rule.refund_event):
                refunds.append(event)
        rows += _counted(sales, refunds, rule, root)
    return rows


def _person(event: Event, root: dict[str, str]) -> str | None:
    who = ids_of(event)[1]
    return root.get(who, who)


def _counted(sales: list[Event], refunds: list[Event], rule, root: dict[str, str]) -> list[dict]:
    things: dict[tuple, dict] = {}
    for event in sales:
        thing = (event.order_id != "", event.order_id or event.message_id)
        row = things.setdefault(
            thing,
            {
                "outcome_id": f"{rule.key}:{thing[1]}",
                "conversion": rule.key,
                "ts": event.ts,
                "basis": event.ts,
                "person": None,
                "value": event.value_minor,
                "counted": 1,
                "window": rule.window_days,
                "order": event.order_id,
            },
        )
        row["person"] = row["person"] or _person(event, root)
    kept = list(things.values())
    if rule.counts == "once":
        firsts: dict[str, dict] = {}
        for row in kept:
            if row["person"]:
                firsts.setdefault(row["person"], row)
        kept = [row for row in kept if not row["person"] or firsts[row["person"]] is row]
    orders = {row["order"]: row for row in kept if row["order"]}
    for event in refunds:
        order = orders.get(event.order_id) if event.order_id else None
        value = -abs(event.value_minor) if event.value_minor is not None else None
        if value is None and order and order["value"] is not None:
            value = -order["value"]
        kept.append(
            {
                "outcome_id": f"{rule.key}:{event.order_id}:refund:{event.message_id}",
                "conversion": rule.key,
                "ts": event.ts,
                "basis": order["ts"] if order else event.ts,
                "person": (order and order["person"]) or _person(event, root),
                "value": value,
                "counted": 0,
                "window": rule.window_days,
            }
        )
    return kept


def journey(outcome: dict, found: list[dict]) -> list[dict]:
    """The touches of the outcome's person in its look-back, in order."""
    since = outcome["basis"] - outcome["window"] * DAY
    own = [
        touch
        for touch in found
        if outcome["person"]
        and touch["person"] == outcome["person"]
        and not touch["bot"]
        and since <= touch["ts"] <= outcome["basis"]
    ]
    return sorted(own, key=lambda touch: (touch["ts"], touch["touch_id"]))


def shares(path: list[dict], model: str, owners: list[str], basis: int) -> list[Fraction]:
    """Each touch's share. owners: whom each touch counts for. basis: µs, what decay counts from."""
    n = len(path)
    if model == "linear":
        return [Fraction(1, n)] * n
    if model == "position":
        middle = [Fraction(1, 5 * (n - 2))] * (n - 2) if n > 2 else []
        end = Fraction(2, 5) if n > 2 else Fraction(1, n)
        return [end, *middle, end][:n]
    if model == "time_decay":
        days = [(basis // SECOND - touch["ts"] // SECOND) / 86_400 for touch in path]
        weights = [max(round(2**20 * 0.5 ** (day / 7)), 1) for day in days]
        return [Fraction(weight, sum(weights)) for weight in weights]
    if model == "shapley":
        return [Fraction(int(o not in owners[:k]), len(set(owners))) for k, o in enumerate(owners)]
    if model == "first":
        chosen = 0
    elif model == "last":
        chosen = n - 1
    else:
        heard = [step for step, touch in enumerate(path) if not touch["direct"]]
        chosen = heard[-1] if heard else n - 1
    return [Fraction(int(step == chosen)) for step in range(n)]


def amounts(value: int, parts: list[Fraction]) -> list[int]:
    """Whole minor units by largest remainder, the earlier step first."""
    sign = -1 if value < 0 else 1
    exact = [abs(value) * part for part in parts]
    whole = [int(amount) for amount in exact]
    left = abs(value) - sum(whole)
    for step in sorted(range(len(parts)), key=lambda n: (whole[n] - exact[n], n))[:left]:
        whole[step] += 1
    return [sign * amount for amount in whole]

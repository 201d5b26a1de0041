"""What SDKs send, acknowledged once it is durable."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from drumbeat.collector import dialects
from drumbeat.collector.dialects import Route
from drumbeat.collector.dialects.keys import seen_key
from drumbeat.collector.dialects.messages import Sent, TooLarge, Unreadable
from drumbeat.collector.http import Answer, Refused, Request, json_answer, refusal, try_later
from drumbeat.collector.letters import Letter
from drumbeat.collector.normalise import micros
from drumbeat.collector.privacy import refuses
from drumbeat.collector.registry import Keys, Source
from drumbeat.collector.spool import EventSpool, SpoolFull
from drumbeat.collector.visitor import truncated

PREFLIGHT = {
    "access-control-allow-headers": (
        "Authorization, Content-Type, Content-Encoding, X-Retry-Count, SP-Anonymous"
    ),
    "access-control-max-age": "86400",
}
_NUMBERS = re.compile(r"\[\d+\]|line \d+, column \d+|has \d+ bytes")
_SUCCESS = json_answer(200, {"success": True})


class Intake:
    """Answers one request of an SDK. now: aware, UTC."""

    def __init__(self, spool: EventSpool, keys: Keys, now: Callable[[], datetime]) -> None:
        self._spool = spool
        self._keys = keys
        self._now = now

    async def answer(self, request: Request, route: Route) -> Answer:
        """Success when every message is durable, else an error and none of them is kept."""
        methods = getattr(dialects.DIALECTS[route.dialect], "METHODS", dialects.METHODS)
        try:
            if request.method in methods:
                told = await self._take(request, route)
            else:
                told = _described(request.method, ", ".join([*sorted(methods), "OPTIONS"]))
        except Refused as problem:
            told = refusal(problem)
        origin = request.headers.get("origin")
        return _succeeded(origin) if told is _SUCCESS else _allowing(told, origin)

    async def _take(self, request: Request, route: Route) -> Answer:
        received = self._now()
        key = request.basic_user()
        sent = None
        try:
            source = None if key is None else await self._source(key)
            sent = await _sent(request, route)
            checked = _checked(route.dialect, sent)
            if source is None:
                source = await self._source(checked.write_key)
        except Refused as problem:
            unread = Sent(route.kind, b"", request.query)
            seen = await self._keys(key or seen_key(route.dialect, sent or unread))
            self._spool.count_refused(seen.id if seen else "", _why(problem))
            raise
        if checked.count:
            letter = _letter(request, route, sent, checked.count, source, received)
            try:
                await self._spool.append(letter)
            except SpoolFull:
                raise try_later() from None
        return checked.answer

    async def _source(self, write_key: str) -> Source:
        source = await self._keys(write_key) if write_key else None
        if source is None:
            raise Refused(401, "invalid_write_key", "This write key is not known")
        return source


def _described(method: str, allowed: str) -> Answer:
    """How a path wants to be asked."""
    if method == "OPTIONS":
        return Answer(204, headers=PREFLIGHT | {"access-control-allow-methods": allowed})
    raise Refused(405, "method_not_allowed", f"Send {allowed}", allow=allowed)


def _allowing(told: Answer, origin: str | None) -> Answer:
    return Answer(told.status, told.body, _cors(origin) | told.headers)


@lru_cache(maxsize=1024)
def _succeeded(origin: str | None) -> Answer:
    """The most frequent answer of all, made once for each site."""
    return _allowing(_SUCCESS, origin)


def _cors(origin: str | None) -> dict[str, str]:
    """Any site's pages may send. Some trackers ask for credentials, with which * is not enough;
    there are none here that a page could misuse."""
    if not origin:
        return {"access-control-allow-origin": "*"}
    return {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "vary": "Origin",
    }


async def _sent(request: Request, route: Route) -> Sent:
    limit = dialects.DIALECTS[route.dialect].limit(route.kind)
    body = await request.body(limit) if request.method == "POST" else b""
    return Sent(route.kind, body, request.query, request.headers.get("content-type", ""))


def _why(problem: Refused) -> str:
    """The reason as it is counted: the same for every number of the message, line and byte.

    What a header said stays out of it: it could say anything.
    """
    if problem.status == 415:
        return problem.code
    return _NUMBERS.sub(lambda found: re.sub(r"\d+", "…", found[0]), str(problem))[:200]


class _Checked(NamedTuple):
    """What remains of a parcel: how many messages, whose, and how its success is told.

    The messages themselves are dropped at once. Kept while the disk works, those of many requests
    would crowd the processor's caches, and decoding would take twice as long.
    """

    count: int
    write_key: str
    answer: Answer


def _checked(dialect: str, sent: Sent) -> _Checked:
    try:
        parcel = dialects.read(dialect, sent)
    except Unreadable as problem:
        raise Refused(400, "invalid_request", str(problem), problem.place) from None
    except TooLarge as problem:
        raise Refused(413, "too_large", str(problem), problem.place) from None
    answer = _SUCCESS
    if tell := getattr(dialects.DIALECTS[dialect], "answer", None):
        answer = tell(sent, parcel)
    return _Checked(len(parcel.messages), parcel.write_key, answer)


def _letter(
    request: Request, route: Route, sent: Sent, count: int, source: Source, received: datetime
) -> Letter:
    return Letter(
        dialect=route.dialect,
        kind=route.kind,
        brand=source.brand,
        source=source.id,
        currency=source.currency,
        received=micros(received),
        count=count,
        network=truncated(request.address),
        agent=request.headers.get("user-agent", ""),
        denied=refuses(request.headers),
        query=sent.query,
        content_type=sent.content_type,
        body=sent.body,
    )

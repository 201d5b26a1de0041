"""The collector as one ASGI application: intake, its description, links, page script, health."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from drumbeat.collector import intake, openapi, redirect, script
from drumbeat.collector.dialects import ROUTES
from drumbeat.collector.http import (
    Answer,
    Gone,
    Receive,
    Refused,
    Request,
    Scope,
    Send,
    json_answer,
    refusal,
)
from drumbeat.collector.normalise import micros
from drumbeat.collector.registry import Keys, Links
from drumbeat.collector.spool import EventSpool
from drumbeat.collector.visitor import DailySalt

HEALTH = "/healthz"


class Collector:
    """An ASGI application for the paths that `handles` names.

    keys, links: async, see registry. salts: the folder of the daily salts, shared by all intake
    processes (next to the spool). now: aware, UTC. trusted_proxies: how many proxies of ours stand
    in front and append to X-Forwarded-For; 0 takes the connection's own address.

    Bodies, keys and addresses are never logged.
    """

    def __init__(
        self,
        spool: EventSpool,
        keys: Keys,
        links: Links,
        *,
        salts: Path | str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        trusted_proxies: int = 0,
    ) -> None:
        self._spool = spool
        self._now = now
        self._trusted_proxies = trusted_proxies
        self._salt = DailySalt(salts)
        self._intake = intake.Intake(spool, keys, now)
        self._redirect = redirect.Redirect(spool, links, now, self._salt.visitor)
        self._script = script.Script()
        self._description = openapi.Description()

    def handles(self, path: str) -> bool:
        """Whether this path is the collector's."""
        return (
            path in (HEALTH, script.PATH, openapi.PATH)
            or path.rstrip("/") in ROUTES
            or path.startswith(redirect.PREFIX)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            request = Request.of(scope, receive, self._trusted_proxies)
            try:
                answer = await self._answer(request)
            except Gone:
                return
            await answer.send(send, head=request.method == "HEAD")

    async def _answer(self, request: Request) -> Answer:
        path = request.path
        if route := ROUTES.get(path.rstrip("/")):
            return await self._intake.answer(request, route)
        if path.startswith(redirect.PREFIX):
            return await self._redirect.answer(request)
        if path == script.PATH:
            return await self._script.answer(request)
        if path == openapi.PATH:
            return await self._description.answer(request)
        if path == HEALTH:
            return await self._health()
        return refusal(Refused(404, "not_found", "Nothing is collected here"))

    async def _health(self) -> Answer:
        """503 when the last write failed, so that a load balancer looks elsewhere."""
        self._salt.forget(self._now())
        status = await asyncio.to_thread(self._spool.status)
        oldest = status.oldest_at
        age = None if oldest is None else max(micros(self._now()) - oldest, 0) / 1e6
        content = asdict(status)
        content |= {"ok": not status.trouble, "oldest_age_seconds": age}
        return json_answer(503 if status.trouble else 200, content)

    async def _live(self, receive: Receive, send: Send) -> None:
        """The server's start and stop: what waits is written before the process ends."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._salt.forget(self._now())
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.to_thread(self._spool.close)
                await send({"type": "lifespan.shutdown.complete"})
                return

"""/g/<code>: log the click, then lead the visitor on, whatever happens to the log."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime

from drumbeat.collector import landing, letters
from drumbeat.collector.codes import normalised
from drumbeat.collector.device import recognise
from drumbeat.collector.http import Answer, Refused, Request, refusal
from drumbeat.collector.normalise import micros
from drumbeat.collector.nowhere import not_found
from drumbeat.collector.privacy import consent, refuses
from drumbeat.collector.registry import Link, Links
from drumbeat.collector.spool import EventSpool, SpoolFull
from drumbeat.warehouse.events import Event

PREFIX = "/g/"
PATIENCE_SECONDS = 1.0  # how long a visitor may wait for the log
NO_CODE = "(not a code)"


class Redirect:
    """Answers one click. now: aware, UTC. visitor: see normalise.Sender."""

    def __init__(
        self,
        spool: EventSpool,
        links: Links,
        now: Callable[[], datetime],
        visitor: Callable[[str, str, str, datetime], str],
    ) -> None:
        self._spool = spool
        self._links = links
        self._now = now
        self._visitor = visitor

    async def answer(self, request: Request) -> Answer:
        """302 to the link's destination or, once retired, its fallback; 404 for no such code."""
        if request.method not in ("GET", "HEAD"):
            return refusal(Refused(405, "method_not_allowed", "Open this link", allow="GET, HEAD"))
        code = normalised(request.path.removeprefix(PREFIX).rstrip("/"))
        link = await self._links(code) if code else None
        target = link and (link.destination_url if link.state == "live" else link.fallback_url)
        click = await self._log(request, link) if link else ""
        if not link:
            self._spool.count_unknown(code or NO_CODE)
        if not target:
            return not_found(request.headers.get("accept-language", ""))
        return Answer(
            302,
            headers={
                "location": landing.with_click(target, click),
                "cache-control": "no-store",
                "referrer-policy": "no-referrer-when-downgrade",
            },
        )

    async def _log(self, request: Request, link: Link) -> str:
        """The click's id to hand on; "" for who denied being counted or when it was lost."""
        event = self._event(request, link)
        kept = asyncio.ensure_future(self._keep(event))
        # A slow disk does not hold the visitor up; what becomes of the click is counted all the same.
        done, _ = await asyncio.wait({kept}, timeout=PATIENCE_SECONDS)
        stored = kept.result() if done else True
        return event.click if stored else ""

    async def _keep(self, event: Event) -> bool:
        try:
            await self._spool.append(letters.of_events([event], event.received))
        except SpoolFull:
            self._spool.count_lost(event.code)
            return False
        return True

    def _event(self, request: Request, link: Link) -> Event:
        received = self._now()
        agent = request.headers.get("user-agent", "")
        device = recognise(agent)
        agreed = consent(None, denied=refuses(request.headers))
        known = agreed != "denied"
        click = secrets.token_hex(10)
        place = landing.read(link.destination_url)
        at = micros(received)
        return Event(
            brand=link.brand,
            source=link.source,
            message_id=click,
            type="click",
            name="click",
            ts=at,
            received=at,
            anonymous_id=self._visitor(link.brand, request.address, agent, received)
            if known
            else "",
            url=place.url,
            path=place.path,
            host=place.host,
            referrer=landing.read(request.headers.get("referer", "")).url,
            code=normalised(link.code) or link.code,
            click=click if known else "",
            device=device.kind,
            in_app=device.in_app,
            bot=device.bot or _looks_ahead(request),
            consent=agreed,
            library="drumbeat-link",
            **{f"utm_{key}": value for key, value in place.utm.items()},
        )


def _looks_ahead(request: Request) -> bool:
    """A preview or a prefetch, not a person: it asks for the head or says so itself."""
    purpose = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return request.method == "HEAD" or "prefetch" in purpose or "preview" in purpose

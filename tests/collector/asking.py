"""Ask the real application in process, as a server would."""

from __future__ import annotations

import asyncio
import base64
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from drumbeat.collector.app import Collector
from drumbeat.collector.letters import events_in, unpack
from drumbeat.collector.spool import Spool
from drumbeat.collector.visitor import DailySalt
from drumbeat.warehouse.events import Event
from tests.collector.serving import keys, links_from, links_to

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Safari/537.36"
)


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Site:
    """A collector with its spool; `now` stands still until moved."""

    def __init__(self, folder, *, trusted_proxies: int = 0, **spool_options) -> None:
        self.now = NOON
        self.spool = Spool(folder / "spool.db", **spool_options)
        self.visitor = DailySalt(folder).visitor
        self.app = Collector(
            self.spool,
            keys,
            links_from(links_to("https://tea.example/moon")),
            salts=folder,
            now=lambda: self.now,
            trusted_proxies=trusted_proxies,
        )

    def ask(self, method, path, body=b"", *, address="203.0.113.77", **headers) -> Reply:
        """headers: user_agent="…" becomes user-agent."""
        return asyncio.run(self._ask(method, path, body, address, headers))

    def post(self, path, content, *, key="key-site", **headers) -> Reply:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        if key:
            headers["authorization"] = basic(key)
        return self.ask("POST", path, body, **headers)

    def events(self) -> list[Event]:
        """Everything in the spool, oldest first, as the loader will read it."""
        return events_waiting(self.spool.path, self.visitor)

    async def _ask(self, method, path, body, address, headers) -> Reply:
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
            ],
            "client": (address, 50_000),
        }
        sent: list[dict] = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        start = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return Reply(sent[0]["status"], start, b"".join(part["body"] for part in sent[1:]))


def basic(user: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:".encode()).decode()


def events_waiting(spool_path: Path, visitor=None) -> list[Event]:
    """What waits in a spool file, read beside its owner."""
    visitor = visitor or DailySalt(spool_path.parent).visitor
    with closing(sqlite3.connect(spool_path)) as db:
        rows = db.execute("SELECT seq, size, body FROM chunk ORDER BY seq").fetchall()
    found: list[Event] = []
    for seq, size, body in rows:
        for number, letter in enumerate(unpack(size, body)):
            events, faults = events_in(letter, "test", seq, number, visitor)
            assert not faults, faults
            found += [event for _, event in events]
    return found

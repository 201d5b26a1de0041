"""Durable intake against decoding alone: how much of the possible does a 200 cost?

Ours: the real ASGI application in process, batches of a hundred events, answered after the group
commit to disk. Reference: the same bodies only decoded by msgspec, the physical limit of intake.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from drumbeat.collector import segment
from drumbeat.collector.app import Collector
from drumbeat.collector.registry import Source
from drumbeat.collector.spool import Spool

ROUNDS, BATCH, AT_ONCE = 5, 100, 16


def measure(*, quick: bool) -> Iterator[dict]:
    bodies = [_body(n) for n in range(30 if quick else 300)]
    ours, reference = [], []
    with tempfile.TemporaryDirectory() as folder:
        spool = Spool(Path(folder) / "spool.sqlite3")
        collector = Collector(spool, _keys, _links, salts=folder)
        for _round in range(ROUNDS):
            ours.append(_timed(lambda: asyncio.run(_send_all(collector, bodies))))
            reference.append(_timed(lambda: [segment.read(body, "batch") for body in bodies]))
        spool.close()
    yield {"name": "intake: batches of 100", "ours": ours, "reference": reference, "bar": 0.5,
           "what": "decoding alone"}  # fmt: skip


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _body(number: int) -> bytes:
    batch = [
        {
            "type": "track",
            "event": "Product Viewed",
            "messageId": f"{number}-{n}",
            "anonymousId": f"visitor-{number}-{n % 20}",
            "timestamp": "2026-11-20T08:00:00.000Z",
            "properties": {"sku": f"tea-{n % 7}", "price": 39.9, "list": "home"},
            "context": {"page": {"url": "https://shop.example/tea?dbc=7K2Q9MX"}},
        }
        for n in range(BATCH)
    ]
    return json.dumps({"batch": batch, "writeKey": "key"}).encode()


async def _keys(_key):
    return Source(id="src", brand="bench")


async def _links(_code):
    return None


async def _send_all(collector, bodies) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(body):
        async with gate:
            await _post(collector, body)

    await asyncio.gather(*(one(body) for body in bodies))


async def _post(collector, body: bytes) -> None:
    answers = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        answers.append(message)

    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": "/v1/batch",
             "raw_path": b"/v1/batch", "query_string": b"", "headers": headers,
             "client": ("127.0.0.1", 1), "scheme": "http", "asgi": {"version": "3.0"}}  # fmt: skip
    await collector(scope, receive, send)
    if answers[0]["status"] != 200:
        raise RuntimeError(f"the collector answered {answers[0]['status']}")

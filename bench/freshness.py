"""From acknowledged to visible: 5,000 events a second for ten minutes through the whole product.

`drumbeat serve` runs as people run it. Whatever the lake publishes says up to which arrival its
answers reach, so an event that came just after that moment has waited until the next publication:
that wait is the longest anybody saw, and it is what is measured here.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import quantiles

import msgspec

from bench.load import post, send_paced
from bench.memory import resident
from bench.serving import wait_for

RATE = 5_000
BATCH = 100
PATIENCE_SECONDS = 3.0
MOST_GROWTH = 1.1  # of memory, from the first fifth of the run to the last
_SETTLE_SECONDS = 300
_SOLD = 3  # of a batch
_CROWD = 1_000  # batches until its visitors come again, for a visit of
_PAGES = 5  # pages each; then others come
_MARK = b"########"  # in its place, the batch's number

_COMMAND = [sys.executable, "-c", "from drumbeat.config.cli import main; main()"]
_FOUND = """
import django; django.setup()
from drumbeat.config.commands.prepare import prepare
prepare()
from drumbeat.insight.models import Source
from drumbeat.people.founding.actions import found_brand
from drumbeat.people.models import Member, Person
person = Person.objects.create_user("bench@example.test", "correct horse battery", name="B")
found_brand(person, name="Bench", language="en", currency="CNY", time_zone="UTC",
            calendar="CN", roles=["an"])
member = Member.objects.get()
print(Source.objects.create(brand=member.brand, owner=member, title_en="Site").write_key)
print(member.brand_id)
"""
_COUNTED = """
import django, sys; django.setup()
from datetime import UTC, date, datetime, timedelta
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
from drumbeat.warehouse.questions import Period, daily
today = datetime.now(UTC).date()
rows = daily(lake_of(Brand.objects.get()), period=Period(today - timedelta(1), today, "UTC")).rows
print(round(sum(row["outcomes"] for row in rows)))
"""


def measure(*, quick: bool) -> Iterator[dict]:
    seconds = 60 if quick else 600
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        *_, key, brand = _run(home, _FOUND).split()
        with _serving(home) as (port, pid):
            seen = asyncio.run(_watched(port, pid, key, home / "lake" / brand, seconds))
        counted, sold = int(_run(home, _COUNTED)), seen.batches * _SOLD
    if counted != sold:
        raise RuntimeError(f"{sold} orders were acknowledged and {counted} are in the results")
    yield {"name": "freshness: events a second", "ours": [1 / seen.rate], "reference": [1 / RATE],
           "bar": 0.98, "unit": "s an event", "what": f"{RATE} a second"}  # fmt: skip
    yield {"name": "freshness: longest until visible", "ours": [max(seen.waits)],
           "reference": [PATIENCE_SECONDS], "bar": 1.0, "what": "3 s"}  # fmt: skip
    yield {"name": "freshness: 95 of 100 waits", "ours": [quantiles(seen.waits, n=20)[-1]],
           "reference": [PATIENCE_SECONDS], "bar": 0.0, "what": "3 s"}  # fmt: skip
    fifth = max(len(seen.memory) // 5, 1)
    yield {"name": "freshness: memory of the last fifth", "ours": seen.memory[-fifth:],
           "reference": seen.memory[fifth : 2 * fifth], "bar": 1 / MOST_GROWTH, "unit": "MB",
           "what": "the second fifth"}  # fmt: skip


class _Seen:
    """What was seen of one run. waits: seconds, in order; memory: MB, once a second."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.memory: list[float] = []
        self.batches = 0
        self.rate = 0.0


async def _watched(port: int, pid: int, key: str, lake: Path, seconds: int) -> _Seen:
    seen, began = _Seen(), time.time()
    template = _template(key)
    requests = (_batch(template, number) for number in range(seconds * RATE // BATCH))
    looking = asyncio.create_task(_look(lake / "derived.json", pid, seen, began))
    answers = await send_paced(port, requests, connections=16, a_second=RATE / BATCH)
    seen.batches, seen.rate = len(answers.waits), len(answers.waits) * BATCH / answers.seconds
    ended, until = time.time(), time.time() + _SETTLE_SECONDS
    while _reach(lake / "derived.json") < ended - 0.5 and time.time() < until:
        await asyncio.sleep(0.1)
    await asyncio.sleep(2 * PATIENCE_SECONDS)
    looking.cancel()
    return seen


async def _look(published: Path, pid: int, seen: _Seen, began: float) -> None:
    reached, second = began, 0.0
    while True:
        now = time.time()
        if (reach := _reach(published)) > reached:
            seen.waits.append(now - reached)
            reached = reach
        if now - second >= 1:
            second = now
            seen.memory.append(resident(pid))
        await asyncio.sleep(0.05)


def _reach(published: Path) -> float:
    """Up to which arrival the lake's answers reach, in seconds since 1970; 0 before the first."""
    if not published.exists():
        return 0.0
    told = msgspec.json.decode(published.read_bytes())["fresh_until"]
    return datetime.fromisoformat(told).timestamp() if told else 0.0


def _template(key: str) -> bytes:
    events = []
    for n in range(BATCH):
        sold = n < _SOLD
        events.append(
            {
                "type": "track" if sold else "page",
                "messageId": f"{_MARK.decode()}-{n}",
                "anonymousId": f"visitor-@@@@-{n}",
                "context": {"page": {"url": f"https://shop.example/{n}?utm_source=s{n % 9}"}},
            }
            | (
                {"event": "Order Completed",
                 "properties": {"order_id": f"{_MARK.decode()}-{n}", "total": 39, "currency": "CNY"}}
                if sold
                else {}
            )
        )  # fmt: skip
    return json.dumps({"batch": events, "writeKey": key}).encode()


def _batch(template: bytes, number: int) -> bytes:
    visitors = number // (_CROWD * _PAGES) * _CROWD + number % _CROWD
    body = template.replace(_MARK, b"%08d" % number).replace(b"@@@@", b"%06d" % visitors)
    return post("/v1/batch", body)


def _run(home: Path, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=_environment(home), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {
        "DRUMBEAT_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "drumbeat.config.settings",
    }


@contextmanager
def _serving(home: Path) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [*_COMMAND, "serve", "--port", str(port)],
            env=_environment(home), stdout=log, stderr=log,
        )  # fmt: skip
    try:
        wait_for(port, 300)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)

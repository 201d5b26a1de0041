"""Durable intake against decoding alone: how much of the possible does a 200 cost?

Both applications stand behind the same server on loopback, and one process sends to them in turn.
Ours answers after the group commit to disk; the bound decodes the same bodies with the same
decoder, keeps nothing, and answers.
"""

import json
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.load import post, send
from bench.memory import resident
from bench.serving import served

ROUNDS = 5
CONNECTIONS, CROWD = 64, 256
"""Few wait for one disk together; a brand whose visitors send by themselves has more than a few."""
PATIENCE_SECONDS = 0.1
IDLE, IDLE_MB = 1_000, 50
BATCH = 100


def measure(*, quick: bool) -> Iterator[dict]:
    size = 0.1 if quick else 1.0
    batches = [post("/v1/batch", _batch(n)) for n in range(int(3_000 * size))]
    singles = [post("/v1/track", json.dumps(_event(n, 0)).encode()) for n in range(int(30_000 * size))]  # fmt: skip
    with (
        tempfile.TemporaryDirectory() as folder,
        served("collecting", Path(folder)) as (ours, process),
        served("decoding", Path(folder)) as (bound, _),
    ):
        yield from _compared("intake: batches of 100", ours, bound, batches)
        yield from _compared("intake: single events", ours, bound, singles)
        yield {"name": f"intake: {IDLE} idle connections",
               "ours": [_idle(ours, process, singles[0])],
               "reference": [IDLE_MB], "bar": 1.0, "unit": "MB", "what": "50 MB"}  # fmt: skip


def _compared(name: str, ours: int, bound: int, requests: list[bytes]) -> Iterator[dict]:
    for connections, bar in ((CROWD, 0.5), (CONNECTIONS, 0.0)):
        seconds: dict[int, list[float]] = {ours: [], bound: []}
        worst: list[float] = []
        for _round in range(ROUNDS + 1):
            for port in (ours, bound):
                answers = send(port, requests, connections)
                seconds[port].append(answers.seconds)
                if port == ours:
                    worst.append(answers.percentile(0.99))
        yield {"name": f"{name}, {connections} connections", "ours": seconds[ours][1:],
               "reference": seconds[bound][1:], "bar": bar, "what": "decoding alone"}  # fmt: skip
    yield {"name": f"{name}, p99 of {CONNECTIONS} connections", "ours": worst[1:],
           "reference": [PATIENCE_SECONDS], "bar": 1.0, "what": "100 ms"}  # fmt: skip


def _idle(port: int, process: int, request: bytes) -> float:
    """MB that the server has more while so many answered connections stay open."""
    before = resident(process)
    waiting = []
    try:
        for _number in range(IDLE):
            waiting.append(socket.create_connection(("127.0.0.1", port)))
            waiting[-1].sendall(request)
            waiting[-1].recv(4096)
        time.sleep(1)
        return max(resident(process) - before, 0.1)
    finally:
        for connection in waiting:
            connection.close()


def _batch(number: int) -> bytes:
    events = [_event(number, n) | {"type": "track"} for n in range(BATCH)]
    return json.dumps({"batch": events, "writeKey": "key"}).encode()


def _event(number: int, n: int) -> dict:
    return {
        "event": "Product Viewed",
        "writeKey": "key",
        "messageId": f"3f1c2b7e-{number:06x}-{n:04x}-9a77",
        "anonymousId": f"visitor-{(number * 7919 + n) % 100_003}",
        "timestamp": "2026-11-20T08:00:00.000Z",
        "properties": {"sku": f"tea-{n % 7}", "price": 39.9 + number % 13, "list": "home"},
        "context": {
            "page": {"url": f"https://shop.example/tea/{number % 997}?dbc=7K2Q9MX&n={n}"},
            "library": {"name": "drumbeat.js", "version": "1"},
        },
    }

"""Two applications behind the same server: the collector, and one that decodes and forgets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from drumbeat.collector.app import Collector
from drumbeat.collector.dialects.segment import _Batch, _Single
from drumbeat.collector.registry import Source
from drumbeat.collector.spool import Spool

_OK = msgspec.json.encode({"success": True})
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(_OK))]
_batch = msgspec.json.Decoder(_Batch).decode
_single = msgspec.json.Decoder(_Single).decode


async def decoding(scope, receive, send) -> None:
    """The bound: a body is received, decoded into the same structs, and answered."""
    if scope["type"] != "http":
        await _lifespan(receive, send)
        return
    chunks = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    decode = _batch if scope["path"] == "/v1/batch" else _single
    if chunks != [b""]:
        decode(b"".join(chunks))
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _OK})


async def _lifespan(receive, send) -> None:
    for word in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{word}.complete"})


async def _keys(_key):
    return Source(id="src", brand="bench", currency="CNY")


async def _links(_code):
    return None


def _collector() -> Collector:
    folder = Path(os.environ["BENCH_FOLDER"])
    return Collector(Spool(folder / "spool.db"), _keys, _links, salts=folder)


if "BENCH_FOLDER" in os.environ:
    collecting = _collector()


@contextmanager
def served(name: str, folder: Path) -> Iterator[tuple[int, int]]:
    """(port, process id) of an application of this module behind granian, one worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = f"-m granian --interface asgi --no-ws --no-log --port {port} bench.serving:{name}"
    process = subprocess.Popen(
        [sys.executable, *words.split()], env=os.environ | {"BENCH_FOLDER": str(folder)}
    )
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, seconds: float = 60) -> None:
    """Until somebody listens there; raises OSError when nobody does in time."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)

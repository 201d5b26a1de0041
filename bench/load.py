"""A load of HTTP requests from one process, lean enough not to be what is measured."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass
class Answers:
    """What came back: seconds for all, milliseconds for each, and any status that was not 200."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    refused: set[bytes] = field(default_factory=set)

    def percentile(self, share: float) -> float:
        """The wait in seconds that this share of the requests did not exceed."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))]


def post(path: str, body: bytes) -> bytes:
    """The bytes of one request that keeps its connection."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


def send(port: int, requests: Sequence[bytes], connections: int) -> Answers:
    """Send every request once over this many connections, each waiting for its answer."""
    return asyncio.run(send_paced(port, requests, connections))


async def send_paced(
    port: int, requests: Iterable[bytes], connections: int, a_second: float = math.inf
) -> Answers:
    """As `send`, beginning at most so many requests a second."""
    answers, queue = Answers(), _paced(requests, a_second)
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    users = [
        (await loop.create_connection(lambda: _User(queue, answers), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(user.finished for user in users))
    answers.seconds = time.perf_counter() - began
    if answers.refused:
        raise RuntimeError(f"the server answered {answers.refused}")
    return answers


def _paced(requests: Iterable[bytes], a_second: float) -> Iterator[tuple[float, bytes]]:
    """(seconds until it is due, request)"""
    began = time.perf_counter()
    for number, request in enumerate(requests):
        yield began + number / a_second - time.perf_counter(), request


class _User(asyncio.Protocol):
    """One connection: the next request goes out when the answer to the last is complete."""

    def __init__(self, queue, answers: Answers) -> None:
        self._queue, self._answers = queue, answers
        self.finished = asyncio.get_running_loop().create_future()
        self._got = b""

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._got += data
        head = self._got.find(b"\r\n\r\n")
        if head < 0:
            return
        lower = self._got[:head].lower()
        at = lower.find(b"content-length: ")
        length = int(lower[at + 16 :].split(b"\r\n", 1)[0])
        if len(self._got) < head + 4 + length:
            return
        self._answers.waits.append(time.perf_counter() - self._sent_at)
        if self._got[9:12] not in (b"200", b"204"):
            self._answers.refused.add(self._got[9:12])
        self._got = b""
        self._next()

    def connection_lost(self, problem) -> None:
        if not self.finished.done():
            self.finished.set_exception(ConnectionError(str(problem)))

    def _next(self) -> None:
        wait, request = next(self._queue, (0.0, None))
        if request is None:
            self.finished.set_result(None)
            self._transport.close()
        elif wait > 0:
            asyncio.get_running_loop().call_later(wait, self._write, request)
        else:
            self._write(request)

    def _write(self, request: bytes) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(request)

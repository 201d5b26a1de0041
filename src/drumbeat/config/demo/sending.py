"""The world's visitors, sent through the real collector over HTTP like any site's events."""

import http.client
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from socket import socket
from time import monotonic, sleep

BATCH = 100


@contextmanager
def a_collector() -> Iterator[int]:
    """The installation's collector on a free loopback port, in a process of its own."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A fresh process: the lake's runtime does not survive a fork.
    process = get_context("spawn").Process(target=_serve, args=(port,), daemon=False)
    process.start()
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.join(timeout=20)
        if process.is_alive():
            process.kill()


def _serve(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "drumbeat.config.demo.intake:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=5,
    ).serve()


def _wait_for(port: int, seconds: float = 30) -> None:
    until = monotonic() + seconds
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            if monotonic() > until:
                raise
            sleep(0.1)


def send(port: int, write_key: str, messages: Iterable[dict]) -> Iterator[int]:
    """Send all messages in batches of a hundred; yields how many each acknowledged batch had.

    Raises RuntimeError with the collector's own words when a batch is refused.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    key = b64encode(f"{write_key}:".encode()).decode()
    headers = {"Authorization": f"Basic {key}", "Content-Type": "application/json"}
    messages = iter(messages)
    while batch := list(islice(messages, BATCH)):
        connection.request("POST", "/v1/batch", json.dumps({"batch": batch}), headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the collector refused a batch: {answer.status} {body[:300]!r}")
        yield len(batch)

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collector.asking import Site
from tests.collector.broker import PROGRAM, NatsServer
from tests.collector.spools import FileSpools, NatsSpools

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    site.spool.close()


class Server:
    """The collector behind a real HTTP server, in processes of its own."""

    def __init__(self, folder: Path, *, workers: int = 1, **environment: str) -> None:
        self.spool_path = folder / "spool.db"
        self.port = free_port()
        self.host = f"http://127.0.0.1:{self.port}"
        self._workers = workers
        self._environment = {**os.environ, "SPOOL": str(self.spool_path), **environment}
        self.start()

    def start(self) -> None:
        command = (
            "-m granian --interface asgi --host 127.0.0.1 --no-log tests.collector.serving:app"
        )
        self._process = subprocess.Popen(
            [sys.executable, *command.split(), f"--port={self.port}", f"--workers={self._workers}"],
            cwd=ROOT,
            env=self._environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + 20
        while not self._answers():
            assert self._process.poll() is None, "the server ended early"
            assert time.monotonic() < deadline, "the server did not come up"
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9 of every process of the server."""
        os.killpg(self._process.pid, 9)
        self._process.wait()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def ask(self, method: str, path: str, body: bytes | None = None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz")[0].status == 200
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def broker(tmp_path_factory) -> Iterator[NatsServer]:
    """One nats-server for all tests that do not harm it."""
    if PROGRAM is None:
        pytest.skip("nats-server is not installed (Debian: apt-get install nats-server)")
    broker = NatsServer(tmp_path_factory.mktemp("nats"))
    yield broker
    broker.stop()


@pytest.fixture(params=["sqlite", pytest.param("nats", marks=pytest.mark.slow)])
def spools(request, tmp_path) -> Iterator[FileSpools | NatsSpools]:
    """Each kind of spool: what holds for one holds for the other."""
    if request.param == "sqlite":
        spools = FileSpools(tmp_path)
    else:
        spools = NatsSpools(request.getfixturevalue("broker"))
    yield spools
    spools.close()


@pytest.fixture
def spool(spools):
    return spools.open()

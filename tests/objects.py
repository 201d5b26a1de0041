"""An object store for tests: moto's S3 server, a process of its own on a free loopback port."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from drumbeat.warehouse.objects import ObjectPath
from tests.postgres import free_port

BUCKET = "lakes"
SECRET = "not-to-be-told-9f2c"


@contextmanager
def an_object_store() -> Iterator[dict[str, str]]:
    """Yields the environment of whoever is to use it: an empty bucket, and keys to it."""
    port = free_port()
    # Not in this process: deltalake may hold all its threads while it waits for an answer.
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _make_bucket(f"{address}/{BUCKET}", server)
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }
    finally:
        server.kill()
        server.wait()


def _make_bucket(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urlopen(Request(address, method="PUT"), timeout=30).close()
            return
        except (URLError, OSError):
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def used(environment: dict[str, str]) -> Iterator[None]:
    """Whoever asks for an object store inside of it, in this process or its children, gets that."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def fetched(there: ObjectPath, folder: Path) -> Path:
    """The folder, with a copy of all objects in it."""
    for path in there.rglob("*"):
        copy = folder / path.relative_to(there)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return folder

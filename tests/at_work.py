"""An installation that is being used: visitors who send events, a colleague who books."""

import http.client
import json
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.installation import ROOT, Installation

BATCH = 20

BOOKING = """
import django; django.setup()
import sys, time
from drumbeat.channels.links.minting import mint
from django.utils import timezone
from drumbeat.channels.models import Placement
model = Placement.objects.filter(state="live").first()
while True:
    one = Placement.objects.get(pk=model.pk)
    one.pk, one._state.adding = Placement._meta.pk.get_default(), True
    one.created_at = timezone.now()
    one.save()
    print(mint(one, by=one.owner).code, flush=True)
    time.sleep(0.1)
"""


class Visitors(threading.Thread):
    """Send one batch after the other; each event tells of the newest placement there is.

    sent: message id → tracking code, in the order of sending. acknowledged: ids answered with 200.
    """

    def __init__(self, port: int, write_key: str, codes: list[str]):
        super().__init__(daemon=True)
        self.sent: dict[str, str] = {}
        self.acknowledged: list[str] = []
        self._codes, self._leaving = codes, threading.Event()
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        key = b64encode(f"{write_key}:".encode()).decode()
        self._headers = {"Authorization": f"Basic {key}", "Content-Type": "application/json"}

    def run(self):
        while not self._leaving.wait(0.02):
            batch = [self._visit(len(self.sent)) for _ in range(BATCH)]
            self._http.request("POST", "/v1/batch", json.dumps({"batch": batch}), self._headers)
            answer = self._http.getresponse()
            answer.read()
            if answer.status == 200:
                self.acknowledged += [message["messageId"] for message in batch]

    def leave(self):
        self._leaving.set()
        self.join()

    def _visit(self, number: int) -> dict:
        code, name = self._codes[-1], f"{id(self)}-{number}"
        self.sent[name] = code
        address = f"https://rockmist.example/?dbc={code}&dbt=c-{name}"
        return {
            "type": "page",
            "messageId": name,
            "anonymousId": f"anon-{name}",
            "timestamp": datetime.now(UTC).isoformat(),
            "context": {"page": {"url": address}, "consent": {"status": "granted"}},
        }


@contextmanager
def somebody_books(installation: Installation) -> Iterator[list[str]]:
    """Somebody books placements all the time; yields the growing list of their codes."""
    codes: list[str] = []
    colleague = subprocess.Popen(
        [sys.executable, "-c", BOOKING],
        env=installation.environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    reading = threading.Thread(
        target=lambda: codes.extend(line.strip() for line in colleague.stdout), daemon=True
    )
    reading.start()
    try:
        wait_until(lambda: codes)
        yield codes
    finally:
        colleague.terminate()
        colleague.wait()
        reading.join()


def wait_until(holds, seconds: float = 90):
    """Until it holds. Raises AssertionError when it takes longer."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)

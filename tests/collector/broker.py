"""A nats-server of the test's own: its port, its folder, its death."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAM = shutil.which("nats-server")


class NatsServer:
    """One nats-server on loopback; `kill` and `start` again on the same folder."""

    def __init__(self, folder: Path, *, max_payload: str = "8MB") -> None:
        self.folder = folder
        self.port = _free_port()
        self._config = folder / "nats.conf"
        folder.mkdir(parents=True, exist_ok=True)
        self._config.write_text(
            f"host: 127.0.0.1\nport: {self.port}\nmax_payload: {max_payload}\n"
            f'jetstream {{ store_dir: "{folder}", max_file_store: 9TB{_always_synced()} }}\n'
        )
        self.start()

    def url(self, stream: str = "drumbeat", options: str = "") -> str:
        return f"nats://127.0.0.1:{self.port}/{stream}{options}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [PROGRAM, "-c", str(self._config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert self._process.poll() is None, "nats-server ended early"
                assert time.monotonic() < deadline, "nats-server did not come up"
                time.sleep(0.02)

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=20)


def _always_synced() -> str:
    """Debian 12's nats-server is older than the setting; without it the kernel decides when."""
    words = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout
    major, minor = map(int, re.search(r"v(\d+)\.(\d+)", words).groups())
    return ", sync_interval: always" if (major, minor) >= (2, 10) else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

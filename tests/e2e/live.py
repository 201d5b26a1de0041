"""The product as people run it: `drumbeat serve` in a process of its own, in a home of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.collector.conftest import free_port
from tests.world import PASSWORD

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from drumbeat.config.cli import main; main()"]
A_TEAM = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "drumbeat.config.settings"
import django
django.setup()
from drumbeat.config.commands.prepare import prepare
prepare()
from drumbeat.people.founding.actions import found_brand
from tests.content.factory import Team
from tests.world import a_person
lead = found_brand(a_person("Lin Yue"), name="Rock Mist", calendar="CN", language="en",
                   currency="CNY", time_zone="Asia/Shanghai")
team = Team(lead.brand)
"""
"""For `Product.run`: founds a brand; what follows has its people as `team`."""


class Product:
    """A served product. `url` is its address, `log` the file with what it said."""

    def __init__(self, home: Path, **environment: str):
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / "serve.log"
        inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        self.environment = {
            **inherited,
            "DRUMBEAT_HOME": str(home),
            "DRUMBEAT_URL": self.url,
            **environment,
        }
        home.mkdir(parents=True, exist_ok=True)

    def run(self, *command: str) -> str:
        """Run a Python command line in the product's home; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *command: str, within: float = 180) -> "Product":
        """Run a serving command (default: `serve`) until it answers, at most `within` seconds."""
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*COMMAND, *(command or ["serve"]), "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + within
        while not self._answers():
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def complaints(self) -> list[str]:
        """Lines of the log that tell of a fault."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if " ERROR " in line or line.startswith("Traceback")]

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sign-in/", timeout=1):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False


def signs_in(page, email: str) -> None:
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")

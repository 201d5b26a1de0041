"""An installation of its own for a test: the real `drumbeat` command over a home folder."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.live import Product

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


class Installation:
    """A home folder and the commands that people run over it."""

    def __init__(self, home: Path, **environment: str):
        self.home = home
        self.environment = os.environ | {
            "DRUMBEAT_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "drumbeat.config.settings",
            "DRUMBEAT_DATABASE_URL": "sqlite:///",
            "DRUMBEAT_MAIL_URL": "memory://",
            **environment,
        }

    def prepared(self) -> "Installation":
        """With its tables, as any command that starts the product leaves it."""
        self.ask("from drumbeat.config.commands.prepare import prepare\nanswer = prepare()")
        return self

    def drumbeat(self, *words: object, check=True) -> subprocess.CompletedProcess:
        """Run `drumbeat words…`; its output is text."""
        program = "from drumbeat.config.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, words)],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    @contextmanager
    def serving(self, *command: str, within: float = 180) -> Iterator[Product]:
        """The product, served from this home (by `serve`, or another command that ends so)."""
        served = Product(self.home, **self.environment)
        try:
            yield served.start(*command, within=within)
        finally:
            served.stop()

    def ask(self, program: str):
        """What a few lines of Python with Django set up leave in `answer`, through JSON."""
        script = f"import django, json; django.setup()\n{program}\nprint(json.dumps(answer))"
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

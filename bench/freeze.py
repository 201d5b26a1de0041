"""Freezing everything of a brand at once: ten thousand placements against one second."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BAR = 1.0
ROUNDS = 3


def measure(*, quick: bool) -> Iterator[dict]:
    number = 1_000 if quick else 10_000
    with tempfile.TemporaryDirectory() as folder:
        made = _made(folder, number)
        yield {"name": f"freeze: {number} placements", "ours": [_frozen(made) for _ in range(ROUNDS)],
               "reference": [BAR] * ROUNDS, "bar": 1.0, "what": "1 s"}  # fmt: skip
        _close()


def _made(folder, number):
    """Settings read the home when they are imported, so this comes before any model."""
    os.environ["DRUMBEAT_HOME"] = str(Path(folder) / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "drumbeat.config.settings"
    import django

    django.setup()
    from drumbeat.config.commands.prepare import prepare

    prepare()
    from bench.brand import years

    return years(placements=number, tasks=10)


def _frozen(made) -> float:
    """Seconds for one freeze of everything, all of it live, to the end of its transaction."""
    from django.utils import timezone

    from drumbeat.channels.freezes.actions import freeze
    from drumbeat.channels.models import Placement
    from drumbeat.strategy.crisis.actions import report
    from drumbeat.strategy.models import Crisis, Freeze

    Placement.objects.update(state="live")
    crisis = report(made.lead, title="Rumour", what_happened="A video", t0=timezone.now())
    Crisis.objects.update(level="L4", state="active")
    crisis.refresh_from_db()
    begun = time.perf_counter()
    count = freeze(crisis, [{}], by=made.lead, reason="until we know more")
    took = time.perf_counter() - begun
    assert count == Placement.objects.filter(state="paused").count()
    Freeze.objects.all().delete()
    return took


def _close() -> None:
    from django.db import connections

    connections.close_all()

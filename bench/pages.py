"""The pages that people open all day, in a brand with years behind it: server time against 80 ms.

A page is asked for through the whole application, middleware to markup, by a signed-in lead, and
timed on the processor's clock, so that what else the machine does is not counted. `ours` holds the
slowest of every twenty askings, so that its median is near the 95th percentile of all.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BAR = 0.080
ASKED, ROUNDS = 20, 3


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        _open_home(folder)
        from bench.brand import years

        made = years(placements=1_000 if quick else 10_000, tasks=10_000 if quick else 100_000)
        client = _signed_in(made.lead)
        for name, address in _pages(made).items():
            ours = [_slowest(client, f"/b/bench{address}") for _round in range(ROUNDS)]
            yield {"name": f"pages: {name}", "ours": ours, "reference": [BAR] * ROUNDS,
                   "bar": 1.0, "what": "80 ms"}  # fmt: skip
        _close_home()


def _open_home(folder: str) -> None:
    """Settings read the home when they are imported, so this comes before any model."""
    os.environ["DRUMBEAT_HOME"] = str(Path(folder) / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "drumbeat.config.settings"
    import django

    django.setup()
    from drumbeat.config.commands.prepare import prepare
    from drumbeat.config.loading import load_pages

    prepare()
    load_pages()  # as a server does


def _close_home() -> None:
    from django.db import connections

    connections.close_all()


def _signed_in(lead):
    from django.test import Client

    client = Client()
    client.force_login(lead.person)
    return client


def _pages(made) -> dict[str, str]:
    campaign, placement, plan = made.campaign.pk, made.placement.pk, made.campaign.plan_id
    channel = made.placement.channel_id
    every = "/channels/placements/?state=all"
    return {
        "today": "/today/",
        "my tasks": "/work/",
        "task list": "/work/tasks/",
        "task list, last page": "/work/tasks/?page=99999",
        "run page": f"/work/runs/{made.run.pk}/",
        "board": f"/work/runs/{made.run.pk}/board/",
        "placements, not over yet": "/channels/placements/",
        "placements, all": every,
        "placements, last page": f"{every}&page=99999",
        "placements, filtered": f"{every}&campaign={campaign}&channel={channel}",
        "placement": f"/channels/placements/{placement}/",
        "lineage of a placement": f"/thread/placement/{placement}/",
        "ribbon of a placement": f"/thread/placement/{placement}/ribbon/",
        "campaigns": "/review/",
        "campaign room": f"/review/campaigns/{campaign}/",
        "retrospective": f"/review/campaigns/{campaign}/retrospective/",
        "flight board": f"/channels/flights/?campaign={campaign}",
        "channel": f"/channels/channels/{channel}/",
        "goals": "/strategy/goals/",
        "plan": f"/strategy/plans/{plan}/",
        "search": "/knowledge/find/?q=placement",
    }


def _slowest(client, address: str) -> float:
    _asked(client, address)
    return max(_asked(client, address) for _time in range(ASKED))


def _asked(client, address: str) -> float:
    began = time.process_time()
    answer = client.get(address)
    spent = time.process_time() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return spent

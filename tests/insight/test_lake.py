"""From the spool into the lakes of all brands, as the beat does it."""

import asyncio

import pytest

from drumbeat.collector.letters import of_events
from drumbeat.collector.spool import Spool
from drumbeat.insight import lake as loading
from drumbeat.insight.lake import lake_of, load_all
from drumbeat.warehouse.events import Event

pytestmark = pytest.mark.django_db


def sent(spool, brand, name):
    event = Event(brand=brand.pk, source="web", message_id=name, type="page", ts=7, received=7)
    asyncio.run(spool.append(of_events([event], 7)))


def test_loading_ends_although_something_always_comes(analyst, tmp_path, monkeypatch):
    spool, real = Spool(tmp_path / "spool.db"), loading.load_once
    sent(spool, analyst.brand, "first")

    def another_comes_meanwhile(*given):
        report = real(*given)
        sent(spool, analyst.brand, f"after-{lake_of(analyst.brand).events_version()}")
        return report

    monkeypatch.setattr(loading, "load_once", another_comes_meanwhile)
    load_all(spool)

    assert sum(lake_of(analyst.brand).event_rows().values()) == 1
    assert spool.status().depth == 1
    spool.close()


def test_a_backlog_of_many_portions_is_loaded_whole(analyst, tmp_path, monkeypatch):
    spool, real = Spool(tmp_path / "spool.db"), loading.load_once
    for number in range(7):
        sent(spool, analyst.brand, str(number))
    monkeypatch.setattr(loading, "load_once", lambda *given: real(*given, limit=2))
    load_all(spool)

    assert sum(lake_of(analyst.brand).event_rows().values()) == 7
    spool.close()

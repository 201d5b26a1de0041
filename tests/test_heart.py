"""The beat: what fails for one keeps nothing from the others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from drumbeat.collector.spool import Spool
from drumbeat.config import heart
from drumbeat.config.heart import Heart, keep_time
from drumbeat.insight.lake import lake_of, trim_all
from drumbeat.warehouse.lake import BrandLake
from tests.insight.factory import a_visit, happened
from tests.knowledge.factory import a_published_learning
from tests.world import a_brand

pytestmark = pytest.mark.django_db


def test_a_duty_that_fails_keeps_no_other_from_being_done(lead, monkeypatch, caplog):
    learning = a_published_learning(lead)

    def go_live_due(now):
        raise RuntimeError("a placement that nobody foresaw")

    monkeypatch.setattr(heart, "go_live_due", go_live_due)
    keep_time(datetime.combine(learning.expires_on, datetime.min.time(), UTC) + timedelta(days=2))

    learning.refresh_from_db()
    assert learning.state == "expired"
    assert "go_live_due failed" in caplog.text
    assert "a placement that nobody foresaw" in caplog.text


@pytest.mark.parametrize("took", [0, 0.4, 0.8, 1.2])
def test_a_quick_beat_rests_as_long_as_what_comes_is_seen_in_time(took):
    rest = heart.rest_after(took)
    assert 0 < rest <= 1
    assert heart.LOADED_SECONDS + 2 * took + rest <= heart.FRESH_SECONDS + 1e-9


def test_a_beat_that_takes_long_hardly_rests():
    assert 0 < heart.rest_after(5.0) < heart.rest_after(0.5)


@pytest.mark.lake
def test_a_brand_with_a_broken_lake_keeps_no_other_from_its_numbers(brand, settings, tmp_path):
    settings.LAKE_ROOT = tmp_path / "lake"
    other = a_brand()
    for each in (brand, other):
        happened(each, a_visit(timezone.now() - timedelta(hours=1)), derive=False)
    (tmp_path / "lake" / brand.pk / "derived.json").write_text("a torn page")

    with pytest.RaisesGroup(Exception) as broken:
        Heart(Spool(tmp_path / "spool.sqlite3")).derive_all()

    assert broken.value.exceptions[0].__notes__ == [f"brand {brand.slug}"]
    assert lake_of(other).manifest().tables


def test_a_brand_with_a_broken_lake_keeps_no_others_logs_from_being_trimmed(brand, monkeypatch):
    other, trimmed = a_brand(), []

    def trim(lake):
        if lake.brand == brand.pk:
            raise OSError("a disk that went away")
        trimmed.append(lake.brand)

    monkeypatch.setattr(BrandLake, "trim_logs", trim)
    with pytest.RaisesGroup(OSError) as broken:
        trim_all()
    assert trimmed == [other.pk]
    assert broken.value.exceptions[0].__notes__ == [f"brand {brand.slug}"]

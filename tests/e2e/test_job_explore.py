"""Explore a long log: an estimate at once, the exact numbers in its place, saved ones ahead."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from drumbeat.insight.behaviour import paths
from drumbeat.insight.funnels import ahead, telling
from drumbeat.insight.models import Funnel
from tests.insight.factory import a_purchase, a_visit, happened
from tests.world import a_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.lake,
    pytest.mark.django_db(transaction=True),
]

NOON = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=12, minute=0) - timedelta(days=3)
STEPS = [{"kind": "page", "value": "/tea/*"}, {"kind": "event", "value": "Order Completed"}]


@pytest.fixture(autouse=True)
def _own_lake(settings, tmp_path):
    settings.LAKE_ROOT = tmp_path / "lake"


@pytest.fixture
def analyst(brand, monkeypatch):
    """Of a brand whose log is taken for a long one."""
    monkeypatch.setattr(paths, "AT_ONCE", 0)
    for place in (telling, ahead):
        monkeypatch.setattr(place, "AT_ONCE", 0)
    happened(
        brand,
        *(a_visit(NOON + timedelta(minutes=n), f"v{n}", path="/tea/green") for n in range(300)),
        a_purchase(NOON + timedelta(minutes=9), 26_800, "A-1"),
    )
    return a_member(brand, "an")


def holding(page) -> list:
    """The requests for exact numbers, which wait to be let go on."""
    held = []
    page.route("**/*exact=1*", lambda route: held.append(route))
    return held


def test_an_estimate_makes_room_for_what_everybody_did(at_a_browser, analyst):
    funnel = Funnel.objects.create(
        brand=analyst.brand, owner=analyst, title_en="Tea to order", steps=STEPS
    )
    reader = at_a_browser(analyst)
    for address in (f"insight/funnels/{funnel.pk}/", "insight/paths/"):
        held = holding(reader.page)
        with reader.page.expect_request("**/*exact=1*"):
            reader.page.goto(f"{reader.url}{reader.brand}/{address}")
        reader.page.locator(".estimate").wait_for()
        assert reader.page.locator(".number-note", has_text="–").count()
        for request in held:
            request.continue_()
        reader.page.locator(".estimate").wait_for(state="detached")
        reader.page.unroute("**/*exact=1*")
        assert "300" in reader.looks().page.locator("#answer").inner_text()


def test_a_saved_funnel_is_there_at_once_and_counts_on_when_asked(at_a_browser, analyst):
    funnel = Funnel.objects.create(
        brand=analyst.brand, owner=analyst, title_en="Tea to order", steps=STEPS
    )
    ahead.count_due(datetime.now(UTC))
    happened(analyst.brand, a_visit(NOON, "late", path="/tea/white"))
    reader = at_a_browser(analyst)
    reader.opens(f"insight/funnels/{funnel.pk}/").must_be_told("300")
    reader.page.locator("#answer .callout a[href*='exact=1']").click()
    reader.page.locator("#answer", has_text="301").wait_for()
    assert not reader.looks().page.locator("#answer .callout").count()

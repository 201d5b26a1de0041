"""Saved funnels: made out of what was really seen, drawn, edited and archived."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from drumbeat.insight.funnels import actions, ahead, telling
from drumbeat.insight.funnels.telling import waited
from drumbeat.insight.lake import lake_of
from drumbeat.insight.models import Funnel
from drumbeat.people.models import AuditEvent
from drumbeat.warehouse.questions.saved import counted_when
from tests.insight.factory import a_purchase, a_visit, happened
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

NOON = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=12, minute=0) - timedelta(days=3)
STEPS = [{"kind": "page", "value": "/tea/*"}, {"kind": "event", "value": "Order Completed"}]


def a_funnel(owner, **fields):
    values = {"title_en": "Tea to order", "steps": STEPS} | fields
    return Funnel.objects.create(brand=owner.brand, owner=owner, **values)


def filled(**changes):
    return {
        "title_en": "Tea to order",
        "window_hours": "24",
        "kind_0": "page",
        "value_0": "/tea/*",
        "kind_1": "event",
        "value_1": "Order Completed",
        "row_version": "1",
    } | changes


@pytest.fixture
def shop(analyst):
    """Anna looked at tea and bought ten minutes later; bo looked only."""
    happened(
        analyst.brand,
        a_visit(NOON, path="/tea/green"),
        a_purchase(NOON + timedelta(minutes=10), 26_800, "A-1"),
        a_visit(NOON, "bo", path="/tea/black"),
    )
    return analyst


def test_a_funnel_is_made_of_what_was_seen_and_opens(shop):
    browser = signed_in(shop)
    form = browser.get("/insight/funnels/new/").content.decode()
    assert '<option value="Order Completed">' in form
    assert '<option value="/tea/green">' in form
    answer = browser.post("/insight/funnels/new/", filled())
    made = Funnel.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/insight/funnels/{made.pk}/")
    assert made.steps == STEPS
    assert AuditEvent.objects.get(object_id=made.pk).verb == "made"
    text = browser.get(f"/insight/funnels/{made.pk}/").content.decode()
    for words in ("1. /tea/*", "1 stopped here (50%)", "10 minutes"):
        assert words in text


def test_the_numbers_of_a_funnel_can_be_asked_and_taken_along(shop):
    funnel, browser = a_funnel(shop), signed_in(shop)
    told = browser.get(f"/insight/funnels/{funnel.pk}/ask/funnel_conversion/").content.decode()
    assert "50%" in told
    assert "SELECT" in told
    file = browser.get(f"/insight/funnels/{funnel.pk}.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["People"] for row in rows] == ["2", "1"]
    assert browser.get(f"/insight/funnels/{funnel.pk}.xlsx").status_code == 200
    assert browser.get(f"/insight/funnels/{funnel.pk}.pdf/").status_code == 404
    assert browser.get(f"/insight/funnels/{funnel.pk}/ask/revenue/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value_1": ""}, "at least two steps"),
        ({"value_0": "tea"}, "begins with /"),
        ({"window_hours": "0"}, "greater than or equal to 1"),
        ({"title_en": ""}, "Give it a name"),
    ],
)
def test_a_mistake_stands_at_its_field_and_the_rest_is_kept(shop, changes, words):
    answer = signed_in(shop).post("/insight/funnels/new/", filled(**changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert 'value="24"' in text or "window_hours" in changes
    assert not Funnel.objects.exists()


def test_editing_keeps_the_order_and_closes_gaps(shop):
    funnel = a_funnel(shop)
    url = f"/insight/funnels/{funnel.pk}/edit/"
    assert 'value="/tea/*"' in signed_in(shop).get(url).content.decode()
    answer = signed_in(shop).post(
        url, filled(value_1="", kind_3="code", value_3="C1", kind_5="page", value_5="/")
    )
    assert answer.status_code == 302
    funnel.refresh_from_db()
    assert [step["value"] for step in funnel.steps] == ["/tea/*", "C1", "/"]
    assert signed_in(shop).post(url, filled()).status_code == 409


def test_an_archived_funnel_leaves_the_list(shop):
    funnel, browser = a_funnel(shop), signed_in(shop)
    assert "Tea to order" in browser.get("/insight/funnels/").content.decode()
    assert browser.post(f"/insight/funnels/{funnel.pk}/archiving/").status_code == 302
    page = browser.get("/insight/funnels/").content.decode()
    assert "No funnel yet" in page
    assert browser.get(f"/insight/funnels/{funnel.pk}/archiving/").status_code == 405


def test_nobody_at_the_first_step_is_said(shop):
    funnel = a_funnel(shop, steps=[{"kind": "code", "value": "NONE"}, *STEPS])
    text = signed_in(shop).get(f"/insight/funnels/{funnel.pk}/").content.decode()
    assert "Nobody did the first step" in text


def test_a_foreign_brands_funnel_does_not_exist(shop):
    foreign = a_funnel(a_member(a_brand(), "an"))
    assert signed_in(shop).get(f"/insight/funnels/{foreign.pk}/").status_code == 404


def test_the_list_costs_the_same_however_many_there_are(shop, django_assert_max_num_queries):
    for number in range(5):
        a_funnel(shop, title_en=f"Funnel {number}")
    browser = signed_in(shop)
    with django_assert_max_num_queries(14):
        browser.get("/insight/funnels/")


def test_times_are_as_short_as_they_are_long():
    assert (waited(40), waited(600), waited(90_000)) == ("40 s", "10 minutes", "1 day 1 hour")


def test_a_long_log_shows_an_estimate_until_everybody_is_counted(shop, monkeypatch):
    """Of the two, nobody may be in the sample: what matters is what the page says it shows."""
    monkeypatch.setattr(telling, "AT_ONCE", 0)
    browser, funnel = signed_in(shop), a_funnel(shop)
    address = funnel.get_absolute_url()
    first = browser.get(address).content.decode()
    assert "Estimated from one person in 64" in first
    assert "one person in 64, estimated" in first
    follow = re.search(r'class="estimate" hx-get="([^"]+)"', first)[1].replace("&amp;", "&")
    exact = browser.get(address + follow).content.decode()
    assert "<strong>2</strong>" in exact
    assert "everybody" in exact
    assert "Estimated" not in exact
    # Now it is known, and nobody has to wait or guess.
    assert "Estimated" not in browser.get(address).content.decode()


def test_a_file_always_has_the_exact_numbers(shop, monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 0)
    funnel = a_funnel(shop)
    written = signed_in(shop).get(f"/insight/funnels/{funnel.pk}.csv").content.decode("utf-8-sig")
    assert [row["People"] for row in csv.DictReader(io.StringIO(written))] == ["2", "1"]


def test_a_long_log_s_funnel_is_counted_ahead_once_a_day(shop, monkeypatch):
    for place in (telling, ahead):
        monkeypatch.setattr(place, "AT_ONCE", 0)
    browser, funnel = signed_in(shop), a_funnel(shop)
    lake, now = lake_of(shop.brand), datetime.now(UTC)
    ahead.count_due(now)
    page = browser.get(funnel.get_absolute_url()).content.decode()
    assert "<strong>2</strong>" in page
    assert "Estimated" not in page
    assert "counted up to" not in page
    counted = counted_when(lake, ahead.saved(funnel))
    ahead.count_due(now)
    assert counted_when(lake, ahead.saved(funnel)) == counted
    ahead.count_due(now + timedelta(days=1))
    assert counted_when(lake, ahead.saved(funnel)) > counted

    happened(shop.brand, a_visit(NOON, "cy", path="/tea/white"))
    page = browser.get(funnel.get_absolute_url()).content.decode()
    assert "<strong>2</strong>" in page
    assert "Everybody, counted up to" in page
    assert (
        "<strong>3</strong>" in browser.get(funnel.get_absolute_url() + "?exact=1").content.decode()
    )


def test_an_archived_funnel_s_sums_go(shop, monkeypatch):
    monkeypatch.setattr(ahead, "AT_ONCE", 0)
    funnel, lake = a_funnel(shop), lake_of(shop.brand)
    ahead.count_due(datetime.now(UTC))
    assert counted_when(lake, ahead.saved(funnel))
    actions.archive(funnel, by=shop)
    ahead.count_due(datetime.now(UTC))
    assert counted_when(lake, ahead.saved(funnel)) is None


def test_a_short_log_needs_nothing_ahead(shop):
    funnel = a_funnel(shop)
    ahead.count_due(datetime.now(UTC))
    assert counted_when(lake_of(shop.brand), ahead.saved(funnel)) is None

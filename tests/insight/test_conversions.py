"""Conversions: what counts as an outcome, decided by people, counted by derivation."""

from datetime import UTC, datetime, timedelta

import pytest

from drumbeat.insight.conversions.queries import being_recounted
from drumbeat.insight.lake import derive_brand
from drumbeat.insight.models import Conversion
from tests.insight.factory import a_purchase, an_order_rule, happened
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

YESTERDAY = datetime.now(UTC) - timedelta(days=1)
TYPED = {
    "title_en": "Sign-up",
    "key": "signup",
    "event_name": "Signed Up",
    "counts": "once",
    "window_days": 14,
    "row_version": 1,
}


def signed_up(who):
    return {"type": "track", "name": "Signed Up", "at": YESTERDAY, "anonymous_id": who}


@pytest.mark.lake
def test_an_analyst_defines_what_counts_among_the_events_seen(analyst):
    happened(analyst.brand, signed_up("anna"))
    browser = signed_in(analyst)
    assert "Signed Up" in browser.get("/insight/conversions/").content.decode()
    form = browser.get("/insight/conversions/new/?event=Signed+Up").content.decode()
    assert '<option value="Signed Up">' in form
    assert browser.post("/insight/conversions/new/", TYPED).status_code == 302
    assert Conversion.objects.get().event_name == "Signed Up"


@pytest.mark.lake
def test_a_changed_definition_counts_the_past_again(analyst):
    rule = an_order_rule(analyst)
    happened(analyst.brand, signed_up("anna"), signed_up("bo"), a_purchase(YESTERDAY, 100, "A-1"))
    browser = signed_in(analyst)
    page = f"/insight/conversions/{rule.pk}/edit/"
    values = TYPED | {"key": "order", "counts": "every", "is_macro": "on"}
    assert browser.post(page, values).status_code == 302
    assert being_recounted(analyst.brand)
    assert "Being counted again" in browser.get("/insight/").content.decode()
    derive_brand(analyst.brand)
    assert not being_recounted(analyst.brand)
    assert ">2</button>" in browser.get("/insight/").content.decode()


@pytest.mark.lake
def test_an_archived_definition_counts_no_more(analyst):
    rule = an_order_rule(analyst)
    happened(analyst.brand, a_purchase(YESTERDAY, 100, "A-1"))
    signed_in(analyst).post(f"/insight/conversions/{rule.pk}/archiving/")
    assert being_recounted(analyst.brand)
    page = signed_in(analyst).get("/insight/conversions/").content.decode()
    assert "Nothing counts as an outcome yet" in page


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"key": "order"}, "Another definition has this key"),
        ({"refund_event": "Signed Up"}, "cannot take itself back"),
        ({"window_days": 0}, "Between 1 and 365"),
        ({"event_name": ""}, "required"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_is_kept(analyst, mistake, said):
    an_order_rule(analyst)
    answer = signed_in(analyst).post("/insight/conversions/new/", TYPED | mistake)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Sign-up" in page
    assert Conversion.objects.count() == 1


def test_the_key_of_a_definition_never_changes(analyst):
    rule = an_order_rule(analyst)
    signed_in(analyst).post(f"/insight/conversions/{rule.pk}/edit/", TYPED | {"key": "other"})
    rule.refresh_from_db()
    assert (rule.key, rule.event_name) == ("order", "Signed Up")


def test_the_second_of_two_editors_gets_a_choice(analyst):
    rule = an_order_rule(analyst)
    browser = signed_in(analyst)
    browser.post(f"/insight/conversions/{rule.pk}/edit/", TYPED)
    answer = browser.post(f"/insight/conversions/{rule.pk}/edit/", TYPED | {"window_days": 7})
    assert answer.status_code == 409


def test_a_writer_reads_definitions_and_defines_none(brand):
    browser = signed_in(a_member(brand, "cw"))
    assert browser.get("/insight/conversions/").status_code == 200
    assert browser.post("/insight/conversions/new/", TYPED).status_code == 403


def test_a_foreign_brands_definition_does_not_exist(analyst):
    foreign = an_order_rule(a_member(a_brand(), "an"))
    assert signed_in(analyst).get(f"/insight/conversions/{foreign.pk}/edit/").status_code == 404


def test_the_list_costs_the_same_however_many_there_are(analyst, django_assert_max_num_queries):
    for number in range(6):
        an_order_rule(analyst, key=f"k{number}")
    browser = signed_in(analyst)
    with django_assert_max_num_queries(14):
        browser.get("/insight/conversions/")

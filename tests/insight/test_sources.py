"""Sources: who may send, with which key, and what came from them."""

from datetime import UTC, datetime, timedelta

import pytest

from drumbeat.config.intake import source_of
from drumbeat.insight.models import Source
from drumbeat.people.models import AuditEvent
from tests.insight.factory import a_source, a_visit, happened
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def now():
    return datetime.now(UTC) - timedelta(minutes=2)


def test_an_analyst_makes_a_source_and_gets_the_line_to_paste(analyst):
    browser = signed_in(analyst)
    answer = browser.post("/insight/sources/new/", {"title_en": "Shop", "row_version": 1})
    source = Source.objects.get()
    page = browser.get(f"/insight/sources/{source.pk}/").content.decode()
    assert answer.status_code == 302
    assert page.count(source.write_key) >= 5
    assert "drumbeat.js" in page
    assert "Waiting for your first event" in page
    assert source_of(source.write_key).brand == analyst.brand_id


def test_what_was_typed_is_kept_when_no_name_was_given(analyst):
    answer = signed_in(analyst).post("/insight/sources/new/", {"row_version": 1})
    assert answer.status_code == 422
    assert not Source.objects.exists()


def test_the_line_turns_green_when_the_first_event_arrives(analyst):
    source = a_source(analyst)
    browser = signed_in(analyst)
    waiting = browser.get(f"/insight/sources/{source.pk}/pulse/").content.decode()
    happened(analyst.brand, a_visit(now(), source=source.pk, name="Home"), derive=False)
    arrived = browser.get(f"/insight/sources/{source.pk}/pulse/").content.decode()
    assert "every 2s" in waiting
    assert "every 2s" not in arrived
    assert "Home" in arrived


def test_another_sources_events_are_not_this_ones(analyst):
    silent = a_source(analyst)
    happened(analyst.brand, a_visit(now(), source=a_source(analyst, "App").pk), derive=False)
    page = signed_in(analyst).get(f"/insight/sources/{silent.pk}/pulse/").content.decode()
    assert "Waiting" in page
    listed = signed_in(analyst).get("/insight/sources/").content.decode()
    assert "Sending" in listed
    assert "Silent" in listed


def test_a_revoked_key_is_refused_and_stays_on_record(analyst):
    source = a_source(analyst)
    browser = signed_in(analyst)
    browser.post(f"/insight/sources/{source.pk}/revocation/")
    source.refresh_from_db()
    assert source.revoked_at
    assert source_of(source.write_key) is None
    assert AuditEvent.objects.get(object_id=source.pk).verb == "revoked"
    browser.post(f"/insight/sources/{source.pk}/revocation/")
    assert AuditEvent.objects.filter(object_id=source.pk).count() == 1


def test_revoking_is_for_those_who_keep_sources(analyst, lead):
    source = a_source(analyst)
    assert signed_in(lead).post(f"/insight/sources/{source.pk}/revocation/").status_code == 403
    assert signed_in(lead).get("/insight/sources/new/").status_code == 403
    assert signed_in(analyst).get(f"/insight/sources/{source.pk}/revocation/").status_code == 405


def test_a_foreign_brands_source_does_not_exist(analyst):
    foreign = a_source(a_member(a_brand(), "an"))
    assert signed_in(analyst).get(f"/insight/sources/{foreign.pk}/").status_code == 404


def test_the_list_costs_the_same_however_many_there_are(analyst, django_assert_max_num_queries):
    for number in range(6):
        a_source(analyst, f"Site {number}")
    browser = signed_in(analyst)
    with django_assert_max_num_queries(14):
        browser.get("/insight/sources/")

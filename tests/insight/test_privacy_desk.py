"""The request desk and the nightly cleaning, as people in the product meet them."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from drumbeat.collector.letters import Fault, Place
from drumbeat.collector.spool import Spool
from drumbeat.config.heart import keep_time
from drumbeat.insight.lake import derive_brand, lake_of, load_all
from drumbeat.insight.models import OrderImport, PersonRequest, Retention, RetentionRun
from drumbeat.insight.privacy.cleaning import arrange_all, clean, clean_due
from drumbeat.insight.privacy.deadlines import gdpr_due, pipl_due
from drumbeat.insight.privacy.persons import names_of, subject_of
from drumbeat.insight.results.intake import the_spool
from drumbeat.people.models import AuditEvent
from drumbeat.warehouse.derive import arrange_indexes
from drumbeat.warehouse.questions import Period, arrange_acts, daily
from tests.insight.factory import a_purchase, a_source, a_visit, an_order_rule, happened
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

ANNA, HOME = "anna-device-778", "/insight/privacy/"
TODAY = timezone.localdate


def ago(**time):
    return datetime.now(UTC) - timedelta(**time)


@pytest.fixture
def desk(lead):
    """The lead's browser; Anna was here twice and bought, Bo bought too."""
    an_order_rule(lead)
    happened(
        lead.brand,
        a_visit(ago(days=3), ANNA, title="Tea"),
        a_purchase(ago(days=2), 9_900, "o1", ANNA),
        a_purchase(ago(days=2), 100, "o2", "bo-device-0001"),
    )
    return signed_in(lead)


def asking(**more):
    return {"given": ANNA, "received_on": TODAY().isoformat()} | more


def revenue(brand):
    day = TODAY()
    rows = daily(lake_of(brand), period=Period(day - timedelta(days=9), day, brand.time_zone)).rows
    return sum(row["revenue_minor"] or 0 for row in rows)


def test_a_person_is_looked_up_and_the_record_has_no_id(desk, lead):
    page = desk.post(HOME + "person/", asking()).content.decode()
    assert "¥99.00" in page
    record = PersonRequest.objects.get()
    assert (record.kind, record.counts["events"], record.done_by) == ("find", 2, lead)
    assert record.subject == subject_of(lead.brand, ANNA)
    told = json.dumps([record.counts, *AuditEvent.objects.values_list("before", "after", "object_label")], default=str)  # fmt: skip
    assert ANNA not in told + desk.get(HOME).content.decode()
    assert AuditEvent.objects.filter(object_id=record.pk).count() == 2


def test_everything_held_is_handed_out_as_json(desk):
    answer = desk.post(HOME + "exports/", asking())
    document = json.loads(answer.content)
    assert [row["type"] for row in document["events"]] == ["page", "track"]
    assert document["outcomes"][0]["value_minor"] == 9_900
    assert answer["Content-Disposition"].endswith('.json"')


def test_a_correction_is_an_event_that_counts_from_now_on(desk, lead):
    wrong = desk.post(HOME + "corrections/", asking(traits="Hangzhou"))
    assert wrong.status_code == 422
    assert "Hangzhou" in wrong.content.decode()
    assert desk.post(HOME + "corrections/", asking(traits="city = Hangzhou")).status_code == 302
    load_all(the_spool())
    derive_brand(lead.brand)
    document = json.loads(desk.post(HOME + "exports/", asking()).content)
    assert json.loads(document["events"][-1]["properties"]) == {"city": "Hangzhou"}


def test_nobody_is_corrected_who_is_not_held(desk):
    answer = desk.post(HOME + "corrections/", asking(given="nobody-here", traits="a = b"))
    assert answer.status_code == 422
    assert not PersonRequest.objects.exists()


def test_erasing_wants_the_id_typed_once_more(desk, lead):
    wrong = desk.post(HOME + "erasures/", asking(typed="anna"))
    assert wrong.status_code == 422
    assert "Nothing was erased" in wrong.content.decode()
    assert revenue(lead.brand) == 10_000
    done = desk.post(HOME + "erasures/", asking(typed=ANNA))
    assert done.status_code == 302
    assert revenue(lead.brand) == 100
    record = PersonRequest.objects.get(kind="erase")
    assert (record.counts["orders"], record.counts["revenue"]) == (1, {"CNY": 9_900})
    page = desk.get(f"{HOME}requests/{record.pk}/").content.decode()
    assert "¥99.00" in page
    assert "No event is held" in desk.post(HOME + "person/", asking()).content.decode()


def test_an_order_file_that_names_the_person_gives_way_to_a_note(desk, lead):
    analyst = a_member(lead.brand, "an")
    lines = f"{ANNA} 20261101 1 11.77\n00002 20261102 1 12.00\n".encode()
    signed_in(analyst).post("/insight/orders/new/", {"file": SimpleUploadedFile("o.txt", lines), "currency": "CNY"})  # fmt: skip
    seen = OrderImport.objects.get()
    desk.post(HOME + "erasures/", asking(typed=ANNA))
    seen.refresh_from_db()
    assert ANNA.encode() not in seen.file.read()
    assert b"asked for erasure" in seen.file.read()
    assert seen.file.is_intact()
    page = signed_in(analyst).get(f"/insight/orders/{seen.pk}/").content.decode()
    assert "not kept any more" in page


def test_another_brands_messages_and_persons_stay(desk, lead):
    other = a_member(a_brand(), "lead")
    happened(other.brand, a_visit(ago(days=1), ANNA))
    source = a_source(other)
    the_spool().set_aside([Fault(Place(1, 0, 0), source.pk, "broken", ANNA.encode())])
    the_spool().set_aside([Fault(Place(2, 0, 0), "", "broken", ANNA.encode())])
    desk.post(HOME + "erasures/", asking(typed=ANNA))
    bodies = {aside.source: aside.body for aside in the_spool().kept_aside()}
    assert bodies == {source.pk: ANNA.encode(), "": b""}
    assert sum(lake_of(other.brand).event_rows().values()) == 1


def test_only_who_may_hand_out_personal_data_comes_to_the_desk(desk, lead):
    for role in ("an", "cm", "cw"):
        browser = signed_in(a_member(lead.brand, role))
        assert browser.get(HOME).status_code == 403
        assert browser.post(HOME + "erasures/", asking(typed=ANNA)).status_code == 403
    assert desk.get(HOME + "erasures/").status_code == 405
    foreign = PersonRequest.objects.create(brand=a_brand(), owner=lead, kind="find", received_on=TODAY())  # fmt: skip
    assert desk.get(f"{HOME}requests/{foreign.pk}/").status_code == 404


def test_what_was_typed_is_kept_when_the_day_has_not_come(desk):
    answer = desk.post(HOME + "person/", asking(received_on="2099-01-01"))
    assert answer.status_code == 422
    assert ANNA in answer.content.decode()


def test_the_list_costs_the_same_however_many_there_are(desk, lead, django_assert_max_num_queries):
    assert "No request yet" in desk.get(HOME).content.decode()
    for _n in range(6):
        PersonRequest.objects.create(brand=lead.brand, owner=lead, done_by=lead, kind="find", received_on=TODAY())  # fmt: skip
    with django_assert_max_num_queries(14):
        desk.get(HOME)
    assert desk.get(HOME + "requests.csv").content.count(b"\r\n") == 7


def test_an_address_is_sought_as_text_and_as_hashes(brand):
    names = names_of(brand, " Anna@Example.test ")
    assert {"Anna@Example.test", "anna@example.test"} < names
    assert len(names) == 4
    assert "8613800000000" in names_of(brand, "+86 138 0000 0000")


def test_when_an_answer_is_due():
    assert pipl_due(date(2026, 9, 25), "weekdays") == date(2026, 10, 16)
    assert pipl_due(date(2026, 9, 25), "CN") > date(2026, 10, 16)  # the National Day week
    assert gdpr_due(date(2026, 1, 31)) == date(2026, 2, 28)
    assert gdpr_due(date(2026, 12, 1)) == date(2027, 1, 1)


def test_a_night_removes_what_is_older_and_reports_it(desk, lead):
    happened(lead.brand, a_visit(ago(days=200), "old-device-1"), a_purchase(ago(days=200), 500, "o0", "old-device-1"))  # fmt: skip
    source = a_source(lead)
    with_old = Spool(settings.SPOOL_PATH, now=lambda: 0)
    with_old.set_aside([Fault(Place(1, 0, 0), source.pk, "broken", b"x")])
    with_old.close()
    run = clean(lead.brand, now=timezone.now())
    assert run.removed["events"] == 2
    assert run.removed["ids"] > 0
    assert run.removed["logs"] == 1
    assert min(lake_of(lead.brand).event_rows()) > TODAY() - timedelta(days=10)
    page = desk.get(HOME + "retention/").content.decode()
    assert "What was removed" in page
    assert AuditEvent.objects.filter(object_id=run.pk, verb="cleaned", by=None).exists()
    assert b"2" in desk.get(HOME + "retention.csv").content


def test_what_people_did_is_put_in_order_once_after_each_nights_cleaning(lead, monkeypatch):
    tried = []

    def always(lake):  # whatever its length
        tried.append(lake.brand)
        if len(tried) == 1:
            raise OSError("no space left on device")
        return arrange_acts(lake, beyond=0)

    monkeypatch.setattr("drumbeat.insight.privacy.cleaning.arrange_acts", always)
    happened(lead.brand, a_visit(ago(days=200), "old"), a_visit(ago(days=2), "new"))
    lake = lake_of(lead.brand)
    clean(lead.brand, now=timezone.now())
    with pytest.RaisesGroup(OSError):
        arrange_all()
    arrange_all()  # what failed is tried again
    (made,) = (lake.root / "acts").iterdir()
    assert made.name.startswith(str(max(lake.event_rows())))
    happened(lead.brand, a_visit(ago(days=2), "late"))
    arrange_all()
    assert [made] == list((lake.root / "acts").iterdir())
    clean(lead.brand, now=timezone.now() + timedelta(days=1))
    arrange_all()
    assert [made] != list((lake.root / "acts").iterdir())


def test_what_rows_are_found_by_is_there_again_soon_after_an_erasure(lead, monkeypatch):
    monkeypatch.setattr(
        "drumbeat.insight.privacy.cleaning.arrange_indexes", partial(arrange_indexes, beyond=0)
    )
    happened(lead.brand, a_visit(ago(days=3), "a"), a_visit(ago(days=2), "b"))
    lake = lake_of(lead.brand)
    arrange_all()
    made = set(lake.indexes.iterdir())
    assert made
    happened(lead.brand, a_visit(ago(days=3), "late"))
    arrange_all()
    assert set(lake.indexes.iterdir()) == made  # until the next night
    lake.purge()
    arrange_all()
    assert set(lake.indexes.iterdir()).isdisjoint(made)
    assert any(lake.indexes.iterdir())


def test_each_brand_is_cleaned_once_a_night_of_its_own(brand):
    other = a_brand(time_zone="America/New_York")
    evening = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # 04:00 in Shanghai, 15:00 in New York
    assert {clean_due(evening).brand, clean_due(evening).brand} == {brand, other}
    assert clean_due(evening) is None
    assert clean_due(datetime(2026, 11, 23, 6, 0, tzinfo=UTC)) is None  # 01:00 in New York
    keep_time(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    assert RetentionRun.objects.filter(brand=other, night=date(2026, 11, 23)).exists()


def test_how_long_is_the_brands_decision_within_the_law(desk, lead):
    form = {"touch_days": 90, "aggregate_months": 25, "import_months": 13, "log_months": 3, "row_version": 1}  # fmt: skip
    refused = desk.post(HOME + "retention/", form)
    assert refused.status_code == 422
    assert 'value="90"' in refused.content.decode()
    assert desk.post(HOME + "retention/", form | {"log_months": 6}).status_code == 302
    assert Retention.objects.get(brand=lead.brand).touch_days == 90

"""Order files: read, looked at, imported through the spool, and never counted twice."""

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from drumbeat.collector.spool import Spool
from drumbeat.formats.orders import read_orders
from drumbeat.insight.lake import derive_brand, lake_of, load_all
from drumbeat.insight.models import OrderImport
from drumbeat.insight.orders.sending import send_orders
from drumbeat.people.models import AuditEvent
from drumbeat.warehouse.questions import Period, daily
from tests.insight.factory import an_order_rule
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

CDNOW = Path(__file__).parents[2].parent / "shared" / "data" / "cdnow" / "CDNOW_master.txt"
LINES = b"00001 19970101 1 11.77\n00002 19970112 1 12.00\n00002 19970212 5 77.00\n"
SHOPIFY = (
    b"Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Cancelled at,"
    b"Refunded Amount\n"
    b"#1,anna@example.test,paid,2026-11-01 10:00:00 +0800,CNY,268.00,1,,0\n"
    b"#2,bo@example.test,refunded,2026-11-02 10:00:00 +0800,CNY,100.00,1,,40.00\n"
)


def uploaded(member, data=LINES, name="orders.txt", **given):
    answer = signed_in(member).post(
        "/insight/orders/new/", {"file": SimpleUploadedFile(name, data)} | given
    )
    assert answer.status_code == 302, answer.content.decode()
    return OrderImport.objects.first()


def beat(brand):
    """What the background beat does: load what waits, derive what changed."""
    with closing(Spool(settings.SPOOL_PATH)) as spool:
        load_all(spool)
    derive_brand(brand)


def counted(brand, first, last):
    rows = daily(lake_of(brand), period=Period(first, last, brand.time_zone)).rows
    return sum(row["outcomes"] for row in rows), sum(row["revenue_minor"] or 0 for row in rows)


def test_an_upload_shows_what_was_read_and_counts_nothing(analyst):
    seen = uploaded(analyst, currency="CNY")
    page = signed_in(analyst).get(f"/insight/orders/{seen.pk}/").content.decode()
    assert (seen.orders, seen.customers, seen.value_minor) == (3, 2, 10_077)
    assert [month["minor"] for month in seen.months] == [2_377, 7_700]
    assert "Import 3 orders" in page
    assert lake_of(analyst.brand).events_version() == -1


@pytest.mark.lake
def test_an_import_counts_and_a_second_one_changes_nothing(analyst):
    an_order_rule(analyst)
    seen = uploaded(analyst, currency="CNY")
    browser = signed_in(analyst)
    for _twice in range(2):
        assert browser.post(f"/insight/orders/{seen.pk}/sending/").status_code == 302
        waiting = browser.get(f"/insight/orders/{seen.pk}/arrival/").content.decode()
        assert "On their way" in waiting
        beat(analyst.brand)
        period = (seen.starts_on, seen.ends_on)
        assert counted(analyst.brand, *period) == (3, 10_077)
        arrived = browser.get(f"/insight/orders/{seen.pk}/arrival/").content.decode()
        assert "The results contain these orders" in arrived
    verbs = AuditEvent.objects.filter(object_id=seen.pk).values_list("verb", flat=True)
    assert Counter(verbs) == {"read": 1, "sent": 2}


@pytest.mark.lake
def test_refunds_of_a_shopify_export_lower_revenue_and_nobody_is_named(analyst):
    an_order_rule(analyst)
    seen = uploaded(analyst, SHOPIFY, "orders.csv")
    assert (seen.value_minor, seen.refunded_minor) == (36_800, 4_000)
    signed_in(analyst).post(f"/insight/orders/{seen.pk}/sending/")
    beat(analyst.brand)
    assert counted(analyst.brand, seen.starts_on, seen.ends_on) == (2, 32_800)
    rows = signed_in(analyst).get(
        "/insight/outcomes/?period=custom&start=2026-11-01&end=2026-11-03"
    )
    assert "#1" in rows.content.decode()
    assert "anna@" not in rows.content.decode()


def test_rows_that_cannot_be_read_are_named_and_nothing_is_imported(analyst):
    seen = uploaded(analyst, LINES + b"00003 19971399 1 5.00\n")
    browser = signed_in(analyst)
    page = browser.get(f"/insight/orders/{seen.pk}/").content.decode()
    assert "Some rows cannot be read" in page
    assert '<td class="num">4</td>' in page
    browser.post(f"/insight/orders/{seen.pk}/sending/")
    seen.refresh_from_db()
    assert seen.sent_at is None


def test_an_unknown_file_is_refused_at_the_field(analyst):
    answer = signed_in(analyst).post(
        "/insight/orders/new/", {"file": SimpleUploadedFile("notes.txt", b"dear diary")}
    )
    assert answer.status_code == 422
    assert "not an order file we know" in answer.content.decode()
    assert not OrderImport.objects.exists()


def test_orders_that_nothing_counts_are_announced(analyst):
    seen = uploaded(analyst, currency="USD")
    page = signed_in(analyst).get(f"/insight/orders/{seen.pk}/").content.decode()
    assert "would count for nothing" in page
    assert "stands beside the results in CNY" in page


def test_a_lead_looks_but_does_not_import(analyst, lead):
    seen = uploaded(analyst)
    browser = signed_in(lead)
    assert browser.get(f"/insight/orders/{seen.pk}/").status_code == 200
    assert browser.post(f"/insight/orders/{seen.pk}/sending/").status_code == 403
    assert browser.get("/insight/orders/new/").status_code == 403


def test_a_foreign_brands_file_does_not_exist(analyst):
    foreign = uploaded(a_member(a_brand(), "an"))
    assert signed_in(analyst).get(f"/insight/orders/{foreign.pk}/").status_code == 404


def test_the_list_costs_the_same_however_many_there_are(analyst, django_assert_max_num_queries):
    for number in range(4):
        uploaded(analyst, LINES + b"0000%d 19970301 1 1.00\n" % number)
    browser = signed_in(analyst)
    with django_assert_max_num_queries(14):
        browser.get("/insight/orders/")


@pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW file is not beside the checkout")
@pytest.mark.slow
def test_the_cdnow_file_equals_an_independent_sum(analyst):
    """R5: 69,659 orders of 23,570 customers; each month's revenue to the cent."""
    data = CDNOW.read_bytes()
    lines = [line.split() for line in data.decode().splitlines() if line.split()]
    lines = [line for line in lines if line[1].isdecimal()]
    months = Counter()
    for _customer, day, _units, dollars in lines:
        months[day[:6]] += Decimal(dollars)
    an_order_rule(analyst)
    seen = uploaded(analyst, data, CDNOW.name, currency="CNY")
    assert (
        (seen.orders, seen.customers)
        == (69_659, 23_570)
        == (len(lines), len({x[0] for x in lines}))
    )
    assert {m["month"].replace("-", ""): Decimal(m["minor"]) / 100 for m in seen.months} == months

    orders = read_orders(data, CDNOW.name, currency="CNY")
    with closing(Spool(settings.SPOOL_PATH)) as spool:
        assert send_orders(analyst.brand, orders, spool=spool, now=datetime.now(UTC)) == 69_659
    answer = daily(
        lake_of(analyst.brand),
        period=Period(seen.starts_on, seen.ends_on, analyst.brand.time_zone),
    )
    found = Counter()
    for row in answer.rows:
        found[f"{row['day']:%Y%m}"] += Decimal(row["revenue_minor"]) / 100
    assert found == months
    assert sum(row["outcomes"] for row in answer.rows) == 69_659

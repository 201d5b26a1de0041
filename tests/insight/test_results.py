"""Results: what the brand earned, cut and compared, with nothing hidden."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from drumbeat.insight.results.asking import AskForm
from drumbeat.insight.results.board import Reading
from drumbeat.insight.results.outcomes import short_person
from drumbeat.insight.results.scoreboard import scoreboard
from tests.insight.factory import (
    a_campaign,
    a_placement,
    a_purchase,
    a_refund,
    a_visit,
    an_order_rule,
    happened,
    some_spend,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime.now(ZONE).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=3)
CUTS = ("channel", "campaign", "placement", "message", "audience", "asset", "goal", "day")


def days_before(days, minutes=0):
    return NOON - timedelta(days=days) + timedelta(minutes=minutes)


@pytest.fixture
def world(analyst):
    """Two placements, one of them first and one last before the same order; a direct buyer, a
    stranger's code, somebody without consent, a refund; spend with and without a placement."""
    an_order_rule(analyst)
    campaign = a_campaign(analyst, start=NOON.date() - timedelta(days=10))
    search = a_placement(analyst, code="C000001", title="Search ad", campaign=campaign)
    kol = a_placement(analyst, code="C000002", title="KOL note", campaign=campaign)
    some_spend(analyst, 40_000, on=NOON.date(), placement=search)
    some_spend(analyst, 10_000, on=NOON.date())
    happened(
        analyst.brand,
        a_visit(days_before(3), code="C000001"),
        a_visit(days_before(2), code="C000002"),
        a_purchase(days_before(2, 10), 26_800, "A-1"),
        a_visit(days_before(1), "bo"),
        a_purchase(days_before(1, 10), 10_001, "A-2", "bo"),
        a_visit(days_before(1), "chen", code="LOST123"),
        a_purchase(days_before(1, 10), 5_000, "A-3", "chen"),
        a_visit(days_before(0), "dan", referrer="https://www.google.com/"),
        a_purchase(days_before(0, 5), 700, "A-4", "", consent="denied"),
        a_refund(days_before(0, 20), 5_000, "A-3", "chen"),
    )
    return {"search": search, "kol": kol, "campaign": campaign, "member": analyst}


def reading(brand, **given):
    form = AskForm(given or None, brand=brand, today=datetime.now(ZONE).date())
    assert not form.errors
    return Reading(brand, form.asked())


def test_i_08_every_cut_under_every_model_ties_with_what_was_counted(world, brand):
    for by in CUTS:
        for model in ("last_non_direct", "linear", "first", "last"):
            board = reading(brand, by=by, model=model).board
            everything = board.everything.row
            assert everything.revenue_minor == 26_800 + 10_001 + 700, (by, model)
            assert everything.outcomes == pytest.approx(4), (by, model)
            assert everything.spend_minor == 50_000, (by, model)
            assert everything.touches == reading(brand).figures.touches, (by, model)


def test_what_belongs_to_nobody_stands_in_rows_of_its_own(world, brand):
    rests = {line.row.rest: line.row for line in reading(brand, by="placement").board.rests}
    assert rests["direct"].revenue_minor == 10_001
    assert rests["unmapped"].spend_minor == 10_000
    assert rests["unmapped"].outcomes == 1
    assert rests["unmapped"].revenue_minor == 0  # sold and given back
    assert rests["unknown"].revenue_minor == 700
    assert rests["no_code"].touches == 1


def test_two_models_stand_side_by_side_and_shift_nothing_in_sum(world, brand):
    board = reading(brand, by="placement", model="first", against="last_non_direct").board
    by_name = {line.row.label: line for line in board.lines}
    assert by_name["Search ad"].row.revenue_minor == 26_800
    assert by_name["Search ad"].shift_minor == -26_800
    assert by_name["KOL note"].shift_minor == 26_800
    assert board.everything.shift_minor == 0


def test_figures_say_people_orders_money_and_how_much_nobody_can_be_credited_with(world, brand):
    figures = reading(brand).figures
    assert (figures.visitors, figures.outcomes, figures.revenue_minor) == (4, 4, 37_501)
    assert figures.unattributed == pytest.approx(2 / 4)
    assert figures.aov_minor == round(37_501 / 4)


def test_ratios_are_ratios_of_sums(world, brand):
    total = reading(brand, by="placement").board.everything.row
    assert total.cpa_minor == pytest.approx(50_000 / 4)
    assert total.roas == pytest.approx(37_501 / 50_000)


def test_a_change_is_against_as_many_days_before(world, brand):
    start = NOON.date() - timedelta(days=1)
    figures = reading(
        brand, period="custom", start=start.isoformat(), end=NOON.date().isoformat()
    ).figures
    assert figures.before["revenue_minor"] == 26_800
    assert figures.change("outcomes") == pytest.approx((3 - 1) / 1)


def test_i_10_money_in_another_currency_is_shown_apart_and_never_added(world, brand):
    happened(brand, a_purchase(NOON, 99_900, "U-1", "eve", currency="USD"))
    answered = reading(brand)
    assert answered.figures.revenue_minor == 37_501
    assert answered.foreign == {"USD": 99_900}
    page = signed_in(world["member"]).get("/insight/").content.decode()
    assert "$999.00" in page


def test_a_step_on_the_way_never_counts_as_an_order(world, brand, analyst):
    an_order_rule(analyst, key="signup", event_name="Signed Up", refund_event="", is_macro=False)
    happened(brand, {"type": "track", "name": "Signed Up", "at": NOON, "anonymous_id": "bo"})
    assert reading(brand).figures.outcomes == 4
    assert reading(brand, conversion="signup").figures.outcomes == 1
    assert scoreboard(world["campaign"]).everything.outcomes == pytest.approx(4)


def test_i_12_the_page_says_period_zone_source_freshness_and_completeness(world):
    page = signed_in(world["member"]).get("/insight/?period=7d").content.decode()
    for words in ("Asia/Shanghai", "Fresh as of", "100% of stored events counted", "Source"):
        assert words in page


def test_i_19_no_roi_is_shown_without_complete_costs(world):
    page = signed_in(world["member"]).get("/insight/").content.decode()
    assert "ROAS (attributed)" in page
    assert not re.search(r"\bROI\b", page)


def test_an_asked_number_tells_its_definition_formula_query_and_rows(world):
    answer = signed_in(world["member"]).get("/insight/ask/revenue/?period=7d&by=goal")
    told = answer.content.decode()
    for words in ("¥375.01", "Σ credited value", "SELECT", "Fresh as of", "/insight/outcomes/?"):
        assert words in told
    assert "by=goal" in told


def test_every_number_of_the_dictionary_can_be_asked(world):
    browser = signed_in(world["member"])
    page = browser.get("/insight/metrics/").content.decode()
    keys = re.findall(r'<div id="(\w+)"><dt>', page)
    assert {"visitors", "revenue", "roas", "cost_completeness"} <= set(keys)
    for key in keys:
        assert browser.get(f"/insight/ask/{key}/").status_code == 200, key
    assert browser.get("/insight/ask/ave/").status_code == 404


def test_the_rows_behind_a_number_add_up_and_nobody_is_named_in_full(world, analyst):
    happened(
        analyst.brand,
        a_purchase(NOON, 100, "A-9", "anonymous-and-long-id", user_id="anna@example.test"),
    )
    page = signed_in(analyst).get("/insight/outcomes/?by=placement").content.decode()
    assert "A-1" in page
    assert "refund" in page
    assert "anna@example.test" not in page
    kol = world["kol"].pk
    only = signed_in(analyst).get(f"/insight/outcomes/?by=placement&key={kol}").content.decode()
    assert "A-1" in only
    assert "A-2" not in only


def test_rows_come_in_pages(analyst):
    an_order_rule(analyst)
    happened(analyst.brand, *(a_purchase(NOON, 100, f"N-{n:03}", f"p{n}") for n in range(60)))
    browser = signed_in(analyst)
    first = browser.get("/insight/outcomes/").content.decode()
    second = browser.get("/insight/outcomes/?page=2").content.decode()
    seen = [set(re.findall(r"N-\d{3}", page)) for page in (first, second)]
    assert [len(one) for one in seen] == [50, 10]
    assert not seen[0] & seen[1]


def test_ids_of_people_are_shortened():
    assert short_person("anna@example.test") == "a…@…"
    assert short_person("0123456789abcdef") == "012345…"
    assert short_person(None) == ""


def test_a_download_holds_the_same_rows_rests_and_sum_as_the_page(world, brand):
    browser = signed_in(world["member"])
    answer = browser.get("/insight/results.csv?by=placement&against=first")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(float(row["Revenue"]) for row in rows) == pytest.approx(375.01)
    assert sum(float(row["Revenue: First"]) for row in rows) == pytest.approx(375.01)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(browser.get("/insight/results.xlsx?by=placement").content)
    )
    cells = book.get_sheet_by_name("Results").to_python()
    assert cells[-1][cells[0].index("Revenue")] == pytest.approx(375.01)
    assert browser.get("/insight/results.pdf").status_code == 404


def test_an_empty_lake_teaches_how_to_send_the_first_event(lead):
    page = signed_in(lead).get("/insight/").content.decode()
    assert "No event has arrived yet" in page
    assert "/insight/conversions/" in page


def test_dates_that_run_backwards_are_kept_and_named(world):
    answer = signed_in(world["member"]).get(
        "/insight/?period=custom&start=2026-03-09&end=2026-03-01"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ends before it starts" in page
    assert 'value="2026-03-09"' in page


def test_a_foreign_brands_events_are_never_in_the_answer(world):
    stranger = a_member(a_brand(), "an")
    an_order_rule(stranger)
    happened(stranger.brand, a_purchase(NOON, 1, "F-1"))
    assert reading(stranger.brand).figures.revenue_minor == 1
    assert "F-1" not in signed_in(world["member"]).get("/insight/outcomes/").content.decode()


def test_a_guest_sees_no_numbers(brand):
    assert signed_in(a_member(brand, "gst")).get("/insight/").status_code == 403


def test_the_page_costs_the_same_however_much_there_is(
    world, analyst, django_assert_max_num_queries
):
    for number in range(5):
        a_placement(analyst, code=f"D00000{number}", campaign=world["campaign"])
    browser = signed_in(analyst)
    for by in CUTS:
        with django_assert_max_num_queries(21):
            browser.get(f"/insight/?by={by}&against=linear")


def test_a_period_is_local_days(analyst):
    an_order_rule(analyst)
    late = datetime(2026, 3, 1, 23, 30, tzinfo=ZONE)
    happened(analyst.brand, a_purchase(late, 100, "L-1"))
    asked = {"period": "custom", "start": "2026-03-01", "end": "2026-03-01"}
    assert reading(analyst.brand, **asked).figures.outcomes == 1
    rows = reading(analyst.brand, **asked).days.rows
    assert [(row["day"], row["outcomes"]) for row in rows] == [(date(2026, 3, 1), 1)]

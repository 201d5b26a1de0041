"""Results: what the brand earned, cut and compared, with nothing hidden."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from drumbeat.insight.key_results.values import measured
from drumbeat.insight.results import outcomes
from drumbeat.insight.results.asking import AskForm
from drumbeat.insight.results.outcomes import short_person
from drumbeat.insight.results.reading import Reading
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
from tests.strategy.factory import a_key_result
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

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


def a_contract(at, minor, number, who="bo", *, currency="CNY"):
    return a_purchase(at, minor, number, who, name="Contract Signed", currency=currency)


@pytest.fixture
def two_main_outcomes(world, brand, analyst):
    """Orders and contracts carry the results, a sign-up is a step; bo signs twice, once in dollars."""
    an_order_rule(
        analyst, key="contract", title_en="Contract", title_zh="合同",
        event_name="Contract Signed", refund_event="",
    )  # fmt: skip
    an_order_rule(analyst, key="signup", event_name="Signed Up", refund_event="", is_macro=False)
    happened(
        brand,
        {"type": "track", "name": "Signed Up", "at": NOON, "anonymous_id": "bo"},
        a_visit(NOON + timedelta(minutes=1), "bo", code="C000002"),
        a_contract(NOON + timedelta(minutes=2), 80_000, "K-1"),
        a_contract(NOON + timedelta(minutes=3), 9_900, "K-2", currency="USD"),
    )


def test_several_main_outcomes_count_together_unless_one_is_asked_for(two_main_outcomes, brand):
    both, orders, contracts, steps = (
        reading(brand, **asked)
        for asked in ({}, *({"conversion": key} for key in ("order", "contract", "signup")))
    )
    assert [one.figures.outcomes for one in (both, orders, contracts, steps)] == [6, 4, 2, 1]
    assert both.figures.revenue_minor == 37_501 + 80_000
    assert both.foreign == {"USD": 9_900}
    # People and touches do not depend on what counts, so they are not added.
    for name in ("visitors", "touches"):
        assert len({getattr(one.figures, name) for one in (both, orders, contracts)}) == 1
    assert sum(day["outcomes"] for day in both.days.rows) == 6


def test_i_08_every_cut_of_several_main_outcomes_is_the_sum_of_each(two_main_outcomes, brand):
    for by in CUTS:
        boards = [
            reading(brand, by=by, **asked).board
            for asked in ({}, {"conversion": "order"}, {"conversion": "contract"})
        ]
        both, *each = [board.everything.row for board in boards]
        for name in ("outcomes", "revenue_minor"):
            assert getattr(both, name) == pytest.approx(sum(getattr(one, name) for one in each)), by
        assert both.touches == each[0].touches
        assert both.spend_minor == 50_000


def test_the_campaign_and_key_results_count_all_main_outcomes_too(two_main_outcomes, world, brand):
    assert scoreboard(world["campaign"]).everything.outcomes == pytest.approx(6)
    goal = world["campaign"].goal
    results = {
        metric: a_key_result(goal, metric, metric=metric) for metric in ("outcomes", "revenue")
    }
    rows = reading(brand, by="goal").board.lines
    row = next(line.row for line in rows if line.row.key == goal.pk)
    found = {one.key_result.metric: one.value for one in measured(results.values(), NOON.date())}
    assert float(found["outcomes"]) == pytest.approx(row.outcomes)
    assert float(found["revenue"]) == row.revenue_minor / 100


def test_the_switch_offers_all_main_outcomes_only_where_there_are_several(world, brand, analyst):
    def offered():
        page = signed_in(analyst).get("/insight/").content.decode()
        return re.findall(r"<option[^>]*>([^<]+)</option>", page.partition('name="conversion"')[2])

    an_order_rule(analyst, key="signup", title_en="Sign-up", event_name="Signed Up", is_macro=False)
    assert offered()[:2] == ["Order", "Sign-up"]
    an_order_rule(analyst, key="contract", title_en="Contract", event_name="Contract Signed")
    assert offered()[:4] == ["All main outcomes", "Contract", "Order", "Sign-up"]


def test_the_rows_behind_several_main_outcomes_are_of_all_of_them_newest_first(
    two_main_outcomes, analyst, monkeypatch
):
    monkeypatch.setattr(outcomes, "PAGE", 4)
    pages = [
        signed_in(analyst).get(f"/insight/outcomes/?page={number}").content.decode()
        for number in (1, 2)
    ]
    seen = [re.findall(r'<span class="code">([AK]-\d)', page) for page in pages]
    assert seen == [["A-3", "A-4", "K-2", "K-1"], ["A-2", "A-3", "A-1"]]


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
        with django_assert_max_num_queries(30):
            browser.get(f"/insight/?by={by}&against=linear")


def test_a_period_is_local_days(analyst):
    an_order_rule(analyst)
    late = datetime(2026, 3, 1, 23, 30, tzinfo=ZONE)
    happened(analyst.brand, a_purchase(late, 100, "L-1"))
    asked = {"period": "custom", "start": "2026-03-01", "end": "2026-03-01"}
    assert reading(analyst.brand, **asked).figures.outcomes == 1
    rows = reading(analyst.brand, **asked).days.rows
    assert [(row["day"], row["outcomes"]) for row in rows] == [(date(2026, 3, 1), 1)]

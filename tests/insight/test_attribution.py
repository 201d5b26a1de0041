"""Attribution: eight models side by side, and why revenue is not what it was."""

import csv
import io
import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from python_calamine import CalamineWorkbook

from drumbeat.insight.attribution.asking import CompareForm
from drumbeat.insight.attribution.counting import STORY, counted
from drumbeat.insight.attribution.picture import bars, picture
from drumbeat.insight.lake import lake_of
from drumbeat.insight.metrics.models import CREDIT_MODELS
from drumbeat.insight.results import ahead
from drumbeat.insight.results import reading as reading_module
from drumbeat.insight.results.asking import MODELS
from drumbeat.insight.results.reading import Reading
from drumbeat.warehouse import questions
from drumbeat.warehouse.questions.moves_ahead import moves_counted_when
from tests.insight.factory import (
    NOON,
    ZONE,
    a_campaign,
    a_placement,
    a_purchase,
    a_refund,
    a_visit,
    an_order_rule,
    days_before,
    happened,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

EIGHT = (*questions.MODELS, questions.MARKOV)
KEYS = ("channel", "placement", "message", "audience", "asset", "campaign", "goal")
EVERYTHING = 26_800 + 10_001 + 700


@pytest.fixture
def world(analyst):
    """One order that two placements led to, one that came by itself, one that nobody knows of, one
    that was given back; and a visitor who bought nothing."""
    an_order_rule(analyst)
    campaign = a_campaign(analyst, start=NOON.date() - timedelta(days=10))
    search = a_placement(analyst, code="C000001", title="Search ad", campaign=campaign)
    kol = a_placement(analyst, code="C000002", title="KOL note", campaign=campaign)
    happened(
        analyst.brand,
        a_visit(days_before(3), code="C000001"),
        a_visit(days_before(2), code="C000002"),
        a_purchase(days_before(2, 10), 26_800, "A-1"),
        a_visit(days_before(1), "bo"),
        a_purchase(days_before(1, 10), 10_001, "A-2", "bo"),
        a_visit(days_before(1), "chen", code="C000001"),
        a_purchase(days_before(1, 10), 5_000, "A-3", "chen"),
        a_refund(days_before(0, 20), 5_000, "A-3", "chen"),
        a_purchase(days_before(0, 5), 700, "A-4", "", consent="denied"),
        a_visit(days_before(0), "eve", code="C000002"),
    )
    return {"search": search, "kol": kol, "member": analyst}


def comparison(brand, **given):
    form = CompareForm(given or None, brand=brand, today=datetime.now(ZONE).date())
    assert not form.errors
    return counted(Reading(brand, form.asked()), float("inf")).comparison()


def facts(brand, **given):
    form = CompareForm(given or None, brand=brand, today=datetime.now(ZONE).date())
    return counted(Reading(brand, form.asked()), float("inf")).facts


# -- the models ---------------------------------------------------------------------------------


def test_every_model_that_the_warehouse_knows_can_be_chosen_compared_and_is_defined():
    assert set(MODELS) == set(EIGHT) == set(STORY) == set(CREDIT_MODELS)
    for model in CREDIT_MODELS.values():
        assert model.definition
        assert model.source
        assert "AI" not in f"{model.name} {model.definition}"


def test_results_answer_and_explain_every_model(world):
    browser = signed_in(world["member"])
    for model in EIGHT:
        page = browser.get(f"/insight/?model={model}&against=linear&by=placement").content.decode()
        assert "Everything in the period" in page, model
        told = browser.get(f"/insight/ask/revenue/?model={model}").content.decode()
        assert str(CREDIT_MODELS[model].definition) in told.replace("&#x27;", "'")


def test_no_model_moves_what_belongs_to_the_day(world, brand):
    form = CompareForm({"model": "markov"}, brand=brand, today=datetime.now(ZONE).date())
    rows = Reading(brand, form.asked()).results(by="day").rows
    assert {row["key"]: row["outcomes"] for row in rows if row["outcomes"]} == {
        str(days_before(2).date()): 1,
        str(days_before(1).date()): 2,
        str(days_before(0).date()): 1,
    }


def test_an_exported_model_is_told_with_its_definition_and_source(world):
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(signed_in(world["member"]).get("/insight/results.xlsx?model=markov").content)
    )
    told = dict(row[:2] for row in book.get_sheet_by_name("About").to_python())
    assert "Anderl" in told["Attribution model"]


def test_behind_a_markov_number_stand_its_removal_effects_and_no_orders(world):
    kol = world["kol"].pk
    page = (
        signed_in(world["member"])
        .get(f"/insight/outcomes/?model=markov&by=placement&key={kol}")
        .content.decode()
    )
    for words in ("credits no single outcome", "Removal effect", "Conversion probability"):
        assert words in page
    assert "A-1" not in page
    assert re.search(r'<tr class="here".*?KOL note', page)
    linked = re.search(r'href="([^"]*model=last_non_direct[^"]*)"', page)[1]
    assert "markov" not in linked


def test_each_main_outcome_has_a_chain_of_its_own(world, analyst):
    an_order_rule(analyst, key="lead", title_en="Lead", event_name="Lead Sent", refund_event="")
    an_order_rule(analyst, key="step", event_name="Step", refund_event="", is_macro=False)
    happened(
        analyst.brand,
        {"type": "track", "name": "Lead Sent", "at": NOON, "anonymous_id": "bo"},
    )
    page = signed_in(analyst).get("/insight/outcomes/?model=markov").content.decode()
    assert page.count("Removal effects:") >= 2
    assert ">Lead<" in page


# -- side by side -------------------------------------------------------------------------------


@pytest.mark.slow
def test_i_08_every_column_of_every_cut_adds_up_to_everything(world, brand):
    for by in KEYS:
        money = comparison(brand, by=by)
        assert set(money.totals.values()) == {EVERYTHING}, by
        orders = comparison(brand, by=by, measure="outcomes")
        assert list(orders.totals.values()) == pytest.approx([4] * 8), by


def test_the_spread_of_a_row_is_from_its_lowest_to_its_highest_model(world, brand):
    rows = {line.label: line for line in comparison(brand, by="placement").rows}
    kol = rows["KOL note"]
    assert (kol.lowest, kol.highest) == (0, 26_800)
    assert kol.credits["first"] == 0
    assert kol.credits["last"] == kol.credits["last_non_direct"] == 26_800
    assert kol.credits["linear"] == kol.credits["shapley"] == 13_400
    assert rows["Unknown (no consent, or nothing in the look-back)"].spread == 0


def test_the_page_says_how_much_moves_between_the_models_that_differ_most(world, brand):
    found = comparison(brand, by="placement", measure="outcomes")
    assert found.pair[0] == "first"
    assert found.moved == pytest.approx(1 / 4)


def test_rows_are_ordered_by_the_chosen_model(world, brand):
    first, last = (
        comparison(brand, by="placement", model=model).lines[0].label for model in ("first", "last")
    )
    assert (first, last) == ("Search ad", "KOL note")


def test_beside_it_stands_how_much_models_have_to_go_by(world, brand):
    found = facts(brand)
    assert (found.outcomes, found.journeys, found.placed) == (4, 3, 2)
    assert found.placed_share == pytest.approx(2 / 4)
    assert found.median_length == 1
    assert found.single_share == pytest.approx(2 / 3)


def test_a_median_between_two_journeys_is_between_them(analyst, brand):
    an_order_rule(analyst)
    happened(
        brand,
        a_visit(days_before(1)),
        a_purchase(days_before(1, 1), 1, "B-1"),
        a_visit(days_before(1), "bo"),
        a_visit(days_before(1, 120), "bo"),
        a_purchase(days_before(1, 121), 1, "B-2", "bo"),
    )
    assert facts(brand).median_length == 1.5


def test_a_line_of_the_picture_is_flat_where_models_agree(world, brand):
    drawn = {thread.full: thread for thread in picture(comparison(brand, by="placement")).threads}
    flat = drawn["Unknown (no consent, or nothing in the look-back)"]
    assert len({y for _x, y in flat.dots}) == 1
    assert drawn["KOL note"].tone == drawn["Search ad"].tone == "loud"
    ends = sorted(float(thread.name_y) for thread in drawn.values())
    assert all(below - above >= 18 for above, below in pairwise(ends))


def test_the_bar_of_a_row_marks_the_chosen_model(world, brand):
    found = comparison(brand, by="placement", model="first")
    drawn = dict(zip([line.label for line in found.rows], bars(found), strict=True))
    assert drawn["KOL note"].start == drawn["KOL note"].mark
    assert float(drawn["Search ad"].mark) == pytest.approx(100)


# -- the page -----------------------------------------------------------------------------------


def whole_page(browser, query=""):
    return whole(browser, f"/insight/attribution/{query}")


def whole(browser, address):
    """The page, waited for as a browser does: it fetches what it is pointed to."""
    page = browser.get(address, follow=True).content.decode()
    while more := re.search(r'hx-get="([^"]*counting[^"]*)"', page):
        page = browser.get(more[1].replace("&amp;", "&")).content.decode()
    return page


def test_the_page_shows_all_models_their_sources_and_that_it_proves_no_cause(world):
    page = whole_page(signed_in(world["member"]), "?by=placement")
    for model in CREDIT_MODELS.values():
        assert str(model.name) in page
        assert str(model.source) in page
    for words in ("Attribution is not incrementality", "Search ad", "Asia/Shanghai", "Fresh as of"):
        assert words in page


def test_while_models_are_asked_the_page_says_how_many_have_answered(world, brand):
    times = iter(range(100))
    form = CompareForm(None, brand=brand, today=datetime.now(ZONE).date())
    reading = Reading(brand, form.asked())
    so_far = counted(reading, 2.5, clock=lambda: next(times))
    assert (so_far.done, so_far.total, so_far.is_complete) == (3, 10, False)
    assert counted(reading, float("inf")).done == 10


def test_columns_add_up_also_when_an_order_is_counted_in_between(world, brand):
    class Busy(Reading):
        came = False

        def results(self, **asks):
            answer = super().results(**asks)
            if not self.came:
                self.came = True
                happened(brand, a_purchase(NOON, 300, "A-9", "fay"))
            return answer

    form = CompareForm(None, brand=brand, today=datetime.now(ZONE).date())
    found = counted(Busy(brand, form.asked()), float("inf")).comparison()
    assert set(found.totals.values()) == {EVERYTHING + 300}


def test_every_figure_of_the_page_can_be_asked(world):
    browser = signed_in(world["member"])
    page = whole_page(browser)
    asks = re.findall(r'hx-get="([^"]*attribution/ask/[^"]*)"', page)
    assert len(asks) == 5
    for url in asks:
        told = browser.get(url.replace("&amp;", "&")).content.decode()
        assert "SELECT" in told
        assert "Formula" in told
    assert browser.get("/insight/attribution/ask/ave/").status_code == 404


def test_a_download_holds_the_rows_the_rests_and_every_model(world):
    browser = signed_in(world["member"])
    answer = browser.get("/insight/attribution.csv?by=placement")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    for model in CREDIT_MODELS.values():
        assert sum(float(row[str(model.name)]) for row in rows) == pytest.approx(EVERYTHING / 100)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(browser.get("/insight/attribution.xlsx?measure=outcomes").content)
    )
    cells = book.get_sheet_by_name("Attribution").to_python()
    assert cells[-1][1:9] == pytest.approx([4] * 8)
    assert browser.get("/insight/attribution.pdf").status_code == 404


def test_money_in_another_currency_is_told_and_never_added(world, brand):
    happened(brand, a_purchase(NOON, 99_900, "U-1", "eve", currency="USD"))
    assert set(comparison(brand).totals.values()) == {EVERYTHING}
    assert "$999.00" in whole_page(signed_in(world["member"]))


def test_a_period_without_an_order_teaches_where_orders_come_from(world):
    page = whole_page(signed_in(world["member"]), "?period=custom&start=2020-01-01&end=2020-01-02")
    assert "No order in these days" in page
    assert "/insight/conversions/" in page


def test_an_empty_lake_teaches_how_to_send_the_first_event(lead):
    for path in ("attribution", "change"):
        page = signed_in(lead).get(f"/insight/{path}/").content.decode()
        assert "No event has arrived yet" in page


def test_dates_that_run_backwards_are_kept_and_named(world):
    for path in ("attribution", "change"):
        answer = signed_in(world["member"]).get(
            f"/insight/{path}/?period=custom&start=2026-03-09&end=2026-03-01"
        )
        assert answer.status_code == 422
        assert 'value="2026-03-09"' in answer.content.decode()


def test_only_those_whom_the_matrix_names_see_it(world, brand):
    pages = ("attribution/", "attribution/counting/", "attribution.csv", "change/", "change.csv",
             "attribution/ask/journeys/")  # fmt: skip
    guest, writer, lead = (signed_in(a_member(brand, role)) for role in ("gst", "cw", "lead"))
    for page in pages:
        assert guest.get(f"/insight/{page}").status_code == 403
        assert writer.get(f"/insight/{page}").status_code == 403
        assert lead.get(f"/insight/{page}").status_code == 200


def test_a_foreign_brands_orders_are_in_no_answer(world):
    stranger = a_member(a_brand(), "an")
    an_order_rule(stranger)
    happened(stranger.brand, a_purchase(NOON, 1, "F-1"))
    assert set(comparison(stranger.brand).totals.values()) == {1}
    assert set(comparison(world["member"].brand).totals.values()) == {EVERYTHING}


def test_the_pages_cost_the_same_however_much_there_is(
    world, analyst, django_assert_max_num_queries
):
    campaign = world["kol"].campaign
    for number in range(5):
        a_placement(analyst, code=f"D00000{number}", campaign=campaign)
    browser = signed_in(analyst)
    for by in KEYS:
        whole_page(browser, f"?by={by}")
        with django_assert_max_num_queries(20):
            browser.get(f"/insight/attribution/?by={by}")
    with django_assert_max_num_queries(20):
        browser.get("/insight/change/")


@pytest.fixture
def long_log(monkeypatch):
    monkeypatch.setattr(ahead, "AT_ONCE", 0)
    monkeypatch.setattr(reading_module, "PEOPLE_AT_ONCE", 0)


def counted_when(brand):
    [saved] = ahead.saved_moves(brand)
    return moves_counted_when(lake_of(brand), saved)


def test_markov_s_paths_of_a_long_log_are_counted_ahead_once_a_day(world, brand, long_log):
    now = datetime.now(ZONE)
    ahead.count_paths_due(now)
    counted_first = counted_when(brand)
    assert counted_first
    ahead.count_paths_due(now)
    assert counted_when(brand) == counted_first
    ahead.count_paths_due(now + timedelta(days=1))
    assert counted_when(brand) > counted_first


def test_paths_of_a_short_log_are_counted_when_somebody_asks(world, brand):
    ahead.count_paths_due(datetime.now(ZONE))
    assert counted_when(brand) is None


@pytest.mark.parametrize(
    "address",
    ["/insight/attribution/?", "/insight/?model=markov&", "/insight/outcomes/?model=markov&"],
)
def test_pages_say_up_to_when_the_paths_are_counted_and_count_them_now(
    world, brand, long_log, address
):
    ahead.count_paths_due(datetime.now(ZONE))
    browser = signed_in(world["member"])
    assert "counted up to" not in whole(browser, address)
    happened(brand, a_visit(datetime.now(ZONE), "late", code="C000001"))
    told = whole(browser, address)
    assert "counted up to" in told
    [now] = re.findall(r'class="link" href="([^"]+count=(?:now|paths))"', told)
    page = address.partition("?")[0]
    at = now.replace("&amp;", "&")
    assert "counted up to" not in whole(browser, at if at.startswith("/") else page + at)


def test_visitors_of_each_row_of_a_long_log_follow_when_they_are_counted(world, long_log):
    browser = signed_in(world["member"])
    told = browser.get("/insight/?by=message", follow=True).content.decode()
    assert "The visitors of each row are being counted." in told
    follow = re.search(r'hx-get="([^"]+count=people)"', told)[1].replace("&amp;", "&")
    for address in (f"/insight/{follow}", "/insight/?by=message"):  # then it is known
        told = browser.get(address, follow=True).content.decode()
        assert "being counted" not in told
        assert '<td class="num" data-value="3">3</td>' in told

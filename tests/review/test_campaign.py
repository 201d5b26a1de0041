"""The campaign's page: its numbers, their explanation, what moves and what ties."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from drumbeat.insight.results.ground import CUTS
from drumbeat.insight.results.scoreboard import scoreboard
from drumbeat.insight.spend.lines import costs_of
from drumbeat.review.campaigns.figures import FIGURES
from drumbeat.review.campaigns.room import room_of
from tests.review.factory import (
    Visitor,
    a_launch,
    answered_launch,
    arrive,
    cost,
    hand_over,
    spend,
    today_of,
)
from tests.strategy.factory import a_campaign
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def launch(lead):
    return answered_launch(lead)


def room(launch):
    return f"/review/campaigns/{launch.campaign.pk}/"


def test_the_page_shows_what_the_world_answered(launch):
    page = signed_in(launch.lead).get(room(launch)).content.decode()
    assert "¥1,000" in page  # 300 + 500 + 200 through its placements
    assert "¥850" in page  # 400 + 200.50 by platform, 250 by invoice
    assert "Unmapped" in page
    assert "¥33" in page


def test_i_08_each_cut_ties_to_the_whole_under_both_models(launch):
    for model in ("last_non_direct", "linear"):
        for by in CUTS:
            board = scoreboard(launch.campaign, by=by, model=model)
            rows = [*board.rows, *board.rests]
            assert sum(row.revenue_minor for row in rows) == 1220_00
            assert sum(row.outcomes for row in rows) == pytest.approx(6)
            assert sum(row.spend_minor for row in rows) == board.everything.spend_minor == 883_83
            assert board.total.revenue_minor == sum(row.revenue_minor for row in board.rows)


def test_i_07_the_models_share_the_same_money_differently(launch):
    last = scoreboard(launch.campaign, model="last_non_direct")
    linear = scoreboard(launch.campaign, model="linear")
    assert [row.revenue_minor for row in last.rows] == [700_00, 300_00, 0]
    # Half of the 500 goes to the first touch; half of the 200 to the direct visit.
    assert {row.label: row.revenue_minor for row in linear.rows} == {
        "Spot 1": 550_00,
        "Spot 2": 350_00,
        "Spot 3": 0,
    }
    assert last.everything.revenue_minor == linear.everything.revenue_minor


@pytest.mark.parametrize("name", FIGURES)
def test_every_number_says_where_it_comes_from(launch, name):
    answer = signed_in(launch.lead).get(f"{room(launch)}ask/{name}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Asia/Shanghai" in text
    assert "/rows/" in text


def test_an_unknown_number_does_not_exist(launch):
    browser = signed_in(launch.lead)
    assert browser.get(f"{room(launch)}ask/happiness/").status_code == 404
    assert browser.get(f"{room(launch)}rows/happiness/").status_code == 404


def test_the_formula_carries_the_numbers(launch):
    text = signed_in(launch.lead).get(f"{room(launch)}ask/cpa/").content.decode()
    assert "¥850.50 ÷ 3" in text


def test_i_19_an_roi_is_never_shown_without_its_cost_completeness(launch):
    """9,000 of 10,000 planned are known: production is not booked yet."""
    costs = costs_of(launch.campaign)
    assert costs.completeness == pytest.approx(0.9)
    assert costs.is_partial
    page = signed_in(launch.lead).get(room(launch)).content.decode()
    assert "Partial-cost ROI" in page
    assert "cost completeness 90%" in page
    assert "not comparable" in page
    cost(launch, launch.lines[2], 900)
    now_known = costs_of(launch.campaign)
    assert now_known.completeness == 1
    assert now_known.roi_label == "ROI"
    assert now_known.total_minor == 1750_50
    assert now_known.roi(1000_00) == pytest.approx((1000 * 0.6 - 1750.5) / 1750.5)


def test_common_costs_are_shared_by_the_campaigns_of_a_plan(launch):
    sister = a_launch(launch.lead, placements=1)
    sister.campaign.plan = launch.campaign.plan
    sister.campaign.save()
    sister.placements[0].budget_line = launch.lines[0]
    sister.placements[0].save()
    cost(launch, launch.lines[2], 400)
    ours, theirs = costs_of(launch.campaign), costs_of(sister.campaign)
    shared = [row.actual_minor for each in (ours, theirs) for row in each.rows if
              row.label == "Production"]  # fmt: skip
    assert shared == [300_00, 100_00]  # three of four placements are ours, each planned the same


def test_the_live_part_is_silent_until_something_arrives(launch):
    browser = signed_in(launch.lead)
    page = browser.get(f"{room(launch)}live/")
    seen = page.context["seen"]
    assert browser.get(f"{room(launch)}live/?seen={seen}").status_code == 204
    Visitor(launch, day=6).comes(launch.code(0)).buys(450)
    arrive(launch)
    answer = browser.get(f"{room(launch)}live/?seen={seen}")
    assert answer.status_code == 200
    assert "¥1,450" in answer.content.decode()


def test_a_handoff_that_waits_is_on_the_page(launch):
    hand_over(launch, "Twelve comments ask how to store it")
    page = signed_in(launch.lead).get(room(launch)).content.decode()
    assert "Twelve comments ask how to store it" in page


def test_the_page_costs_the_same_for_many_placements(lead, django_assert_max_num_queries):
    counts = []
    for placements in (5, 30):
        launch = answered_launch(lead, placements=placements)
        browser = signed_in(lead)
        browser.get(room(launch))
        with django_assert_max_num_queries(75) as queries:
            page = browser.get(room(launch)).content.decode()
        counts.append(len(queries))
    assert counts[1] == counts[0] + 1  # the pace of those beyond the twentieth
    assert "All 30 placements on the flight board" in page


def test_the_list_of_campaigns_is_paged_and_asks_as_often_for_many(
    lead, django_assert_max_num_queries
):
    launch, counts = answered_launch(lead), []
    for further in (3, 30):
        for _number in range(further):
            a_campaign(lead, plan=launch.campaign.plan)
        browser = signed_in(lead)
        browser.get("/review/")
        with django_assert_max_num_queries(20) as queries:
            page = browser.get("/review/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(page.context["cards"]) == 24
    assert page.context["cards"][0].campaign == launch.campaign
    assert len(browser.get("/review/?page=2").context["cards"]) == 10


def test_pace_and_plan_to_date_follow_the_clock(launch):
    """Ten days in: nine full days and the hours of today."""
    with timezone.override(launch.brand.time_zone):
        noon = timezone.localtime(timezone.now()).replace(hour=12, minute=0)
        seen = room_of(launch.campaign, noon)
        share = sum(round(9_000_00 * 9.5 / 30) for _each in launch.placements)
        assert seen.planned_revenue_minor == share
        assert seen.pacing_index == pytest.approx(600.5 / 900)


def test_rows_behind_a_number_add_up_to_it(launch):
    browser = signed_in(launch.lead)
    body = browser.get(f"{room(launch)}rows/outcomes.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert sum(float(row["Credited"]) for row in rows) == 1220
    book = load_workbook(
        io.BytesIO(browser.get(f"{room(launch)}rows/spend.xlsx").content), data_only=True
    )
    sheet = book.worksheets[0]
    spent = [row[4].value for row in sheet.iter_rows(min_row=2)]
    assert spent[-1] == pytest.approx(sum(spent[:-1])) == pytest.approx(600.5)


def test_rows_can_be_of_one_placement(launch):
    pk = launch.placements[1].pk
    page = signed_in(launch.lead).get(f"{room(launch)}rows/outcomes/?placement={pk}")
    assert len(page.context["rows"]) == 2


def test_who_may_not_see_spending_sees_orders_alone(launch):
    writer = signed_in(a_member(launch.brand, "cw"))
    page = writer.get(room(launch)).content.decode()
    assert "¥1,000" in page
    assert "¥850" not in page
    for hidden in ("ask/spend/", "ask/roi/", "rows/spend/", "rows/costs.csv"):
        assert writer.get(room(launch) + hidden).status_code == 403


def test_guests_are_refused(launch):
    guest = signed_in(a_member(launch.brand, "gst"))
    assert guest.get(room(launch)).status_code == 403
    assert guest.get("/review/").status_code == 403


def test_a_foreign_brand_does_not_see_it(launch):
    stranger = signed_in(a_member(a_brand(), "lead"))
    for path in ("", "live/", "glance/", "ask/revenue/", "rows/outcomes/", "rows/spend.csv"):
        assert stranger.get(room(launch) + path).status_code == 404


def test_the_list_shows_state_money_and_waiting_handoffs(launch):
    hand_over(launch, "Second wave")
    page = signed_in(launch.lead).get("/review/").content.decode()
    assert "Live · day 10 of 30" in page
    assert "1 handoff waits" in page
    glance = signed_in(launch.lead).get(f"{room(launch)}glance/").content.decode()
    assert "¥1,000" in glance


def test_the_empty_list_teaches_the_next_step(lead):
    page = signed_in(lead).get("/review/").content.decode()
    assert "Open the first campaign" in page


def test_a_campaign_without_anything_still_has_a_page(lead):
    launch = a_launch(lead, placements=0, state="ready")
    page = signed_in(lead).get(room(launch)).content.decode()
    assert "Nothing is booked yet" in page
    assert "nothing arrived yet" in page


def test_a_campaign_that_has_not_begun_has_no_days(lead):
    today = today_of(lead.brand)
    launch = a_launch(lead, today=today, began=-5, state="ready")
    assert launch.campaign.starts_on == today + timedelta(days=5)
    spend(launch, launch.placements[0], 10)
    assert "still to come" in signed_in(lead).get(room(launch)).content.decode()

"""Spend has one meaning: results, retrospectives and key results say the same to the cent."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.channels.models import Placement
from drumbeat.channels.placements.queries import with_money
from drumbeat.insight.key_results.values import measured
from drumbeat.insight.results.asking import AskForm
from drumbeat.insight.results.ground import CUTS
from drumbeat.insight.results.reading import Reading
from drumbeat.insight.spend.lines import costs_in, costs_of
from drumbeat.insight.spend.placements import spent_by_day, spent_by_placement
from drumbeat.review.campaigns.room import room_of
from drumbeat.review.retrospectives.comparing import comparisons
from drumbeat.strategy.models import Campaign, LedgerEntry
from drumbeat.warehouse.questions import Period
from tests.review.factory import a_launch, answered_launch, cost, spend, today_of
from tests.strategy.factory import a_key_result
from tests.world import a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

ALL_CUTS = (*CUTS, "campaign", "goal", "day")


@pytest.fixture
def launch(lead):
    """Platform-only, invoice-only and both; a stand without a code, a charge after the end, spend
    of a cancelled placement, spend of nobody; besides, an invoice for production."""
    launch = answered_launch(lead, placements=4)
    first, second, third, fourth = launch.placements
    spend(launch, second, 12.34)
    cost(launch, launch.lines[1], 1_000.01, placement=third)
    third.pins.all().delete()
    third.link.delete()
    spend(launch, first, 7.77, day=launch.campaign.ends_on + timedelta(days=3))
    spend(launch, fourth, 50)
    fourth.state = "cancelled"
    fourth.save()
    cost(launch, launch.lines[2], 900)
    return launch


def reading(brand, start, end, **asks):
    given = {"period": "custom", "start": start.isoformat(), "end": end.isoformat()} | asks
    form = AskForm(given, brand=brand, today=today_of(brand))
    assert form.is_valid(), form.errors
    return Reading(brand, form.asked())


def whole(launch, **asks):
    return reading(launch.brand, launch.campaign.starts_on, launch.campaign.ends_on, **asks)


def spent_in(rows, key):
    return {key(row): row.spend_minor for row in rows if row.spend_minor}


def test_results_and_retrospective_agree_to_the_cent_by_every_dimension(launch):
    cuts = {cut.by: cut for cut in comparisons(launch.campaign)}
    for by in CUTS:
        board, retrospective = whole(launch, by=by).board, cuts[by].board
        lines, rests = [line.row for line in board.lines], [line.row for line in board.rests]
        assert spent_in(lines, lambda row: row.key) == spent_in(
            retrospective.rows, lambda row: row.key
        ), by
        assert spent_in(rests, lambda row: row.rest) == spent_in(
            retrospective.rests, lambda row: row.rest
        ), by
        assert board.everything.row.spend_minor == retrospective.everything.spend_minor, by


def test_each_kind_of_cost_is_in_its_placements_row(launch):
    first, second, third, fourth = (placement.pk for placement in launch.placements)
    board = whole(launch, by="placement").board
    assert spent_in([line.row for line in board.lines], lambda row: row.key) == {
        first: 600_50 + 7_77,
        second: 250_00 + 12_34,
        third: 1_000_01,
        fourth: 50_00,
    }
    assert spent_in([line.row for line in board.rests], lambda row: row.rest) == {"unmapped": 33_33}


def test_i_08_every_cut_sums_to_the_same_spend_with_a_row_for_what_nobody_owns(launch):
    for by in ALL_CUTS:
        answered = whole(launch, by=by)
        everything = answered.board.everything.row
        assert everything.spend_minor == answered.spend.spend_minor == 1_953_95, by
        assert everything.roas == pytest.approx(122_000 / 1_953_95), by


def test_a_placements_page_says_the_same(launch):
    spent = spent_by_placement(launch.brand, whole(launch).asked.period)
    placements = with_money(Placement.objects.filter(campaign=launch.campaign))
    assert {one.pk: one.spent for one in placements} == {
        key: one.minor for key, one in spent.items() if key
    }


def test_with_two_campaigns_each_campaigns_row_is_its_retrospectives_total(launch):
    sister = a_launch(launch.lead, placements=2)
    spend(sister, sister.placements[0], 80)
    cost(sister, sister.lines[1], 20, placement=sister.placements[1])
    rows = {line.row.key: line.row for line in whole(launch, by="campaign").board.lines}
    for campaign in (launch.campaign, sister.campaign):
        total = comparisons(campaign)[0].total.last
        assert rows[campaign.pk].spend_minor == total.spend_minor > 0


def test_an_invoice_counts_on_its_day_or_the_nearest_of_its_campaign(launch):
    """A deposit before the start and a bill after the end are the campaign's all the same."""
    start, end = launch.campaign.starts_on, launch.campaign.ends_on
    third = launch.placements[2]
    cost(launch, launch.lines[1], 5, placement=third)
    cost(launch, launch.lines[1], 7, placement=third)
    days = [start - timedelta(days=20), end + timedelta(days=20), start + timedelta(days=4)]
    invoices = LedgerEntry.objects.filter(ref=f"placement:{third.pk}").order_by("created_at")
    for entry, day in zip(invoices, days, strict=True):
        entry.on = day
        entry.save()
    booked = {
        day: spent_by_placement(launch.brand, Period(day, day, "UTC")).get(third.pk)
        for day in (*days, start, end)
    }
    assert [booked[day] for day in days[:2]] == [None, None]
    assert [booked[day].booked for day in (start, end, days[2])] == [1_000_01, 5_00, 7_00]


def test_a_running_campaign_has_cost_as_much_on_its_page_as_in_the_results_to_date(launch):
    """But for the correction that the platform dates after the campaign's end, still to come."""
    start, today = launch.campaign.starts_on, today_of(launch.brand)
    row = reading(launch.brand, start, today, by="campaign").board.lines[0].row
    assert row.spend_minor == room_of(launch.campaign, timezone.now()).total.spend_minor - 7_77


def test_days_of_any_two_halves_add_up_to_the_whole(launch):
    start, end = launch.campaign.starts_on, launch.campaign.ends_on
    middle = start + timedelta(days=11)
    sums = [
        sum(one.minor for one in spent_by_day(launch.brand, Period(*days, "UTC")).values())
        for days in ((start, end), (start, middle), (middle + timedelta(days=1), end))
    ]
    assert sums[0] == sums[1] + sums[2] == 1_953_95


def test_a_late_correction_belongs_to_the_campaign_and_not_to_the_days_after_it(launch):
    end = launch.campaign.ends_on
    after = reading(launch.brand, end + timedelta(days=1), end + timedelta(days=9), by="placement")
    assert after.spend.spend_minor == 0
    assert after.board.everything.row.spend_minor == 0


def test_a_key_result_divides_by_the_same_spend(launch):
    goal, today = launch.campaign.goal, today_of(launch.brand)
    ratio = a_key_result(goal, "ROAS", metric="roas")
    row = reading(launch.brand, goal.starts_on, today, by="goal").board.lines[0].row
    assert row.key == goal.pk
    assert float(measured([ratio], today)[0].value) == pytest.approx(row.roas, abs=1e-4)


def test_cost_completeness_says_which_line_is_missing(launch):
    """Search, KOL and production all have a cost; without the invoice production has none."""
    assert whole(launch).costs.completeness == 1
    launch.lines[2].entries.all().delete()
    costs = whole(launch).costs
    assert costs.completeness == pytest.approx(0.9)
    assert [row.label for row in costs.missing] == ["Production"]


def test_costs_of_several_campaigns_share_what_names_no_placement(launch):
    sister = a_launch(launch.lead, placements=1)
    sister.campaign.plan = launch.campaign.plan
    sister.campaign.save()
    Placement.objects.filter(campaign=sister.campaign).update(budget_line=launch.lines[0])
    together = costs_in(launch.brand, whole(launch).asked.period)
    each = [costs_of(Campaign.objects.get(pk=one.campaign.pk)) for one in (launch, sister)]
    assert together.total_minor == sum(one.total_minor for one in each)
    assert together.common_minor == 900_00
    assert together.planned_minor == launch.campaign.plan.budget_minor


def test_the_page_says_how_complete_its_costs_are(launch):
    page = signed_in(launch.lead).get("/insight/?period=28d").content.decode()
    assert "Cost completeness" in page
    assert "every budget line has its cost" in page
    assert "¥900" in page  # production, which names no placement
    launch.lines[2].entries.all().delete()
    page = signed_in(launch.lead).get("/insight/?period=28d").content.decode()
    assert "Cost completeness 90%" in page
    assert re.search(r"Without any cost yet: <[^>]+>Production<", page)


def test_who_may_not_see_spending_sees_orders_and_revenue_only(launch):
    browser = signed_in(a_member(launch.brand, "cw", name="Cleo Li"))
    page = browser.get("/insight/?by=placement").content.decode()
    assert "Revenue" in page
    for words in ("Spend", "ROAS", "Cost per order", "Cost completeness", "Unmapped spend"):
        assert words not in page, words
    table = browser.get("/insight/results.csv?by=placement").content.decode("utf-8-sig")
    assert "Revenue" in table
    assert "Spend" not in table
    for metric in ("spend", "cpa", "mer", "unmapped_spend", "cost_completeness"):
        assert browser.get(f"/insight/ask/{metric}/").status_code == 403, metric


def test_spend_costs_the_same_questions_however_much_there_is(
    launch, django_assert_max_num_queries
):
    period = whole(launch).asked.period
    for number in range(9):
        spend(launch, launch.placements[0], number + 1)
        cost(launch, launch.lines[0], 1, placement=launch.placements[1])
    with django_assert_max_num_queries(5):
        spent_by_placement(launch.brand, period)
    with django_assert_max_num_queries(5):
        costs_in(launch.brand, period)

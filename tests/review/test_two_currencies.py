"""A plan in yen in a brand whose platforms charge yuan: amounts are changed before they meet.

1 JPY is worth 0.05 CNY. The plan: one line of ¥200,000 (JPY), a placement of ¥100,000 on it, of
which platforms charged 1,000.00 CNY, which is ¥20,000, and an invoice of ¥3,001, 150.05 CNY.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.channels.outlook.outlook import outlook
from drumbeat.channels.placements.queries import in_full, placements, totals
from drumbeat.channels.placements.reconciling import costs
from drumbeat.channels.rollup.rollup import roll_up
from drumbeat.channels.spend.pacing import pacing
from drumbeat.insight.spend.lines import costs_of
from drumbeat.insight.spend.placements import Spent, spent_by_day, spent_by_placement
from drumbeat.review.campaigns.queries import cards
from drumbeat.review.campaigns.room import room_of
from drumbeat.review.lineage.numbers import brought_by_placement
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.models import Campaign, FxRate
from drumbeat.strategy.plans.actions import book_cost
from drumbeat.strategy.plans.exchange import Exchange
from drumbeat.warehouse.questions import Period
from tests.channels.factory import a_placement, a_team, an_approved_version
from tests.channels.test_outlook import charged
from tests.strategy.factory import a_campaign, a_goal, a_rate, an_approved_plan
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def plan(lead, today):
    a_rate(lead, "JPY", "0.05", on=today - timedelta(days=40))
    days = {"starts_on": today - timedelta(days=4), "ends_on": today + timedelta(days=5)}
    return an_approved_plan(lead, goal=a_goal(lead, **days), currency="JPY", lines=(200_000,))


@pytest.fixture
def placement(lead, plan, today):
    team = a_team(lead)
    days = {"starts_on": today - timedelta(days=4), "ends_on": today + timedelta(days=5)}
    campaign = CAMPAIGN.take(a_campaign(lead, plan=plan, **days), "prepare", lead)
    placed = a_placement(
        team,
        campaign=campaign,
        version=an_approved_version(team, plan),
        planned_minor=100_000,
        forecast_revenue_minor=500_000,
        state="live",
        **days,
    )
    charged(placed, 1_000_00, 10, day=today - timedelta(days=1))
    book_cost(
        plan.lines.get(),
        3_001,
        by=lead,
        note="crew",
        paper="INV-1",
        on=today,
        ref=f"placement:{placed.pk}",
    )
    return placed


def page(lead, path):
    return signed_in(lead).get(path).content.decode()


def amounts_in(page):
    return set(re.findall(r"¥[\d,.]+", page))


def without_a_rate():
    FxRate.objects.all().delete()


class TestOneRateServesBothWays:
    def test_into_the_brands_currency_and_back(self, brand, plan, today):
        found = Exchange(brand, ["JPY"], today)
        assert found.to_brands(3_001, "JPY") == 150_05
        assert found.to_plans(1_000_00, "JPY") == 20_000
        assert (found.to_brands(7, "CNY"), found.to_plans(7, "CNY")) == (7, 7)

    def test_half_a_coin_goes_away_from_zero(self, brand, plan, lead, today):
        a_rate(lead, "KWD", "23.5", on=today)
        found = Exchange(brand, ["JPY", "KWD"], today)
        assert found.to_plans(2, "JPY") == 0  # 0.02 CNY = 0.4 JPY
        assert found.to_plans(-3, "JPY") == -1  # 0.03 CNY = 0.6 JPY
        assert found.to_brands(1_001, "KWD") == 23_52  # 1.001 KWD = 23.5235 CNY
        assert found.to_plans(23_52, "KWD") == 1_001

    def test_without_a_rate_it_says_which_and_when(self, brand, plan, today):
        without_a_rate()
        found = Exchange.of_brand(brand, today)
        assert (found.missing, found.to_brands(5, "JPY"), found.to_plans(5, "JPY")) == (
            ["JPY"],
            None,
            None,
        )
        assert found.problems[0].startswith("No rate from JPY to CNY holds on")

    def test_a_brand_of_one_currency_asks_for_none(self, lead, django_assert_num_queries, today):
        plan = an_approved_plan(lead)
        with django_assert_num_queries(1):
            assert not Exchange.of_brand(plan.brand, today).is_needed
        with django_assert_num_queries(0):
            assert not Exchange(plan.brand, ["CNY"], today).is_needed


class TestPagesInThePlansCurrency:
    def test_a_lines_spend_is_in_the_plans_currency(self, plan, placement, lead):
        shown = page(lead, f"/channels/plans/{plan.pk}/actuals/")
        assert amounts_in(shown) == {"¥200,000", "¥20,000", "¥3,001", "¥23,001"}

    def test_a_lines_spend_without_a_rate_is_not_said(self, plan, placement, lead):
        without_a_rate()
        shown = page(lead, f"/channels/plans/{plan.pk}/actuals/")
        assert "No rate from JPY to CNY holds on" in shown
        assert "/strategy/rates/" in shown
        assert amounts_in(shown) == {"¥200,000", "¥3,001"}

    def test_plan_and_actual_counts_what_platforms_charged(self, plan, placement, lead, today):
        found = outlook(plan, today)
        assert (found.total.actual, found.foreign) == (23_001, {})
        without_a_rate()
        found = outlook(plan, today)
        assert (found.total.actual, found.foreign) == (3_001, {"CNY": 1_000_00})
        shown = page(lead, f"/channels/plans/{plan.pk}/outlook/")
        assert "No rate from JPY to CNY holds on" in shown

    def test_a_placement_is_paced_in_its_plans_currency(self, placement, today, lead):
        pace = pacing([placement], today)[placement.pk]
        # Four of ten days are over: 40,000 of 100,000, of which 20,000 went out.
        assert (pace.spent, pace.planned_to_date, pace.index) == (20_000, 40_000, 0.5)
        assert costs(placement).known == 23_001
        assert "¥23,001" in page(lead, f"/channels/placements/{placement.pk}/")

    def test_without_a_rate_it_has_no_pace(self, placement, today, lead):
        without_a_rate()
        pace = pacing([placement], today)[placement.pk]
        assert (pace.spent, pace.index, pace.colour, pace.projected_end) == (None,) * 4
        assert (costs(placement).reported, costs(placement).known) == (None, None)
        shown = page(lead, f"/channels/placements/{placement.pk}/")
        assert "No rate from JPY to CNY holds on" in shown
        assert page(lead, "/channels/placements/").count("No rate from JPY to CNY holds on") == 1

    def test_lists_and_tables_say_what_was_spent(self, placement, brand, lead, today):
        (found,) = in_full(placements(brand))
        assert (found.spent, found.at_risk, found.booked) == (23_001, 76_999, 3_001)
        assert totals(placement.campaign)["spent"] == 23_001
        table = signed_in(lead).get("/channels/placements.csv").content.decode("utf-8-sig")
        assert "JPY,100000,23001" in table

    def test_most_at_risk_comes_first_whatever_its_currency(self, placement, brand, lead):
        """76,999 JPY are 3,849.95 CNY: less than 4,000 and more than 3,000 of them."""
        team = a_team(lead)
        smaller, larger = (a_placement(team, planned_minor=n) for n in (3_000_00, 4_000_00))
        for one in (smaller, larger):
            one.state = "booked"
            one.save()
        assert list(placements(brand)) == [larger, placement, smaller]
        assert list(placements(brand, sort="planned")) == [placement, larger, smaller]


class TestPagesInTheBrandsCurrency:
    def test_the_roll_up_counts_what_was_charged_as_it_was_charged(self, plan, placement, brand):
        today = timezone.localdate()
        found = roll_up(brand, today.year, today)
        assert found.money.actual == 1_150_05
        assert found.foreign == []

    def test_what_placements_cost(self, placement, brand, today):
        period = Period(today - timedelta(days=4), today, brand.time_zone)
        whole = Spent(1_000_00, 150_05)
        assert spent_by_placement(brand, period) == {placement.pk: whole}
        campaign = Campaign.objects.get(pk=placement.campaign_id)
        assert spent_by_placement(brand, period, campaign=campaign) == {placement.pk: whole}
        assert sum(spent_by_day(brand, period).values(), Spent()) == whole

    def test_the_cost_lines_of_a_campaign(self, placement):
        (row,) = costs_of(placement.campaign).rows
        assert (row.planned_minor, row.reported_minor, row.booked_minor) == (
            10_000_00,
            1_000_00,
            150_05,
        )

    @pytest.mark.lake
    def test_the_campaigns_room(self, placement, lead):
        room = room_of(Campaign.objects.get(pk=placement.campaign_id), timezone.now())
        assert (room.total.planned_minor, room.total.spend_minor) == (5_000_00, 1_150_05)
        assert room.total.expected_revenue_minor == 25_000_00
        assert room.pacing_index == 0.5
        shown = page(lead, f"/review/campaigns/{placement.campaign_id}/")
        assert "No rate from" not in shown

    @pytest.mark.lake
    def test_the_campaigns_room_without_a_rate(self, placement, lead):
        without_a_rate()
        room = room_of(Campaign.objects.get(pk=placement.campaign_id), timezone.now())
        assert (room.total.planned_minor, room.total.spend_minor) == (0, 1_000_00)
        assert (room.pacing_index, room.costs.is_partial) == (None, True)
        shown = page(lead, f"/review/campaigns/{placement.campaign_id}/")
        assert "No rate from JPY to CNY holds on" in shown

    def test_the_cards_of_campaigns(self, placement, brand, today):
        (card,) = cards(Campaign.objects.filter(pk=placement.campaign_id), brand, today)
        assert (card.planned_minor, card.spent_minor) == (5_000_00, 1_150_05)
        without_a_rate()
        (card,) = cards(Campaign.objects.filter(pk=placement.campaign_id), brand, today)
        assert (card.planned_minor, card.spent_minor) == (None, None)

    @pytest.mark.lake
    def test_the_thread(self, placement, brand):
        found = brought_by_placement(brand, [placement])
        assert found[placement.pk].spend_minor == 1_150_05

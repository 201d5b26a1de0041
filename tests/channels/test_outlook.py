"""Plan and actual beside each other: what is shown ties out, and the difference is taken apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.channels.models import SpendFact, SpendImport
from drumbeat.channels.outlook.facts import Placed
from drumbeat.channels.outlook.outlook import Cell, outlook, periods
from drumbeat.channels.outlook.picture import picture
from drumbeat.channels.outlook.variance import Effects, SoFar, effects_by_line
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.forecasts.actions import reforecast
from drumbeat.strategy.plans.actions import approve, book_cost, commit, move, submit
from drumbeat.strategy.plans.amendments import amend
from drumbeat.strategy.plans.pricing import price
from drumbeat.work.models import StoredFile
from tests.channels.factory import a_placement, a_team, an_approved_version
from tests.strategy.factory import (
    a_campaign,
    a_goal,
    a_plan,
    a_rate,
    an_approved_plan,
    answer_learnings,
)
from tests.world import TODAY, a_brand, a_member, signed_in

OCT, NOV, DEC = (date(2026, month, 1) for month in (10, 11, 12))
AFTER = date(2026, 12, 11)


@pytest.fixture
def plan(lead):
    goal = a_goal(lead, starts_on=OCT, ends_on=date(2026, 12, 31))
    return an_approved_plan(lead, goal=goal)


@pytest.fixture
def placement(lead, plan):
    """On the first line, in November: ¥30,000 for 10,000 touches."""
    team = a_team(lead)
    campaign = CAMPAIGN.take(
        a_campaign(lead, plan=plan, starts_on=OCT, ends_on=date(2026, 12, 31)), "prepare", lead
    )
    return a_placement(
        team,
        campaign=campaign,
        version=an_approved_version(team, plan),
        starts_on=NOV,
        ends_on=date(2026, 11, 30),
        planned_minor=30_000_00,
        forecast_touches=10_000,
    )


def charged(placement, minor, clicks=None, day=date(2026, 11, 20), currency="CNY"):
    """A day of a platform's report."""
    owner = placement.owner
    file = StoredFile.keep(owner, "meta.csv", f"{placement.pk}{day}{currency}".encode(), "text/csv")
    source = SpendImport.objects.create(
        brand=owner.brand, owner=owner, file=file, platform="meta", currency=currency
    )
    return SpendFact.objects.create(
        brand=owner.brand,
        source=source,
        platform="meta",
        date=day,
        entity=f"{placement.pk}{day}{currency}",
        placement=placement,
        currency=currency,
        spend_minor=minor,
        clicks=clicks,
    )


@pytest.mark.django_db
class TestTheOutlook:
    def test_each_kind_of_money_stands_in_its_month(self, plan, placement, lead):
        first, second = plan.lines.all()
        reforecast(plan, {second.pk: {OCT: 0, NOV: 90_00}}, by=lead, reason="smaller")
        commit(first, 30_000_00, ref=f"placement:{placement.pk}", by=lead)
        charged(placement, 12_000_00, 3_000)
        book_cost(second, 500_00, by=lead, note="shoot", paper="INV-1", on=date(2026, 10, 9))
        rows = {row.name: row for row in outlook(plan, AFTER).rows}
        assert rows["Line 1"].cells[NOV] == Cell(
            195_652_18, 195_652_18, committed=30_000_00, actual=12_000_00
        )
        assert rows["Line 2"].cells[OCT] == Cell(101_086_95 + 1, 0, 0, 500_00)
        assert rows["Line 2"].cells[NOV].forecast == 90_00
        assert rows["Line 2"].total.baseline == 300_000_00

    def test_what_is_on_no_line_is_a_row_of_its_own(self, plan, placement):
        placement.budget_line = None
        placement.state = "planned"
        placement.save()
        charged(placement, 700)
        found = outlook(plan, AFTER)
        assert (found.rows[-1].name, found.rows[-1].total.actual) == ("No budget line", 700)
        assert found.total.actual == 700

    def test_another_currency_is_named_and_not_added(self, plan, placement):
        charged(placement, 700, currency="USD")
        found = outlook(plan, AFTER)
        assert (found.total.actual, found.foreign) == (0, {"USD": 700})

    def test_moves_show_as_such_and_the_baseline_stays(self, plan, placement, lead):
        first, second = plan.lines.all()
        move(first, second, 100_000_00, by=lead, reason="fees are higher")
        found = outlook(plan, date(2027, 1, 1))
        assert [row.effects.plan for row in found.rows] == [-100_000_00, 100_000_00]
        assert [row.total.baseline for row in found.rows] == [600_000_00, 300_000_00]
        assert [row.planned for row in found.rows] == [500_000_00, 400_000_00]

    def test_a_dearer_click_is_price_and_fewer_clicks_are_volume(self, plan, placement):
        charged(placement, 30_000_00, 5_000)
        line = outlook(plan, AFTER).rows[0].effects
        assert (line.volume, line.mix, line.price) == (-22_500_00, 0, 22_500_00)

    def test_what_the_rate_moved_since_approval_is_a_part_of_its_own(self, lead):
        a_rate(lead, rate="7.1", on=OCT)
        goal = a_goal(lead, starts_on=OCT, ends_on=date(2026, 12, 31))
        plan = an_approved_plan(lead, goal=goal, lines=(1000_00, ("USD", 100_00)))
        line = plan.lines.last()
        book_cost(line, 60_01, by=lead, note="ads", paper="INV-1", on=NOV)
        a_rate(lead, rate="7.3333", on=DEC)
        before, row = outlook(plan, NOV).rows[1], outlook(plan, date(2027, 1, 1)).rows[1]
        assert (before.total.actual, before.effects.rate) == (426_07, 0)
        assert (row.total.actual, row.effects.rate) == (440_07, 14_00)
        assert row.effects.rest == 426_07 - 710_00
        assert row.effects.total == row.so_far.actual - row.so_far.approved
        page = signed_in(lead).get(f"/channels/plans/{plan.pk}/outlook/").content.decode()
        assert "Exchange rate" in page

    def test_spend_in_the_lines_own_currency_counts(self, plan, placement, lead):
        a_rate(lead, rate="7.1", on=OCT)
        line = placement.budget_line
        line.currency = "USD"
        price(line, 1_000_00, TODAY)
        line.save()
        a_rate(lead, rate="7.2", on=DEC)
        charged(placement, 700, 3_000, currency="USD")
        found = outlook(plan, AFTER)
        assert (found.total.actual, found.foreign, found.effects.rate) == (50_40, {}, 70)

    def test_without_a_rate_today_the_frozen_one_counts_and_that_is_said(self, plan, lead):
        rate = a_rate(lead, rate="7.1", on=OCT)
        line = plan.lines.first()
        line.currency = "USD"
        price(line, 1_000_00, TODAY)
        line.save()
        book_cost(line, 10_00, by=lead, note="ads", paper="INV-1", on=NOV)
        rate.delete()
        page = signed_in(lead).get(f"/channels/plans/{plan.pk}/outlook/").content.decode()
        assert "No rate from USD to CNY holds today" in page
        assert outlook(plan, AFTER).total.actual == 71_00

    def test_quarters_add_months_up(self, plan, placement):
        charged(placement, 700)
        found = outlook(plan, AFTER)
        (quarter,) = periods(found.rows, "quarter")
        assert quarter.cell == found.total
        assert (quarter.starts_on, quarter.quarter) == (OCT, 4)
        assert [p.starts_on for p in periods(found.rows, "month")] == [OCT, NOV, DEC]

    def test_an_amended_plan_is_measured_against_its_own_approval(self, plan, lead, brand):
        draft = amend(plan, by=lead, reason="drop the fees")
        draft.lines.all()[1].delete()
        draft.budget_minor = 600_000_00
        draft.save()
        answer_learnings(draft)
        approve(submit(draft, by=lead), by=a_member(brand, name="Third lead"))
        assert [row.name for row in outlook(draft, AFTER).rows] == ["Line 1"]
        page = signed_in(lead).get(f"/channels/plans/{plan.pk}/outlook/").content.decode()
        assert f"/channels/plans/{draft.pk}/outlook/" in page


@pytest.mark.django_db
class TestThePage:
    def test_it_shows_lines_periods_reasons_and_versions(self, plan, placement, lead):
        line = plan.lines.first()
        charged(placement, 12_345_67, 3_000)
        reforecast(plan, {line.pk: {NOV: 88_888_88}}, by=lead, reason="KOL fell away")
        page = signed_in(lead).get(f"/channels/plans/{plan.pk}/outlook/").content.decode()
        for shown in ("KOL fell away", "¥88,888.88", "¥12,346", "Nov 2026", "Line 2", "Price"):
            assert shown in page
        assert f"/strategy/lines/{line.pk}/forecast/" in page

    def test_one_line_alone_by_quarter(self, plan, lead):
        line = plan.lines.all()[1]
        path = f"/channels/plans/{plan.pk}/outlook/?line={line.pk}&by=quarter"
        page = signed_in(lead).get(path).content.decode()
        assert "Q4 2026" in page
        assert "Show all lines" in page

    def test_before_approval_it_says_what_will_be_here(self, lead):
        plan = a_plan(lead)
        page = signed_in(lead).get(f"/channels/plans/{plan.pk}/outlook/").content.decode()
        assert "Not approved yet" in page

    def test_the_tables_are_files(self, plan, placement, lead):
        charged(placement, 12_345_67, 3_000)
        browser = signed_in(lead)
        table = browser.get(f"/channels/plans/{plan.pk}/outlook.csv").content.decode("utf-8-sig")
        assert "Line 1,2026-11-01,195652.18,195652.18,0.00,12345.67,0.00,CNY" in table
        assert browser.get(f"/channels/plans/{plan.pk}/variance.xlsx").status_code == 200

    def test_it_is_closed_to_who_may_not_see_spend_and_to_other_brands(self, plan, brand):
        path = f"/channels/plans/{plan.pk}/outlook/"
        assert signed_in(a_member(brand, "cw")).get(path).status_code == 403
        assert signed_in(a_member(a_brand())).get(path).status_code == 404

    def test_it_costs_the_same_however_large_the_plan(self, lead, django_assert_max_num_queries):
        plan = an_approved_plan(lead, lines=(100,) * 30)
        for line in plan.lines.all():
            commit(line, 50, ref="placement:plc_1", by=lead)
            reforecast(plan, {line.pk: {OCT: 1, NOV: 2}}, by=lead, reason="again")
        browser = signed_in(lead)
        with django_assert_max_num_queries(24):
            browser.get(f"/channels/plans/{plan.pk}/outlook/")


AMOUNTS = st.integers(0, 10**9)
PLACED = st.builds(
    Placed,
    id=st.uuids().map(str),
    line=st.sampled_from(["a", "b"]),
    days=st.tuples(st.integers(-40, 10), st.integers(0, 60)).map(
        lambda at: (TODAY + timedelta(at[0]), TODAY + timedelta(at[0] + at[1]))
    ),
    planned=AMOUNTS,
    touches=st.integers(0, 10**6),
    spent=AMOUNTS,
    clicks=st.integers(0, 10**6),
)
STANDS = st.builds(SoFar, AMOUNTS, AMOUNTS, AMOUNTS)


@given(
    st.lists(PLACED, max_size=8),
    STANDS,
    STANDS,
    st.dictionaries(st.sampled_from("ab"), st.integers(-(10**9), 10**9)),
)
def test_the_parts_sum_to_the_difference_to_the_cent(placed, one, other, rate):
    so_far = {"a": one, "b": other}
    effects = effects_by_line(so_far, placed, TODAY, rate)
    for line, stands in so_far.items():
        assert effects[line].total == stands.actual - stands.approved
    assert sum(effects.values(), Effects()).total == sum(
        stands.actual - stands.approved for stands in so_far.values()
    )


@given(
    st.lists(st.builds(Cell, *(st.integers(-(10**9), 10**12) for _each in range(4))), max_size=14)
)
def test_bars_stay_inside_the_picture(cells):
    drawn = picture([type("P", (), {"cell": cell})() for cell in cells])
    if not cells:
        assert drawn is None
        return
    for group in drawn.groups:
        for bar in group.bars:
            assert drawn.left <= bar.x <= bar.x + bar.width <= drawn.right
            assert 0 <= bar.y <= bar.y + bar.height <= drawn.height

"""What a KPI tree's targets turned out to be, and own metrics: by the same formulas, off the lake."""

import csv
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from drumbeat.insight.key_results.values import measured
from drumbeat.insight.kpis.actuals import actuals
from drumbeat.insight.metrics.measuring import BRAND, Measuring, Scope
from drumbeat.strategy.kpis.queries import Reading
from drumbeat.strategy.metrics.vocabulary import Vocabulary
from drumbeat.strategy.models import KpiNode, KpiTarget, KpiTree, OwnMetric
from drumbeat.warehouse.questions import Period
from tests.channels.factory import a_channel
from tests.insight.factory import (
    a_campaign,
    a_placement,
    a_purchase,
    a_visit,
    an_order_rule,
    happened,
    some_spend,
)
from tests.strategy.factory import a_goal, a_key_result
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

NOON = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=12, minute=0) - timedelta(days=2)
TODAY = (NOON + timedelta(days=2)).date()
DAYS = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY + timedelta(days=10)}
PERIOD = Period(DAYS["starts_on"], TODAY, "Asia/Shanghai")
SEARCH = {"utm_source": "baidu", "utm_medium": "cpc"}


@pytest.fixture
def campaign(lead):
    """Two visits and an order through paid search, for ¥100; one of each from nowhere; ¥70 that no
    placement owns."""
    an_order_rule(lead)
    campaign = a_campaign(lead, goal=a_goal(lead, **DAYS), start=DAYS["starts_on"])
    channel = a_channel(lead, utm_source="baidu", utm_medium="cpc")
    placement = a_placement(lead, code="C000001", campaign=campaign, channel=channel)
    some_spend(lead, 100_00, on=NOON.date(), placement=placement)
    some_spend(lead, 70_00, on=NOON.date())
    later = NOON + timedelta(minutes=1)
    happened(
        lead.brand,
        a_visit(NOON, code="C000001", **SEARCH),
        a_visit(NOON, "bo", code="C000001", **SEARCH),
        a_visit(NOON, "cy"),
        a_purchase(later, 300_00, "A-1"),
        a_purchase(later, 200_00, "A-2", "cy"),
    )
    return campaign


def a_tree(owner, goal, **fields):
    values = (
        {"title_en": "Tree", "grain": "whole", "contribution_margin": Decimal("0.45")}
        | DAYS
        | fields
    )
    return KpiTree.objects.create(brand=owner.brand, owner=owner, goal=goal, **values)


def a_node(tree, title, parent=None, **fields):
    return KpiNode.objects.create(
        brand=tree.brand, owner=tree.owner, tree=tree, title_en=title, parent=parent, **fields
    )


def a_target(node, measure, value):
    day = node.tree.starts_on
    return KpiTarget.objects.create(node=node, measure=measure, starts_on=day, value=value)


def an_own_metric(owner, key, formula, unit="ratio"):
    return OwnMetric.objects.create(
        brand=owner.brand, owner=owner, title_en=key, key=key, formula=formula, unit=unit
    )


def counted(lead, scope):
    bases = Measuring(lead.brand, Vocabulary()).bases(scope, PERIOD)
    return {name: bases[name] for name in ("sessions", "orders", "revenue", "spend")}


def test_base_measures_of_the_brand_a_channel_a_campaign_and_a_goal(campaign, lead):
    everything = {"sessions": 3, "orders": 2, "revenue": 500, "spend": 170}
    assert counted(lead, BRAND) == everything
    searched = {"sessions": 2, "orders": 1, "revenue": 300, "spend": 100}
    assert counted(lead, Scope("channels", ("Paid Search",))) == searched
    assert counted(lead, Scope("channels", ("KOL",))) == dict.fromkeys(everything, 0)
    ours = searched | {"sessions": None}
    assert counted(lead, Scope("campaign", (campaign.pk,))) == ours
    assert counted(lead, Scope("goal", (campaign.goal_id,))) == ours


def test_formulas_are_ratios_of_sums_and_unknown_stays_unknown(campaign, lead):
    measuring = Measuring(lead.brand, Vocabulary())
    assert measuring.value("cvr", BRAND, PERIOD) == Fraction(2, 3)
    assert measuring.value("aov", BRAND, PERIOD) == 250
    assert measuring.value("roas", BRAND, PERIOD) == Fraction(500, 170)
    assert measuring.value("cvr", Scope("campaign", (campaign.pk,)), PERIOD) is None
    # A cost of nothing is one that nobody has reported.
    assert measuring.value("cpa", Scope("channels", ("Direct",)), PERIOD) is None


def test_a_key_result_follows_a_formula_of_ones_own(campaign, lead):
    share = an_own_metric(lead, "margin_share", "(revenue * 0.45 - spend) / revenue", "share")
    visit = an_own_metric(lead, "cost_per_visit", "spend / sessions", "money")
    alone = a_goal(lead, **DAYS)
    made = [
        a_key_result(alone, "Rate", metric="cvr", target=100),
        a_key_result(alone, "Margin", metric="own", own_metric=share, target=20),
        a_key_result(alone, "Visit", metric="own", own_metric=visit, target=50),
        a_key_result(campaign.goal, "Visit", metric="own", own_metric=visit, target=50),
    ]
    values = [one.value for one in measured(made, TODAY)]
    # Shares in per cent: (500 × 0.45 − 170) ÷ 500 = 11 %.
    assert values == [Decimal("66.6667"), Decimal(11), Decimal("56.6667"), None]
    page = signed_in(lead).get(f"/insight/key-results/{made[1].pk}/now/").content.decode()
    assert "11%" in page


def test_actual_numbers_stand_beside_targets_on_every_level(campaign, lead):
    tree = a_tree(lead, campaign.goal)
    top = a_node(tree, "Company", measured_by="brand", level="company")
    team = a_node(tree, "Marketing", top)
    search = a_node(tree, "Search", team, measured_by="channels", channel_groups=["Paid Search"])
    a_node(tree, "KOL", team, measured_by="channels", channel_groups=["KOL"])
    a_target(search, "orders", 4)
    a_target(search, "spend", 80)
    found = actuals(Reading(tree), None, TODAY)
    rows = {str(row.node): (target, row) for target, row in found.rows}
    assert rows["Company"][1].cells["revenue"].value == 500
    assert rows["Company"][1].ratios["cvr"] == Fraction(2, 3)
    # Not measured itself: the sum of its parts, and ratios of these sums.
    assert rows["Marketing"][1].cells["sessions"].value == 2
    assert rows["Marketing"][1].ratios["cvr"] == Fraction(1, 2)
    assert rows["KOL"][1].cells["spend"].value == 0
    assert rows["KOL"][1].ratios["cpa"] is None
    assert found.pace == pytest.approx(0.5)
    browser = signed_in(lead)
    page = unescape(browser.get(f"/insight/kpi-trees/{tree.pk}/picture/").content.decode())
    assert "1 so far" in page
    assert "¥100" in page
    answer = browser.get(f"/insight/kpi-trees/{tree.pk}.csv").content.decode("utf-8-sig")
    told = {row["Part"]: row for row in csv.DictReader(StringIO(answer))}
    assert (told["Search"]["Orders: target"], told["Search"]["Orders: actual"]) == (
        "4.0",
        "1.0",
    )
    mine = browser.get(f"/insight/kpi-parts/{search.pk}/now/").content.decode()
    assert "25%" in mine
    # ¥100 an order where ¥20 were wanted.
    assert 'class="caution">¥100' in mine


def test_before_the_first_day_nothing_is_measured(lead):
    later = {"starts_on": TODAY + timedelta(days=1), "ends_on": TODAY + timedelta(days=9)}
    tree = a_tree(lead, a_goal(lead, **later), **later)
    a_node(tree, "Company", measured_by="brand")
    page = signed_in(lead).get(f"/insight/kpi-trees/{tree.pk}/picture/").content.decode()
    assert "Measured from" in page
    assert signed_in(lead).get(f"/insight/kpi-trees/{tree.pk}.csv").status_code == 200


def test_an_own_metric_says_what_it_comes_to(campaign, lead):
    timezone.activate(lead.brand.time_zone)
    metric = an_own_metric(lead, "cost_per_visit", "spend / sessions", "money")
    page = signed_in(lead).get(f"/insight/own-metrics/{metric.pk}/value/").content.decode()
    assert "¥56.67" in page
    assert "¥170" in page


def test_many_parts_cost_no_more_questions(campaign, lead, django_assert_max_num_queries):
    tree = a_tree(lead, campaign.goal)
    top = a_node(tree, "Company", measured_by="brand")
    for number in range(8):
        a_node(tree, f"{number}", top, measured_by="channels", channel_groups=["Paid Search"])
    a_node(tree, "Launch", top, measured_by="campaign", campaign=campaign)
    with django_assert_max_num_queries(18):
        actuals(Reading(tree), None, TODAY)


def test_a_foreign_brands_tree_and_metric_do_not_exist(campaign, lead):
    stranger = signed_in(a_member(a_brand()))
    tree = a_tree(lead, campaign.goal)
    metric = an_own_metric(lead, "x", "spend / sessions", "money")
    assert stranger.get(f"/insight/kpi-trees/{tree.pk}/picture/").status_code == 404
    assert stranger.get(f"/insight/own-metrics/{metric.pk}/value/").status_code == 404

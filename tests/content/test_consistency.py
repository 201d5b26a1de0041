"""How well the brand's words are kept: the queue, the weeks, and what keeps slipping in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.content.assets.actions import edit_draft
from drumbeat.content.assets.findings import waive
from drumbeat.content.consistency.queries import drift, most_broken, queue
from drumbeat.content.models import Finding, Version
from drumbeat.strategy.brandbook.actions import activate
from drumbeat.strategy.models import BrandPlatform
from tests.content.factory import Team, a_draft
from tests.strategy.factory import a_brand_rule, a_platform
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/content/consistency/"


@pytest.fixture
def team(brand):
    return Team(brand)


@pytest.fixture
def rules(lead):
    """“cheap” stops, “bargain” warns."""
    platform = a_platform(lead)
    rules = (
        a_brand_rule(platform, severity="block"),
        a_brand_rule(platform, severity="warn", words_en="bargain", words_zh="特价"),
    )
    activate(platform, by=lead)
    return rules


def weeks(brand):
    return [(one.first, one.clean, one.share) for one in drift(brand, timezone.localdate())]


def test_the_score_counts_first_versions_in_which_no_rule_ever_found_anything(team, rules):
    a_draft(team, text="Good tea")
    mended = a_draft(team, text="Cheap tea")
    edit_draft(mended, by=team.writer, text="Good tea")
    assert weeks(team.brand) == [(2, 1, 0.5)]


def test_a_week_before_there_was_a_platform_says_nothing(team, rules):
    old = a_draft(team, text="Tea")
    ago = timezone.now() - timedelta(weeks=3)
    Version.objects.filter(pk=old.pk).update(created_at=ago)
    assert weeks(team.brand) == [(0, 0, None)]
    BrandPlatform.objects.update(valid_from=ago.date())
    assert weeks(team.brand) == [(0, 0, None)] * 3 + [(1, 1, 1.0)]


def test_what_stops_waits_before_what_warns_and_what_is_decided_waits_no_more(team, lead, rules):
    stops, warns = rules
    a_draft(team, text="A bargain")
    said = a_draft(team, text="Cheap tea").findings.get()
    assert [one.rule for one in queue(team.brand)] == [stops, warns]
    waive(said, by=lead, reason="A quotation")
    assert [one.rule for one in queue(team.brand)] == [warns]
    Version.objects.update(state="retired")
    assert not queue(team.brand)


def test_rules_are_listed_by_how_often_they_are_broken(team, lead, rules):
    for text in ("cheap", "cheap cups", "bargain"):
        a_draft(team, text=text)
    waive(Finding.objects.filter(rule=rules[0]).first(), by=lead, reason="A quotation")
    told = [(one.rule, one.found, one.open, one.waived)
            for one in most_broken(team.brand, timezone.localdate())]  # fmt: skip
    assert told == [(rules[0], 2, 1, 1), (rules[1], 1, 1, 0)]


def test_the_page_takes_as_many_queries_for_many_as_for_few(
    team, lead, rules, django_assert_max_num_queries
):
    browser = signed_in(lead)
    a_draft(team, text="cheap")
    with django_assert_max_num_queries(60) as few:
        browser.get(PAGE)
    for number in range(5):
        a_draft(team, text=f"cheap bargain {number}")
    with django_assert_max_num_queries(len(few)):
        page = browser.get(PAGE)
    assert page.content.count(b"/waiver/") == 11


def test_another_brand_s_words_are_not_shown(team, rules):
    a_draft(team, text="cheap")
    stranger = a_member(a_brand())
    assert b"No brand platform is active" in signed_in(stranger).get(PAGE).content


def test_both_tables_come_as_files(team, lead, rules):
    a_draft(team, text="Cheap tea")
    browser = signed_in(lead)
    assert "good value" in browser.get("/content/consistency.csv").content.decode()
    assert "0" in browser.get("/content/consistency-weeks.csv").content.decode()
    assert browser.get("/content/consistency.xlsx").status_code == 200

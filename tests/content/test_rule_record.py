"""How the rules do: hits and what people made of them, by rule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.findings import call_false, confirm_warnings
from drumbeat.content.checks.record import Record, records
from tests.content.factory import Team, a_draft
from tests.world import a_brand, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(team):
    """Three assets with “神器” (ZH045): reworded, confirmed, a false alarm; written on, too."""
    reworded, confirmed, false = (a_draft(team, text="清洁神器。") for _each in range(3))
    edit_draft(reworded, by=team.writer, text="清洁布。")
    confirm_warnings(confirmed, by=team.writer)
    call_false(false.findings.get(), by=team.writer, reason="A game's name")
    add_version(false.asset, by=team.writer, text="清洁神器！", change_note="louder")
    return team


def test_an_asset_counts_once_however_many_versions_were_written(known):
    assert records(known.brand, timezone.now()) == [Record("ZH045", 3, 1, 1, 0, 1)]


def test_what_is_older_than_a_year_does_not_count(known):
    assert records(known.brand, timezone.now() + timedelta(days=366)) == []


def test_the_rule_with_most_false_alarms_comes_first(known):
    for _each in range(4):
        a_draft(known, text="巅峰性能。")
    keys = [one.key for one in records(known.brand, timezone.now())]
    assert keys == ["ZH045", "ZH043"]


def test_the_page_shows_it_and_the_file_has_it(known):
    browser = signed_in(known.writer)
    page = browser.get("/content/copy-check/rules/").content.decode()
    for words in ("ZH045", "超级/神器/黑科技", "33%"):
        assert words in page
    table = browser.get("/content/copy-check/rules.csv").content.decode("utf-8-sig")
    assert "ZH045" in table


def test_another_brands_findings_are_its_own(known):
    other = Team(a_brand())
    page = signed_in(other.writer).get("/content/copy-check/rules/").content.decode()
    assert "No rule found anything yet" in page


def test_it_takes_one_query(known, django_assert_num_queries):
    with django_assert_num_queries(1):
        records(known.brand, timezone.now())

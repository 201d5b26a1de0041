"""A text is held to its craft, too: told while one writes, kept where its author has to answer."""

import pytest

from drumbeat.content.assets.actions import edit_draft
from drumbeat.content.assets.findings import call_false, confirm_warnings
from drumbeat.content.assets.review import send_to_review
from drumbeat.content.checks.craft import explained_craft, made, severity
from drumbeat.content.checks.record import records
from drumbeat.content.checks.remarks import read
from drumbeat.content.checks.rulebook import craft
from drumbeat.people.errors import Refused
from drumbeat.science.text.craft import RULES
from tests.content.factory import Team, a_draft
from tests.world import signed_in

pytestmark = pytest.mark.django_db

TAGGED = "Shop: https://rock.mist/a?utm_source=weibo"


@pytest.fixture
def team(brand):
    return Team(brand)


def test_every_rule_is_explained_in_both_languages_and_rests_on_something():
    rules = {row["key"]: row for row in craft()["rules"]}
    assert sorted(rules) == sorted(RULES)
    for row in rules.values():
        assert row["severity"] in ("warn", "info")
        assert row["base"] in craft()["bases"]
        for part in ("label", "why", "instead"):
            assert row[part]["en"], row["key"]
            assert row[part]["zh"], row["key"]


def test_only_what_asks_of_this_kind_is_asked():
    def keys(*facts):
        return [slip.key for slip in made("Our tea is here.", facts)]

    assert keys() == keys("post") == []
    assert keys("email") == ["link_none"]


def test_what_is_found_is_told_in_the_language_of_the_page(brand, settings):
    [remark] = read("![](tea.png)", brand).remarks
    assert (remark.said, remark.severity) == ("![](tea.png)", "warn")
    assert remark.law.laws == ["WCAG 2.2, 1.1.1 Non-text content (A)"]
    assert remark.instead == "What the picture says, in one sentence"


def test_what_the_author_answers_for_is_kept_and_advice_is_not(team):
    version = a_draft(team, text=f"{TAGGED} !!!")
    [finding] = version.findings.all()
    assert (finding.law_key, finding.severity) == ("link_tagged", severity("link_tagged"))
    assert finding.note == "https://rock.mist/a?utm_source=weibo"
    assert finding.law == explained_craft("link_tagged")


def test_it_waits_for_its_author_before_the_review(team):
    version = a_draft(team, text=TAGGED)
    with pytest.raises(Refused, match="1 warning"):
        send_to_review(version, by=team.writer)
    confirm_warnings(version, by=team.writer)
    assert send_to_review(version, by=team.writer).state == "in_review"


def test_without_the_tags_it_is_gone(team):
    version = edit_draft(
        a_draft(team, text=TAGGED), by=team.writer, text="Shop: https://rock.mist/a"
    )
    [finding] = version.findings.all()
    assert not finding.is_open


def test_a_false_alarm_counts_against_the_rule(team):
    from django.utils import timezone

    [finding] = a_draft(team, text=TAGGED).findings.all()
    call_false(finding, by=team.writer, reason="A partner's address, as they gave it.")
    [record] = records(team.brand, timezone.now())
    assert (record.key, record.label, record.false) == ("link_tagged", "UTM tags were typed", 1)


def test_the_page_tells_it_for_the_kind_that_was_chosen(team):
    page = signed_in(team.writer)
    address = f"/b/{team.brand.slug}/content/copy-check/"
    told = page.post(address, {"text": "Our tea is here.", "kind": "email"}).content.decode()
    assert "Nothing to do next" in told
    assert (
        "Nothing to do next"
        not in page.post(address, {"text": "Our tea is here."}).content.decode()
    )
    assert page.post(address, {"text": "Tea", "kind": "song"}).status_code == 422

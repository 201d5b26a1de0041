"""Every text version is held to the rules of the active brand platform."""

import pytest
from django.utils import translation

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.findings import waive
from drumbeat.strategy.brandbook.actions import activate, new_version
from drumbeat.work.files.models import StoredFile
from tests.content.factory import PDF, Team, a_draft, an_asset
from tests.strategy.factory import a_brand_rule, a_platform
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(brand):
    return a_member(brand, "lead", name="Lead Li")


@pytest.fixture
def team(brand):
    return Team(brand)


@pytest.fixture
def rule(lead):
    """“cheap” is not ours to say; it stops."""
    platform = a_platform(lead)
    rule = a_brand_rule(platform, severity="block")
    activate(platform, by=lead)
    return rule


def told(version):
    """(words, is it open, was it waived), in the order in which they were found."""
    found = version.findings.order_by("at", "id")
    return [(one.note, one.is_open, one.is_waived) for one in found]


def test_words_that_the_brand_avoids_are_found_as_the_version_is_made(team, rule):
    version = a_draft(team, text="Cheap tea, and CHEAP cups. 便宜")
    [finding] = version.findings.all()
    assert (finding.rule, finding.severity) == (rule, "block")
    assert finding.note == "Cheap · CHEAP · 便宜"


def test_without_an_active_platform_nothing_is_asked(team, lead):
    a_brand_rule(a_platform(lead))
    assert told(a_draft(team, text="Cheap tea")) == []


def test_a_file_is_not_read(team, rule):
    asset = an_asset(team)
    file = StoredFile.keep(team.writer, "cheap.pdf", PDF, "application/pdf")
    assert told(add_version(asset, by=team.writer, file=file)) == []


def test_taking_the_words_out_of_a_draft_resolves_the_finding(team, rule):
    version = edit_draft(a_draft(team, text="Cheap tea"), by=team.writer, text="Good tea")
    assert told(version) == [("Cheap", False, False)]
    assert version.findings.get().resolved_by == team.writer


def test_other_words_of_the_same_rule_stand_in_the_same_finding(team, rule):
    version = edit_draft(a_draft(team, text="Cheap tea"), by=team.writer, text="cheap, 便宜 tea")
    assert told(version) == [("cheap · 便宜", True, False)]


def test_what_was_waived_stays_waived_while_the_words_are_the_same(team, lead, rule):
    first = a_draft(team, text="Cheap is what others say.")
    waive(first.findings.get(), by=lead, reason="A quotation")
    second = add_version(
        first.asset, by=team.writer, text="Cheap is what others say!", change_note="louder"
    )
    assert told(second) == [("Cheap", False, True)]
    third = add_version(first.asset, by=team.writer, text="cheap and 便宜", change_note="more")
    assert told(third) == [("Cheap", False, True), ("cheap · 便宜", True, False)]


def test_an_open_finding_comes_along_once(team, rule):
    first = a_draft(team, text="Cheap tea")
    second = add_version(first.asset, by=team.writer, text="Cheap teas", change_note="plural")
    assert told(second) == [("Cheap", True, False)]


def test_a_new_platform_asks_from_the_next_text_on(team, lead, rule):
    version = a_draft(team, text="Cheap tea")
    draft = new_version(by=lead)
    draft.rules.all().delete()
    a_brand_rule(draft, "legal_line", words_en="Drink cold.", words_zh="请冷饮。",
                 instead_en="", instead_zh="")  # fmt: skip
    activate(draft, by=lead)
    version = edit_draft(version, by=team.writer, text="Cheap tea.")
    assert told(version) == [("Cheap", False, False), ("Drink cold.", True, False)]


def test_another_brands_rules_say_nothing_here(team, rule):
    assert told(a_draft(Team(a_brand()), text="Cheap tea")) == []


def test_the_page_says_what_to_write_and_why(team, rule):
    version = a_draft(team, text="Cheap tea")
    page = signed_in(team.content_lead).get(f"/content/versions/{version.pk}/").content.decode()
    for words in ("<q>Cheap</q> → good value", "We speak of worth.", "Brand rule"):
        assert words in page
    with translation.override("zh-hans"):
        assert "谈价值" in str(version.findings.get().rule.reason)


def test_a_draft_costs_the_same_however_many_words_it_breaks(
    team, lead, rule, django_assert_max_num_queries
):
    version = a_draft(team, text="Good tea")
    with django_assert_max_num_queries(16):
        edit_draft(version, by=team.writer, text="cheap " * 500)

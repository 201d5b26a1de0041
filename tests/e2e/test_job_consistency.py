"""Guard consistency, the fourth job of strategy & brand (domain.md §3.1), through the pages."""

import pytest

from drumbeat.content.models import Finding
from drumbeat.strategy.brandbook.actions import activate
from drumbeat.strategy.models import BrandPlatform
from tests.content.factory import Team, an_acknowledged_brief
from tests.strategy.factory import a_platform

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CHEAP = "便宜的茶 Cheap tea"


def test_a_word_that_slips_in_becomes_a_rule_that_is_decided_and_counted(lead, at_a_browser):
    team = Team(lead.brand)
    activate(a_platform(lead), by=lead)
    brief = an_acknowledged_brief(team).get_absolute_url().lstrip("/")
    writer, strategist = at_a_browser(team.writer), at_a_browser(team.strategist)
    boss = at_a_browser(lead)

    writes(writer, brief, "First post", CHEAP)
    strategist.opens("content/consistency/").must_be_told("100%")
    teaches_the_rule(strategist)
    boss.opens(strategist.path).sends("/activation/")

    mended = writes(writer, brief, "Second post", CHEAP)
    quoted = writes(writer, brief, "Third post", f"“{CHEAP}”")
    strategist.opens("content/consistency/").must_be_told("33%")
    writes_otherwise(writer, mended)
    lets_it_stand(boss)

    for person in (strategist, boss):
        person.opens("content/consistency/").must_be_told("33%")
        assert not person.page.locator("#queue tbody tr").count()
    strategist.opens(quoted)
    said = [(one.is_open, one.is_waived) for one in Finding.objects.order_by("at")]
    assert said == [(False, False), (False, True)]
    assert BrandPlatform.objects.get(state="active").number == 2


def writes(writer, brief, title, text):
    """Returns the version's address."""
    writer.opens(brief).follows("/assets/new/")
    writer.fills(title_zh=title, title_en=title, kind="post").sends()
    writer.follows("/versions/new/").fills(text=text).sends()
    return writer.path


def teaches_the_rule(strategist):
    """From the queue to the next version of the platform, with the reason for whoever is stopped."""
    strategist.follows("strategy/brand/").sends("/brand/versions/new/")
    draft = strategist.path
    strategist.follows("/rules/").follows("/rules/new/")
    strategist.fills(
        kind="term_prefer",
        severity="block",
        words_zh="便宜",
        words_en="cheap",
        instead_zh="实惠",
        instead_en="good value",
        reason_zh="我们不比价格。",
        reason_en="We do not compete on price.",
    ).sends()
    strategist.opens(draft)


def writes_otherwise(writer, version):
    """The page of the version says what to write instead."""
    writer.opens(version).must_be_told("便宜 · Cheap")
    writer.follows(f"{version}edit/").fills(text="实惠的茶 Good value").sends()


def lets_it_stand(boss):
    """What is left in the queue is a quotation."""
    boss.opens("content/consistency/").follows("/waiver/")
    boss.fills(resolution="A quotation of a customer.").sends()

"""Fill the matrix, the second job of content & creative (domain.md §3.2), through the pages."""

import re

import pytest

from drumbeat.content.models import Asset
from drumbeat.strategy.models import KeyMessage
from tests.content.factory import Team, a_plan
from tests.e2e.story import day

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_gap_becomes_an_idea_with_evidence_a_brief_a_date_and_pieces(brand, at_a_browser):
    team = Team(brand)
    a_plan(team.strategist)
    chief, strategist = at_a_browser(team.content_lead), at_a_browser(team.strategist)
    writer = at_a_browser(team.writer)

    lays_out_the_axes(chief)
    gap = chief.opens("content/matrix/").page.locator("td.short a")
    assert gap.count() == 1
    finds_an_idea(chief)
    gap.click()
    brief = is_briefed(chief.looks(), strategist)
    chief.opens(f"calendar/?view=month&day={day(10)}").must_be_told("White paper")
    for kind in ("whitepaper", "post", "post"):
        writer.opens(brief).follows("/assets/new/")
        writer.fills(title_zh=kind, title_en=kind, kind=kind).sends()

    chief.opens("content/matrix/")
    assert not gap.count()
    counted = {each.kind for each in Asset.objects.all()}
    assert counted == {"whitepaper", "post"}
    chief.opens("content/matrix/?rows=message&columns=stage")
    row = chief.page.locator("table tr", has_text=re.compile("yours again|重新属于你"))
    assert "3" in row.first.inner_text()


def lays_out_the_axes(chief):
    """A pillar, and how many pieces are wanted under it."""
    chief.opens("content/topics/").follows("pillars/new/")
    chief.fills(title_zh="睡得好 Sleep", title_en="Sleep 睡得好").sends()
    chief.opens("content/matrix/").follows("cells/new/")
    chief.fills(pillar="Sleep", format="whitepaper", stage="consider", target="1").sends()


def finds_an_idea(chief):
    """A topic, who asks for it, and the angle that answers."""
    chief.opens("content/topics/").follows(r"topics/new/.*")
    chief.fills(title_zh="茶与睡眠", title_en="Tea and sleep", pillar="Sleep", audience="Commuters")
    chief.sends()
    topic = chief.path
    chief.follows("/demand/new/").fills(
        kind="search",
        words="晚上喝茶会失眠吗",
        count="5400",
        source="百度指数",
        observed_on=day(-1),
    )
    chief.sends().must_be_told("5,400")
    chief.opens(topic).follows("/angles/new/")
    chief.fills(
        title_zh="White paper 白皮书",
        title_en="White paper",
        stage="consider",
        message=KeyMessage.objects.get().pk,
    ).sends()
    chief.opens("content/matrix/")


def is_briefed(chief, strategist):
    """From the empty cell to the brief that strategy confirms. Returns its address."""
    chief.follows(r"briefs/new/\?angle=.*").follows(r"\?.*plan=.*")
    chief.fills(
        due_on=day(10),
        audiences=True,
        messages=True,
        objective="Answer what people ask before they sleep.",
        insight="They skip tea because they fear a short night, so prove them the night.",
        proposition="One cup, and the evening is yours.",
        formats="1 white paper, 2 posts from it",
        success_metric="orders",
    )
    brief = chief.sends().sends("/submission/").path
    chief.follows("/acknowledgement/")
    chief.fills(restated_intent="Sleepless people should see numbers and then dare a cup at night.")
    chief.sends()
    strategist.opens(brief).sends("/confirmation/")
    return brief

"""Brief to done, the first job of content & creative (domain.md §3.2), through the pages."""

import pytest

from drumbeat.content.models import Brief, Version
from tests.content.factory import Team, a_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FORBIDDEN, MEANT = "给你最好的晚茶。", "给你低咖啡因的晚茶。"


def test_an_order_is_understood_made_held_to_the_rules_annotated_and_approved(brand, at_a_browser):
    team = Team(brand)
    a_plan(team.strategist)
    strategist, chief = at_a_browser(team.strategist), at_a_browser(team.content_lead)
    writer = at_a_browser(team.writer)

    brief = orders(strategist)
    is_understood(chief, strategist, brief)
    version = writes(writer, brief, FORBIDDEN)
    rewords(writer, version, MEANT)
    version = is_annotated(chief, writer, version)
    is_approved(chief, version)

    strategist.opens(brief).sends("/closure/")
    assert Version.objects.get(number=2).state == "approved"
    assert Brief.objects.get().state == "closed"


def orders(strategist):
    """Returns the brief's address. What is missing is on the page, and leads to its field."""
    strategist.opens("content/briefs/").follows("briefs/new/").follows(r"\?.*plan=.*")
    strategist.fills(title_zh="晚茶帖子", title_en="Evening posts").sends()
    assert strategist.page.locator("#ready li.no").count()
    strategist.follows(r"/edit/#.*").fills(
        due_on="2099-01-01",
        audiences=True,
        messages=True,
        objective="Make commuters try the tea.",
        insight="They skip tea because they fear a short night, so promise them the night.",
        proposition="One cup, and the evening is yours.",
        formats="3 posts",
        success_metric="orders",
    )
    return strategist.sends().sends("/submission/").path


def is_understood(chief, strategist, brief):
    """It waits on the desk of whoever moves next, who says it in other words."""
    chief.opens("content/briefs/?turn=content").follows(brief)
    chief.follows("/acknowledgement/").fills(restated_intent=INTENT).sends()
    strategist.opens(brief).must_be_told(INTENT).sends("/confirmation/")


INTENT = "Tired people should believe that this cup lets them sleep, because a laboratory says so."


def writes(writer, brief, text):
    """Returns the version's address."""
    writer.opens(brief).follows("/assets/new/")
    writer.fills(title_zh="晚茶", title_en="Evening", kind="post", language="zh-hans").sends()
    return writer.follows("/versions/new/").fills(text=text).sends().must_be_told("最好").path


def rewords(writer, version, text):
    """The studio says it while one writes, and is silent once it is put right."""
    writer.opens(version).follows(f"{version}edit/")
    reading = writer.page.locator("#reading")
    reading.get_by_text("ZH003").first.wait_for()
    writer.fills(text=text)
    writer.page.wait_for_function("!document.querySelector('#reading').innerText.includes('ZH003')")
    writer.looks().fills(text=text).sends()
    writer.opens(version).sends("/review/")


def is_annotated(chief, writer, version):
    """Another version follows the remark. Returns its address."""
    chief.opens(version).follows("/remarks/new/")
    chief.fills(quote="低咖啡因", body="0.4 mg, says the report.").sends()
    chief.opens(version).follows("/changes/").fills(reason="Say how much.").sends()
    writer.opens(version).must_be_told("0.4 mg").follows("/versions/new/")
    writer.fills(
        text=MEANT.replace("低咖啡因", "每杯 0.4 毫克咖啡因"), change_note="0.4 mg"
    ).sends()
    return writer.sends("/review/").path


def is_approved(chief, version):
    chief.opens(version).follows("/approval/")
    chief.fills(note="As the brief asked.").sends()

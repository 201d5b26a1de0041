"""The jobs of the strategy & brand module (domain.md §3.1), done through the pages by a person.

Every page on the way is looked at: console, accessibility, width; in both languages.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.channels.models import Placement
from drumbeat.strategy.models import Crisis, Reading
from tests.channels.factory import a_live_placement, a_team
from tests.e2e.person import Person, a_browser
from tests.world import a_member, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

READERS = pytest.mark.parametrize(
    ("language", "width"), [("en", 1440), ("zh-hans", 390)], ids=["english-1440", "chinese-390"]
)


@pytest.fixture
def at_a_browser(chromium, live_server):
    """at_a_browser(member, language, width) → that member, signed in, at today's page."""
    people = []

    def sits_down(member, language, width) -> Person:
        context = a_browser(chromium, width=width, language=language)
        for name, value in (
            ("sessionid", signed_in(member).cookies["sessionid"].value),
            ("django_language", language),
        ):
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        person = Person(context, live_server.url)
        people.append(person)
        return person.opens(f"/b/{member.brand.slug}/today/")

    yield sits_down
    faults = {fault for person in people for fault in person.faults}
    for person in people:
        person.page.context.close()
    assert not faults, "\n".join(sorted(faults))


@READERS
def test_a_crisis_from_the_first_report_to_the_review(lead, at_a_browser, language, width):
    second = a_member(lead.brand, "lead", name="Second lead")
    running = a_live_placement(a_team(lead))
    person = at_a_browser(lead, language, width)

    person.opens("strategy/crises/").follows("strategy/crises/new/")
    person.fills(title="一段视频说杯子有味道", what_happened="上午发布，200 条评论。").sends()
    page = person.path
    person.follows("/assessment/")
    for factor in person.page.locator("[name^=factor_]").evaluate_all(
        "ones => [...new Set(ones.map(one => one.name))]"
    ):
        person.fills(**{factor: "2"})
    person.fills(reason="Many ask, nobody was hurt.").sends()
    person.must_be_told("L3")

    person.follows("/cell/")
    for seat in person.page.locator("[name^=member_]").evaluate_all(
        "ones => ones.map(one => one.name)"
    ):
        person.fills(**{seat: lead.name})
    meets = timezone.localtime() + timedelta(hours=2)
    person.fills(meets_at=f"{meets:%Y-%m-%dT%H:%M}").sends()
    person.sends("/convening/")

    goes_dark(person, page, running)
    speaks(person, at_a_browser(second, language, width), page)
    calms_down(person, page)
    is_reviewed(person, page)
    assert Crisis.objects.get().state == "closed"


def goes_dark(person, page, running):
    """First one sees what a freeze hits; then it holds, and the page of the placement says so."""
    person.follows("/freezes/new/").opens(f"{person.path}?what=all")
    person.must_be_told(str(running))
    person.fills(reason="Until we know more.").sends()
    assert Placement.objects.get(pk=running.pk).state == "paused"
    person.opens(page).follows("/stop-list/").opens(page)


def speaks(writer, approver, page):
    """One writes the words, another approves them, and where they stand is put on record."""
    writer.opens(page).follows("/statements/new/")
    writer.fills(text_zh="我们正在核实，今天 18 点前答复。", text_en="We are checking.").sends()
    approver.opens(page).follows(r"strategy/statements/[^/]+/").follows("/approval/").sends()
    writer.opens(page).follows(r"strategy/statements/[^/]+/").follows("/publication/")
    writer.fills(url="https://example.test/statement").sends()


def calms_down(person, page):
    """Somebody counts a peak and, hours later, few; so it is contained, and what was held goes on."""
    for mentions, hours_ago in ((400, 30), (10, 25), (8, 0)):
        person.opens(page).fills(mentions=mentions).sends("/readings/")
        newest = Reading.objects.latest("at")
        Reading.objects.filter(pk=newest.pk).update(at=newest.at - timedelta(hours=hours_ago))
    person.opens(page).sends("/containment/")
    person.follows("/de-escalation/").fills(met=True, reason="Calm for a day.").sends()
    person.opens(page).follows("/lift/").fills(reason="It is answered.").sends()


def is_reviewed(person, page):
    person.opens(page).follows("crises/[^/]+/review/")
    person.fills(causes="A batch of lids.", helped="We answered at once.", hurt="No stock photos.",
                 cost="Two days.", lesson="Check lids before a launch.").sends()  # fmt: skip
    person.opens(page).sends("/review/publication/")
    person.opens(page).sends("/closing/")

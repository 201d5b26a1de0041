"""Crisis, the fifth job of strategy & brand (domain.md §3.1), through the pages."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.channels.models import Placement
from drumbeat.strategy.models import Crisis, Reading
from tests.channels.factory import a_live_placement, a_team, through_its_link
from tests.world import a_member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_crisis_from_the_first_report_to_the_review(lead, at_a_browser):
    second = a_member(lead.brand, "lead", name="Second lead")
    running = a_live_placement(a_team(lead))
    person = at_a_browser(lead)

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
    other = at_a_browser(second)
    other.opens(page).follows("/confirmation/").sends()
    person.opens(page)

    person.follows("/cell/")
    for seat in person.page.locator("[name^=member_]").evaluate_all(
        "ones => ones.map(one => one.name)"
    ):
        person.fills(**{seat: lead.name})
    meets = timezone.localtime() + timedelta(hours=2)
    person.fills(meets_at=f"{meets:%Y-%m-%dT%H:%M}").sends()
    person.sends("/convening/")

    goes_dark(person, page, running)
    shows_it(person, page)
    speaks(person, other, page)
    calms_down(person, page)
    runs_again(person, page, running)
    is_reviewed(person, page)
    assert Crisis.objects.get().state == "closed"


def goes_dark(person, page, running):
    """First one sees what a freeze hits; then it holds, and the page of the placement says so."""
    person.follows("/freezes/new/").opens(f"{person.path}?what=all")
    person.must_be_told(str(running))
    person.fills(reason="Until we know more.").sends()
    assert Placement.objects.get(pk=running.pk).state == "paused"
    person.opens(page).follows("/stop-list/").opens(page)


def shows_it(person, page):
    """A screenshot in the log, with its fingerprint."""
    shot = {"name": "seen.png", "mimeType": "image/png", "buffer": b"\x89PNG seen"}
    person.opens(page).fills(text="The post, before it was edited.", upload=shot).sends("/notes/")
    person.must_be_told("seen.png", hashlib.sha256(shot["buffer"]).hexdigest()[:12])


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


def runs_again(person, page, running):
    """What ran before goes on, ticked, with one reason."""
    through_its_link(running)
    person.opens(page).follows("/resumption/").fills(reason="It is answered.").sends()
    assert Placement.objects.get(pk=running.pk).state == "live"


def is_reviewed(person, page):
    person.opens(page).follows("crises/[^/]+/review/")
    person.fills(causes="A batch of lids.", helped="We answered at once.", hurt="No stock photos.",
                 cost="Two days.", lesson="Check lids before a launch.").sends()  # fmt: skip
    person.opens(page).sends("/review/publication/")
    person.opens(page).sends("/closing/")

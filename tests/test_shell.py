"""The shell around every page: rooms and their pages, the member's menu, what one can do."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import RequestFactory
from django.urls import reverse, set_script_prefix
from django.utils.translation import override

from drumbeat.config.navigation import OFFICE, ROOMS, place
from drumbeat.config.shell import shell
from drumbeat.knowledge.search.commands import commands_for
from drumbeat.people.models import Member
from drumbeat.strategy.models import Campaign
from drumbeat.thread.registry import kinds
from drumbeat.work.models import Playbook
from tests.everything import everything
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

PAGES = [page for room in (*ROOMS, OFFICE) for page in room.pages]


def shown_to(member, path="/strategy/goals/"):
    """The shell's context on a page of the member's brand."""
    prefix = f"/b/{member.brand.slug}"
    set_script_prefix(f"{prefix}/")
    request = RequestFactory().get(prefix + path)
    request.user, request.brand, request.member = member.person, member.brand, member
    return shell(request)


def at_the_door(member):
    """The member as a request has it once it passed the door: with what the door asked."""
    members = Member.objects.select_related("person", "brand").prefetch_related("grants")
    entered = members.get(pk=member.pk)
    entered.must("home.view")
    return entered


@pytest.fixture(autouse=True)
def _leave_the_brand():
    yield
    set_script_prefix("/")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_every_page_of_the_navigation_opens_and_shows_its_sisters(lead, page):
    shown_to(lead)
    answer = signed_in(lead).get(page.url, follow=True)
    assert answer.status_code == 200
    sisters = [other.url for room in (*ROOMS, OFFICE) if page in room.pages for other in room.pages]
    html = answer.content.decode()
    assert [url for url in sisters if f'href="{url}"' not in html] == []


def test_an_object_lies_under_the_page_that_lists_its_kind(lead):
    made = everything(lead)
    shown_to(lead)
    listed = {}
    for kind in kinds():
        _room, page = place(made[kind.model_class].get_absolute_url())
        listed[kind.key] = page.route
    assert listed == {
        "goal": "strategy:goals",
        "kpi_tree": "strategy:kpi_trees",
        "plan": "strategy:plans",
        "audience": "strategy:audiences",
        "message": "strategy:houses",
        "brand_platform": "strategy:brand_platforms",
        "tracker": "strategy:trackers",
        "wave": "strategy:trackers",
        "study": "strategy:studies",
        "segment": "strategy:studies",
        "insight": "strategy:insights",
        "campaign": "review:campaigns",
        "signal": "strategy:wall",
        "competitor": "strategy:competitors",
        "observation": "strategy:competitors",
        "crisis": "strategy:crises",
        "swot": "strategy:register",
        "pillar": "content:topics",
        "topic": "content:topics",
        "angle": "content:topics",
        "brief": "content:briefs",
        "concept": "content:briefs",
        "asset": "content:assets",
        "version": "content:assets",
        "guidance_path": "content:paths",
        "placement": "channels:placements",
        "learning": "knowledge:learnings",
        "run": "work:runs",
        "task": "work:tasks",
        "handoff": "work:handoffs",
    }


def test_no_page_of_an_object_takes_a_name_away_from_the_shell(lead):
    """A view's context goes before the shell's: one that speaks of `brands` would hide the brand."""
    made = everything(lead)
    shown_to(lead)
    client = signed_in(lead)
    pages = {made[kind.model_class].get_absolute_url().split("#")[0] for kind in kinds()}
    htmls = {page: client.get(page, follow=True).content.decode() for page in pages}
    assert [page for page, html in htmls.items() if 'class="brand-switch"' not in html] == []


@pytest.mark.slow
def test_what_is_kept_of_pages_never_shows_in_another_language(lead):
    """Pieces are kept under what they show: after a Chinese reader an English one sees the same
    Chinese (names of things) as one who comes first."""
    made = everything(lead)
    shown_to(lead)
    reader = signed_in(lead)
    pages = {made[kind.model_class].get_absolute_url().split("#")[0] for kind in kinds()}
    pages |= {page.url for page in PAGES} | {_editing(made), _retrospective(made)}
    seen = {}
    for language in ("zh-hans", "en"):
        reader.cookies["django_language"] = language
        seen = {page: _chinese(reader.get(page, follow=True)) for page in pages}
    for page, words in seen.items():
        caches["template_fragments"].clear()
        assert _chinese(reader.get(page, follow=True)) == words, page


def _editing(made):
    return reverse("work:edit_playbook", args=[made[Playbook].pk])


def _retrospective(made):
    return reverse("review:retrospective", args=[made[Campaign].pk])


def _chinese(answer) -> list[str]:
    return re.findall("[\u3400-\u9fff]+", answer.content.decode())


def test_a_role_sees_only_the_rooms_and_pages_that_it_may_enter(lead, brand):
    writer, guest = a_member(brand, "cw"), a_member(brand, "gst")
    assert [str(room["label"]) for room in shown_to(guest)["nav"]] == ["Today"]
    assert "Spend files" in _labels(shown_to(lead, "/channels/placements/")["room_pages"])
    assert "Spend files" not in _labels(shown_to(writer, "/channels/placements/")["room_pages"])


def _labels(pages):
    return [str(page["label"]) for page in pages]


def test_the_audit_trail_is_in_the_menu_of_those_who_may_read_it(lead, brand):
    assert "Audit trail" in _labels(shown_to(lead)["member_menu"])
    assert "Audit trail" not in _labels(shown_to(a_member(brand, "cw"))["member_menu"])


def test_a_member_signs_out_from_inside_the_brand(lead):
    browser = signed_in(lead)
    assert browser.post(shown_to(lead)["sign_out_url"]).url == "/sign-in/"
    assert "_auth_user_id" not in browser.session


def test_the_palette_offers_only_what_the_member_may_do(lead, brand):
    assert {
        "New goal",
        "New plan",
        "New brief",
        "New campaign",
        "New placement",
        "New task",
    } <= set(_labels(shown_to(lead)["commands"]()))
    writer = _labels(shown_to(a_member(brand, "cw"))["commands"]())
    assert "New task" in writer
    assert not {"New goal", "New plan", "Upload a spend file"} & set(writer)


def test_every_command_opens_for_those_to_whom_it_is_offered(lead):
    browser = signed_in(lead)
    shown_to(lead)
    for command in shown_to(lead)["commands"]():
        assert browser.get(command["url"]).status_code == 200, command["url"]


def test_a_command_is_found_by_pinyin(lead):
    with override("zh-hans"):
        commands = {str(one["label"]): one["words"] for one in shown_to(lead)["commands"]()}
    assert "xinjianmubiao" in commands["新建目标"]
    assert "xjmb" in commands["新建目标"]


def test_my_part_of_the_goal_is_my_own_next_key_result(lead, brand):
    everything(lead)
    assert str(shown_to(lead)["my_part"]()) == "Revenue"
    assert shown_to(a_member(brand, "cw"))["my_part"]() is None
    assert shown_to(a_member(a_brand(), "lead"))["my_part"]() is None


def test_the_shell_asks_the_database_three_times_whatever_the_brand_holds(
    lead, brand, django_assert_num_queries
):
    everything(lead)
    for _brand in range(5):
        Member.objects.create(person=lead.person, brand=a_brand())
    entered = at_the_door(lead)
    with django_assert_num_queries(3):
        context = shown_to(entered)
        for name in ("brands", "unread", "my_part", "commands"):
            context[name]()
            context[name]()


def test_a_fragment_costs_the_shell_nothing(lead, django_assert_num_queries):
    entered = at_the_door(lead)
    with django_assert_num_queries(0):
        shown_to(entered)


def test_every_icon_that_is_named_is_drawn(lead):
    drawn = set(
        re.findall(r'<symbol id="([\w-]+)"', Path(finders.find("ui/icons.svg")).read_text())
    )
    named = {room.icon for room in ROOMS} | {kind.icon for kind in kinds()}
    named |= {command.icon for command in commands_for(lead)}
    assert named <= drawn

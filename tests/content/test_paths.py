"""Guidance paths: drawn step by step, put in force with frozen targets, changed as a new version."""

import csv
import io
from decimal import Decimal

import pytest

from drumbeat.content.models import GuidancePath, PathStep
from drumbeat.content.paths import actions
from drumbeat.content.paths.drawing import maps, planned
from drumbeat.content.paths.queries import steps_of
from drumbeat.content.paths.wrapping import wrapped
from drumbeat.people.errors import Refused, WrongState
from drumbeat.science.text.lengths import width
from drumbeat.thread.walk import lineage
from tests.content.factory import a_path, a_step
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def names(path):
    return [str(step) for step in steps_of(path)]


def test_a_path_is_drawn_step_by_step_on_its_pages(team):
    browser = signed_in(team.content_lead)
    campaign = a_path(team.strategist, steps=()).campaign
    me = {"owner": team.content_lead.pk}
    assert browser.post("/content/paths/new/", me | {"title_en": "Way"}).status_code == 422
    typed = me | {"title_en": "From ad to order", "campaign": campaign.pk, "window_hours": "48"}
    browser.post("/content/paths/new/", typed)
    path = GuidancePath.objects.get(title_en="From ad to order")
    page = path.get_absolute_url().partition(team.brand.slug)[2]
    assert "Add the first step" in browser.get(page).content.decode()
    step = {
        "title_en": "Landing page",
        "kind": "page",
        "counts_as": "page",
        "counted": "/tea/*",
        "promise": "The price of your size, at once",
        "call_to_action": "Order the sampler",
        "rate": "12.5",
        "url": "example.test/tea",
    }
    assert browser.post(f"{page}steps/new/", step).status_code == 302
    made = path.steps.get()
    assert made.target_rate == Decimal("0.125")
    assert made.url == "https://example.test/tea"
    shown = browser.get(page).content.decode()
    for words in ("1. Landing page", "Order the sampler", "12.5%", "The price of your"):
        assert words in shown
    assert path in lineage(campaign).of("guidance_path")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title_en": ""}, "Give it a name"),
        ({"counted": "tea"}, "begins with /"),
        ({"rate": "120"}, "less than or equal to 100"),
        ({"counts_as": "event", "on_page": "tea"}, "begins with /"),
        ({"is_exit": "on"}, "The first step cannot be a side exit"),
        ({"url": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_is_stored(team, changes, words):
    path = a_path(team.content_lead, steps=())
    typed = {"title_en": "Page", "kind": "page", "counts_as": "page", "counted": "/tea"} | changes
    answer = signed_in(team.content_lead).post(f"/content/paths/{path.pk}/steps/new/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not path.steps.exists()


def test_steps_change_places_go_and_come_back(team):
    path = a_path(team.content_lead)
    browser = signed_in(team.content_lead)
    assert names(path) == ["Advertisement", "Landing page", "Order"]
    last = steps_of(path)[-1]
    browser.post(f"/content/path-steps/{last.pk}/place/", {"to": "0"})
    assert names(path) == ["Order", "Advertisement", "Landing page"]
    browser.post(f"/content/path-steps/{last.pk}/place/", {"to": "9"})
    assert names(path) == ["Advertisement", "Landing page", "Order"]
    answer = browser.post(f"/content/path-steps/{last.pk}/end/", follow=True)
    assert f"/content/path-steps/{last.pk}/back/" in answer.content.decode()
    assert names(path) == ["Advertisement", "Landing page"]
    browser.post(f"/content/path-steps/{last.pk}/back/")
    assert names(path) == ["Advertisement", "Landing page", "Order"]


def test_a_path_with_gaps_is_not_put_in_force_and_says_each(team):
    path = a_path(team.content_lead)
    path.steps.filter(position=0).update(promise="", target_rate=None)
    with pytest.raises(Refused) as refusal:
        actions.enforce(path, by=team.content_lead)
    assert [str(one) for one in refusal.value.problems] == [
        "Advertisement: it promises nothing",
        "Advertisement: no target rate",
    ]
    page = signed_in(team.content_lead).get(f"/content/paths/{path.pk}/").content.decode()
    assert "Before it can be in force" in page
    assert "Put in force" not in page


def test_targets_in_force_are_frozen_and_a_change_is_a_new_version(team):
    path = a_path(team.content_lead)
    browser = signed_in(team.content_lead)
    browser.post(f"/content/paths/{path.pk}/enforcement/")
    path.refresh_from_db()
    assert path.state == "in_force"
    step = steps_of(path)[0]
    assert browser.get(f"/content/path-steps/{step.pk}/edit/").status_code == 409
    with pytest.raises(WrongState):
        actions.move(step, by=team.content_lead, to=1)
    draft = actions.new_version(path, by=team.content_lead)
    assert (draft.number, names(draft)) == (2, names(path))
    with pytest.raises(WrongState):
        actions.new_version(path, by=team.content_lead)
    actions.enforce(draft, by=team.content_lead)
    path.refresh_from_db()
    assert path.state == "superseded"
    page = browser.get(f"/content/paths/{path.pk}/").content.decode()
    assert f"/content/paths/{draft.pk}/" in page
    assert str(path.pk) not in browser.get("/content/paths/").content.decode()


def test_a_path_has_as_many_steps_as_one_question_follows(team):
    path = a_path(team.content_lead, steps=[f"Step {n}" for n in range(actions.MOST_STEPS)])
    with pytest.raises(Refused, match="at most 9 steps"):
        a_step(path, "One more")
    a_step(path, "Customer service", is_exit=True)
    drawn = maps(steps_of(path), planned(steps_of(path)))
    assert [len(one.boxes) for one in drawn.values()] == [10, 10]
    for one in drawn.values():
        assert all(box.x >= 0 and box.x + box.width <= one.width for box in one.boxes)
        assert all(box.y + box.height <= one.height for box in one.boxes)
        places = [(box.x, box.y) for box in one.boxes]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    "text", ["a plain line of words that goes on", "价格立刻看到，不必等客服", "w" * 90]
)
def test_lines_of_a_drawing_are_never_too_long(text):
    lines = wrapped(text, 12, 3)
    assert all(width(line) <= 12 for line in lines)
    whole = "".join(wrapped(text, 12, 99)).replace(" ", "")
    assert whole == text.replace(" ", "")


def test_the_campaign_shows_its_paths(team):
    path = a_path(team.strategist)
    page = signed_in(team.strategist).get(f"/review/campaigns/{path.campaign.pk}/")
    assert path.get_absolute_url() in page.content.decode()


def test_a_path_is_a_file_too(team):
    path = a_path(team.content_lead)
    browser = signed_in(team.content_lead)
    file = browser.get(f"/content/paths/{path.pk}.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["Step"] for row in rows] == names(path)
    assert rows[0]["What it promises"] == "A cup in eight hours"
    assert browser.get("/content/paths.xlsx").status_code == 200


def test_a_writer_reads_and_does_not_change_and_strangers_see_nothing(team):
    path = a_path(team.content_lead)
    step = steps_of(path)[0]
    browser = signed_in(team.writer)
    page = browser.get(f"/content/paths/{path.pk}/").content.decode()
    assert "Move down" not in page
    assert browser.post(f"/content/path-steps/{step.pk}/place/", {"to": "1"}).status_code == 403
    stranger = signed_in(a_member(a_brand(), "cl"))
    assert stranger.get(f"/content/paths/{path.pk}/").status_code == 404
    assert stranger.post(f"/content/path-steps/{step.pk}/end/").status_code == 404


def test_a_list_and_a_page_cost_the_same_for_few_and_many(team, django_assert_num_queries):
    path = a_path(team.content_lead, steps=["One"])
    browser = signed_in(team.content_lead)
    pages = ("/content/paths/", f"/content/paths/{path.pk}/")
    costs = []
    for page in pages:
        browser.get(page)
        with django_assert_num_queries(10 if page == pages[0] else 16) as asked:
            browser.get(page)
        costs.append(len(asked.captured_queries))
    for number in range(6):
        a_step(path, f"Step {number}")
        a_path(team.content_lead, title_en=f"Path {number}", campaign=path.campaign)
    for page, cost in zip(pages, costs, strict=True):
        with django_assert_num_queries(cost):
            browser.get(page)


def test_the_path_of_another_brands_campaign_cannot_be_begun(team):
    foreign = a_path(a_member(a_brand(), "cl")).campaign
    browser = signed_in(team.content_lead)
    assert browser.get(f"/content/paths/new/?campaign={foreign.pk}").status_code == 404
    assert PathStep.objects.of(team.brand).count() == 0

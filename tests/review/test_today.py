"""Home: what waits for me, my part of the goal, what others did, where to start."""

from datetime import timedelta

import pytest

from drumbeat.knowledge.learnings.actions import propose, publish
from drumbeat.people.audit.trail import recorded
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.strategy.models import Plan
from tests.review.factory import a_launch, answered_launch, hand_over, today_of
from tests.strategy.factory import a_goal, a_key_result
from tests.work.factory import a_task
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def today(member):
    return signed_in(member).get("/today/")


def test_a_fresh_brand_is_shown_where_to_start(lead):
    answer = today(lead)
    assert "Start here" in answer.content.decode()
    steps = answer.context["path"]
    assert steps[0].is_next
    assert not any(step.is_done for step in steps)


def test_each_step_is_ticked_when_it_is_done(lead):
    a_goal(lead)
    steps = {step.stone.key: step for step in today(lead).context["path"]}
    assert steps["goal"].is_done
    assert steps["audience"].is_next


def test_the_path_is_put_away_once_a_campaign_runs(lead):
    a_launch(lead, placements=1)
    assert today(lead).context["path"] is None


def test_my_tasks_and_asks_wait_for_me(lead):
    launch = a_launch(lead, placements=1)
    strategist = a_member(lead.brand, "brand")
    a_task(lead, "Write the press kit")
    Plan.objects.create(
        brand=lead.brand, owner=strategist, title_en="Winter plan", goal=launch.campaign.goal,
        currency="CNY", state="in_review",
    )  # fmt: skip
    page = today(lead).content.decode()
    assert "Write the press kit" in page
    assert "Winter plan" in page
    assert "Winter plan" not in today(strategist).content.decode()


def test_my_part_of_the_goal(lead):
    channels = a_member(lead.brand, "cm")
    result = a_key_result(a_goal(lead), "Landing page conversion")
    result.owner = channels
    result.save()
    assert "Landing page conversion" in today(channels).content.decode()


def test_alerts_that_name_me(lead):
    notify(lead, "x", "Somebody returned your brief", is_urgent=True)
    assert "Somebody returned your brief" in today(lead).content.decode()


def test_what_others_did_to_my_things_since_i_was_here(lead):
    goal, other = a_goal(lead), a_member(lead.brand, "brand", name="Busy Bee")
    with recorded(other, "edited", goal):
        goal.rationale = "Because"
        goal.save()
    with recorded(lead, "edited", goal):
        goal.save()
    first = today(lead).context["changes"]
    assert [(change.event.by.name, change.is_new) for change in first] == [("Busy Bee", True)]
    assert Member.objects.get(pk=lead.pk).last_seen_at is not None
    assert [change.is_new for change in today(lead).context["changes"]] == [False]


def test_one_learning_of_somebody_else(lead):
    launch = a_launch(lead, placements=1)
    analyst = a_member(lead.brand, "an")
    draft = propose(
        analyst,
        title="Members come back",
        kind="positive",
        evidence=[(f"campaign:{launch.campaign.pk}", "Result", {})],
        expires_on=today_of(lead.brand) + timedelta(days=90),
    )
    publish(draft, by=lead)
    assert "Members come back" in today(lead).content.decode()
    assert today(analyst).context["learning"] is None


@pytest.mark.lake
def test_campaigns_in_flight_are_at_hand(lead):
    launch = answered_launch(lead)
    hand_over(launch, "Second wave")
    page = today(lead).content.decode()
    assert "Rock Mist cold brew launch" in page
    assert "1 handoff waits" in page


def test_it_costs_the_same_for_many_placements(lead, django_assert_max_num_queries):
    counts = []
    for placements in (5, 30):
        a_launch(lead, placements=placements)
        with django_assert_max_num_queries(60) as queries:
            today(lead)
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 2


@pytest.mark.parametrize("role", ["lead", "brand", "cl", "cw", "ds", "cm", "pr", "ev", "an", "gst"])
def test_every_role_has_a_home(lead, role):
    a_launch(lead, placements=1)
    assert today(a_member(lead.brand, role)).status_code == 200


def test_it_shows_nothing_of_another_brand(lead):
    a_launch(lead, placements=1)
    stranger = a_member(a_brand(), "lead")
    assert "Rock Mist cold brew launch" not in today(stranger).content.decode()

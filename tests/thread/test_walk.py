"""Walking the thread: why does this exist, and what did it bring?"""

import pytest

from drumbeat.channels.models import Placement
from drumbeat.knowledge.models import Evidence, Learning
from drumbeat.strategy.models import KeyMessage, LearningAnswer, Plan
from drumbeat.thread.registry import ref, resolve
from drumbeat.thread.walk import lineage
from tests.everything import everything
from tests.world import TODAY, a_brand, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(lead):
    return everything(lead)


def keys(walked):
    return {key for key, objects in walked.objects.items() if objects}


def test_a_placement_leads_up_to_its_goal_and_its_message(made):
    walked = lineage(made[Placement])
    assert keys(walked) >= {"placement", "campaign", "plan", "goal", "message", "audience"}


def test_a_goal_leads_down_to_its_placements(made):
    goal = made[Placement].campaign.goal
    assert lineage(goal).of("placement") == [made[Placement]]


def test_a_shared_message_does_not_leak_into_a_sister_plan(lead, made):
    sister = Plan.objects.create(
        brand=lead.brand, owner=lead, title_en="Sister", currency="CNY", goal=made[Plan].goal
    )
    sister.messages.add(made[KeyMessage])
    made[Plan].messages.add(made[KeyMessage])
    assert sister not in lineage(made[Placement]).of("plan")
    assert set(lineage(made[KeyMessage]).of("plan")) >= {sister, made[Plan]}


def test_a_learning_hangs_on_its_evidence_and_leads_to_the_next_plan_only(lead, made):
    shared = {"brand": lead.brand, "owner": lead}
    learning = Learning.objects.create(**shared, title_en="Mail early", expires_on=TODAY)
    Evidence.objects.create(**shared, learning=learning, ref=ref(made[Placement]), note="ROAS 3")
    following = Plan.objects.create(**shared, title_en="Next", currency="CNY", goal=made[Plan].goal)
    LearningAnswer.objects.create(
        **shared, plan=following, learning=learning, answer="applied", why="yes"
    )
    walked = lineage(made[Placement])
    assert learning in walked.of("learning")
    assert following in walked.of("plan")
    assert lineage(following).of("learning") == [learning]


def test_refs_of_another_brand_resolve_to_nothing(lead, made):
    stranger = a_brand()
    assert resolve(stranger, [ref(made[Placement])]) == {}


def test_the_walk_costs_the_same_for_many_placements(lead, made, django_assert_max_num_queries):
    placement = made[Placement]
    for number in range(20):
        placement.pk, placement.title_en = f"plc_{number}", f"Placement {number}"
        placement._state.adding = True
        placement.save()
    a_member(lead.brand, "cw")
    with django_assert_max_num_queries(45):
        assert len(lineage(made[Plan]).of("placement")) == 21

"""Why and what: the whole thread of an object, with money and outcomes at each node."""

import pytest

from drumbeat.content.models import Brief, Topic
from drumbeat.review.lineage.drawing import draw
from drumbeat.review.lineage.page import drawing_of, thread_of
from drumbeat.review.lineage.ribbon import steps_of
from tests.content.test_planning import an_angle
from tests.review.factory import answered_launch
from tests.strategy.factory import an_audience
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def launch(lead):
    return answered_launch(lead)


def brought(launch, obj, key):
    thread = thread_of(obj, launch.lead)
    return thread.nodes[(key, obj.pk)]


def test_any_sentence_of_the_strategy_says_what_it_earned(launch):
    plan = launch.campaign.plan
    for key, obj in (("goal", plan.goal), ("plan", plan), ("campaign", launch.campaign)):
        node = brought(launch, obj, key)
        assert (node.revenue_minor, node.outcomes) == (1000_00, 3.0), key
        assert node.spend_minor == 850_50, key


def test_a_message_earned_what_its_placements_earned(launch):
    first, second = (launch.placements[n].message for n in (0, 1))
    assert brought(launch, first, "message").revenue_minor == 300_00
    assert brought(launch, second, "message").revenue_minor == 700_00
    thread = thread_of(second, launch.lead)
    assert thread.total.revenue_minor == 700_00
    assert [str(one) for one in thread.line.of("placement")] == ["Spot 2"]


def test_any_placement_says_why_it_exists(launch):
    thread = thread_of(launch.placements[0], launch.lead)
    kinds = {key for key, _pk in thread.seen}
    assert {"goal", "plan", "message", "audience", "brief", "asset", "version"} <= kinds
    assert thread.nodes[("goal", launch.campaign.goal_id)].revenue_minor == 300_00


def test_a_placement_counts_once_however_many_ways_lead_there(launch):
    thread = thread_of(launch.campaign, launch.lead)
    assert thread.nodes[("plan", launch.campaign.plan_id)].revenue_minor == 1000_00


def test_the_page_draws_the_thread(launch):
    answer = signed_in(launch.lead).get(f"/thread/campaign/{launch.campaign.pk}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "lineage-lines" in text
    assert "Spot 1" in text
    assert "Search ads" in text


def test_what_a_member_may_not_see_is_only_counted(launch):
    thread = thread_of(launch.placements[0], a_member(launch.brand, "gst"))
    assert not thread.seen
    assert thread.hidden["goal"] == 1
    heads = [column for column in drawing_of(thread).columns if column.hidden]
    assert sum(column.hidden for column in heads) == (
        thread.hidden.total() - thread.hidden["version"]  # versions stand with their asset
    )


def test_cards_stand_in_thread_order_and_lines_join_them(launch):
    drawing = drawing_of(thread_of(launch.campaign, launch.lead))
    order = [column.kinds[0] for column in drawing.columns]
    assert order == ["goal", "plan", "audience", "campaign", "asset", "placement"]
    assert len(drawing.columns[-1].cards) == 3
    assert all(curve["d"].startswith("M") for curve in drawing.curves)


def test_nothing_to_draw_is_an_empty_drawing():
    assert draw([], [], {}).columns == []


def test_the_ribbon_counts_the_thread_and_marks_where_one_is(launch):
    answer = signed_in(launch.lead).get(f"/thread/campaign/{launch.campaign.pk}/ribbon/")
    text = " ".join(answer.content.decode().split())
    assert "3 · live 3" in text
    assert "2 · approved 2" in text
    assert 'class="here"' in text
    steps = {step["kind"]: step for step in answer.context["steps"]}
    assert steps["placement"]["here"]
    assert steps["outcome"]["value"] == "3"
    assert steps["touch"]["value"] == "5"
    assert steps["goal"]["value"] == "Win the desk"


def of_a_topic(launch):
    """The brief of the first placement takes an angle on a topic of its own."""
    brief = launch.placements[0].versions.get().asset.brief
    angle = an_angle(launch.lead, brief.plan, title="Tea after five")
    Brief.objects.filter(pk=brief.pk).update(angle=angle)
    return angle


def test_what_is_placed_names_the_topic_that_it_speaks_about(launch):
    topic = of_a_topic(launch).topic
    thread = thread_of(launch.placements[0], launch.lead)
    assert {"pillar", "topic", "angle"} <= {key for key, _pk in thread.seen}
    steps = {step["kind"]: step for step in steps_of(thread)}
    assert (steps["topic"]["value"], steps["topic"]["url"]) == (
        "Does tea keep me awake?",
        topic.get_absolute_url(),
    )
    assert [*steps][3:5] == ["topic", "brief"]


def test_a_topic_earned_what_its_pieces_earned(launch):
    angle = of_a_topic(launch)
    for key, obj in (("topic", angle.topic), ("pillar", angle.topic.pillar)):
        thread = thread_of(obj, launch.lead)
        assert len(thread.line.of("placement")) == 3
        assert thread.nodes[key, obj.pk].revenue_minor == thread.total.revenue_minor == 1000_00
        assert next(step for step in steps_of(thread) if step["here"])["kind"] == "topic"


def test_a_campaign_names_the_topics_of_what_it_carries(launch):
    topic = of_a_topic(launch).topic
    thread = thread_of(launch.campaign, launch.lead)
    assert thread.line.of("topic") == [topic]
    assert thread.nodes["topic", topic.pk].revenue_minor == 1000_00


def test_a_brief_without_a_topic_shows_no_gap_for_it(launch):
    steps = steps_of(thread_of(launch.placements[0], launch.lead))
    assert "topic" not in {step["kind"] for step in steps}


def test_from_an_audience_nobody_is_led_to_briefs_for_others(launch):
    angle = of_a_topic(launch)
    asker = an_audience(launch.lead, title="Those who ask")
    Topic.objects.filter(pk=angle.topic_id).update(audience=asker)
    line = thread_of(asker, launch.lead).line
    assert (len(line.of("topic")), line.of("angle"), line.of("brief")) == (1, [], [])


def test_prov_json_is_well_formed(launch):
    document = signed_in(launch.lead).get(f"/thread/plan/{launch.campaign.plan_id}/prov/").json()
    entities, agents = document["entity"], document["agent"]
    assert document["prefix"]["drumbeat"].endswith("/thread/")
    assert f"drumbeat:plan/{launch.campaign.plan_id}" in entities
    for relation in document["wasDerivedFrom"].values():
        assert relation["prov:generatedEntity"] in entities
        assert relation["prov:usedEntity"] in entities
    attributed = {one["prov:entity"] for one in document["wasAttributedTo"].values()}
    assert attributed == set(entities)
    for relation in document["wasAttributedTo"].values():
        assert agents[relation["prov:agent"]]["prov:type"]["$"] == "prov:Person"
    derived = {
        (one["prov:generatedEntity"], one["prov:usedEntity"])
        for one in document["wasDerivedFrom"].values()
    }
    campaign, plan = launch.campaign.pk, launch.campaign.plan_id
    assert (f"drumbeat:campaign/{campaign}", f"drumbeat:plan/{plan}") in derived


def test_the_walk_costs_the_same_for_many_placements(lead, django_assert_max_num_queries):
    counts = []
    for placements in (5, 30):
        launch = answered_launch(lead, placements=placements)
        browser = signed_in(lead)
        browser.get(f"/thread/campaign/{launch.campaign.pk}/")
        with django_assert_max_num_queries(70) as queries:
            browser.get(f"/thread/campaign/{launch.campaign.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["", "ribbon/", "prov/"])
def test_it_has_its_own_door(launch, path):
    address = f"/thread/plan/{launch.campaign.plan_id}/{path}"
    assert signed_in(a_member(launch.brand, "gst")).get(address).status_code == 403
    assert signed_in(a_member(a_brand(), "lead")).get(address).status_code == 404
    assert signed_in(launch.lead).get(f"/thread/happiness/x/{path}").status_code == 404
    assert signed_in(launch.lead).post(address).status_code == 405

"""A guidance path after the launch: planned and measured on one map, with a plain judgement."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.content.paths.actions import enforce
from drumbeat.content.paths.queries import steps_of
from drumbeat.insight.guidance.measuring import measure, untracked
from drumbeat.warehouse.questions import Period
from tests.content.factory import a_path, a_step
from tests.insight.factory import NOON, a_campaign, a_placement, a_purchase, a_visit, happened
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]

PEOPLE = 60


@pytest.fixture
def owner(brand):
    return a_member(brand, "cl", "an")


@pytest.fixture
def path(owner):
    """Ad (link) → landing page → order; of the landing page some leave for the chat."""
    lead = a_member(owner.brand)
    campaign = a_campaign(lead)
    a_placement(lead, code="C1", campaign=campaign)
    path = a_path(owner, campaign=campaign, steps=())
    a_step(path, "Ad", counts_as="link", counted="", target_rate="0.5")
    a_step(path, "Landing", counts_as="page", counted="/tea/*", target_rate="0.5")
    a_step(path, "Chat", counts_as="page", counted="/chat", target_rate="0.05", is_exit=True)
    a_step(path, "Order", counted="Order Completed", target_rate=None)
    return enforce(path, by=owner)


def minutes(n):
    return NOON + timedelta(minutes=n)


@pytest.fixture
def launched(path):
    """60 people land through the ad, 6 order, 6 chat; 10 others come by themselves and order."""
    events = []
    for n in range(PEOPLE):
        events.append(a_visit(minutes(0), f"p{n}", code="C1", path="/tea/green"))
        if n < 6:
            events.append(a_purchase(minutes(9), 9_900, f"A-{n}", f"p{n}"))
        elif n < 12:
            events.append(a_visit(minutes(4), f"p{n}", path="/chat"))
    for n in range(10):
        events.append(a_visit(minutes(0), f"q{n}", path="/tea/green"))
        events.append(a_purchase(minutes(5), 9_900, f"B-{n}", f"q{n}"))
    happened(path.brand, *events)
    return path


def a_week(path):
    return Period(NOON.date() - timedelta(days=3), NOON.date() + timedelta(days=3), "Asia/Shanghai")


def test_each_step_says_who_came_who_went_on_and_whether_that_is_enough(launched):
    found = measure(launched, a_week(launched), through_campaign=True)
    assert [(str(one.step), one.entered, one.went_on, one.verdict) for one in found.steps] == [
        ("Ad", 60, 60, "met"),
        ("Landing", 60, 6, "missed"),
        ("Chat", 6, 6, "open"),
        ("Order", 6, None, ""),
    ]
    chat = found.steps[2]
    assert chat.rate == pytest.approx(0.1)
    assert found.through == pytest.approx(0.1)
    assert len(found.answers) == 2


def test_who_came_by_themselves_is_counted_only_when_asked_for(launched):
    steps = steps_of(launched)
    launched.steps.filter(pk=steps[0].pk).update(counts_as="page", counted="/tea/*")
    launched.steps.filter(pk=steps[1].pk).update(archived_at=timezone.now())
    week = a_week(launched)
    ours = measure(launched, week, through_campaign=True).line
    everybody = measure(launched, week, through_campaign=False).line
    assert [one.entered for one in ours] == [60, 6]
    assert [one.entered for one in everybody] == [70, 16]


def test_the_page_draws_planned_and_measured_on_one_map(launched, owner):
    page = signed_in(owner).get(f"/insight/guidance/{launched.pk}/").content.decode()
    for words in ("1. Ad", "target 50% · missed", "10%", "too few to say", "What to mend"):
        assert words in page
    file = signed_in(owner).get(f"/insight/guidance/{launched.pk}.csv").content
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    assert [row["Entered"] for row in rows] == ["60", "60", "6", "6"]
    assert rows[1]["Judgement"] == "missed"
    told = signed_in(owner).get(f"/insight/guidance/{launched.pk}/ask/funnel_conversion/")
    assert "10%" in told.content.decode()


def test_from_a_missed_step_a_brief_begins_with_the_evidence(launched, owner):
    page = signed_in(owner).get(f"/insight/guidance/{launched.pk}/")
    [missed] = page.context["missed"]
    assert "10% of 60 went on, 50% was wanted" in missed["evidence"]
    step = missed["step"]
    asked = {
        "campaign": launched.campaign_id,
        "kind": "piece",
        "step": step.pk,
        "evidence": missed["evidence"],
    }
    form = signed_in(owner).get("/content/briefs/new/", asked).context["form"]
    assert form["insight"].value() == missed["evidence"]
    assert form["proposition"].value() == step.promise
    assert form["title_en"].value() == "Landing"


def test_a_step_whose_event_does_not_arrive_while_the_campaign_runs_is_flagged(launched, owner):
    steps = steps_of(launched)
    today = timezone.localdate()
    assert untracked(launched, steps, today) == []
    order = steps[-1]
    launched.steps.filter(pk=order.pk).update(counted="Order Completd")
    steps = steps_of(launched)
    assert untracked(launched, steps, today) == [order]
    page = signed_in(owner).get(f"/insight/guidance/{launched.pk}/").content.decode()
    assert "Order: not tracked. Nothing called Order Completd arrived in the last 7 days." in page
    assert untracked(launched, steps, launched.campaign.ends_on + timedelta(days=1)) == []


def test_before_anybody_came_the_page_says_so(path, owner):
    happened(path.brand, a_visit(NOON, "x", path="/"))
    page = signed_in(owner).get(f"/insight/guidance/{path.pk}/").content.decode()
    assert "Nobody did the first step in these days" in page


def test_what_was_seen_is_offered_for_a_step(launched, owner):
    seen = signed_in(owner).get("/insight/guidance/seen/").content.decode()
    assert '<option value="Order Completed">' in seen
    assert '<option value="/tea/green">' in seen


def test_a_path_that_nothing_counts_leads_back_to_its_drawing(owner):
    path = a_path(owner, steps=())
    answer = signed_in(owner).get(f"/insight/guidance/{path.pk}/")
    assert answer["Location"] == path.get_absolute_url()
    foreign = a_path(a_member(a_brand(), "cl"))
    assert signed_in(owner).get(f"/insight/guidance/{foreign.pk}/").status_code == 404


def test_the_page_costs_the_same_for_few_and_many_steps(
    launched, owner, django_assert_max_num_queries
):
    browser, page = signed_in(owner), f"/insight/guidance/{launched.pk}/"
    browser.get(page)
    with django_assert_max_num_queries(20) as asked:
        browser.get(page)
    few = len(asked.captured_queries)
    for n in range(4):
        step = steps_of(launched)[1]
        step.pk = None
        step.id = f"gps_more{n}"
        step._state.adding = True
        step.save()
    browser.get(page)
    with django_assert_max_num_queries(few):
        browser.get(page)

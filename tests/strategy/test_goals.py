from datetime import timedelta
from decimal import Decimal

import pytest

from drumbeat.people.errors import NotAllowed
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.goals.actions import check_in
from drumbeat.strategy.goals.progress import standings
from drumbeat.strategy.goals.queries import goal_tree, part_of
from drumbeat.strategy.models import Goal
from tests.strategy.factory import TODAY, a_goal, a_key_result, a_plan
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


TYPED = {
    "title_en": "Win the north",
    "level": "company",
    "starts_on": "2026-10-01",
    "ends_on": "2026-12-31",
    "confidence": "0.5",
    "row_version": "1",
}


def test_a_lead_writes_a_goal_and_finds_it_on_its_page(lead):
    browser = signed_in(lead)
    answer = browser.post("/strategy/goals/new/", TYPED | {"owner": lead.pk})
    goal = Goal.objects.get()
    assert answer.status_code == 302
    assert "Win the north" in browser.get(f"/strategy/goals/{goal.pk}/").content.decode()
    assert AuditEvent.objects.get(object_id=goal.pk).verb == "created"


def test_what_was_typed_is_kept_when_the_dates_run_backwards(lead):
    answer = signed_in(lead).post(
        "/strategy/goals/new/", TYPED | {"owner": lead.pk, "ends_on": "2026-09-01"}
    )
    assert answer.status_code == 422
    assert "Win the north" in answer.content.decode()
    assert not Goal.objects.exists()


def test_a_goal_cannot_be_a_part_of_its_own_part(lead):
    parent = a_goal(lead)
    part = a_goal(lead, "Part", parent=parent)
    answer = signed_in(lead).post(
        f"/strategy/goals/{parent.pk}/edit/", TYPED | {"owner": lead.pk, "parent": part.pk}
    )
    assert answer.status_code == 422
    assert "part of itself" in answer.content.decode()


def test_the_second_of_two_editors_gets_a_choice(lead):
    goal = a_goal(lead)
    browser = signed_in(lead)
    browser.post(f"/strategy/goals/{goal.pk}/edit/", TYPED | {"owner": lead.pk, "title_en": "A"})
    answer = browser.post(
        f"/strategy/goals/{goal.pk}/edit/", TYPED | {"owner": lead.pk, "title_en": "B"}
    )
    assert answer.status_code == 409
    goal.refresh_from_db()
    assert goal.title_en == "A"


def test_a_foreign_brands_goal_does_not_exist(lead):
    foreign = a_goal(a_member(a_brand()))
    assert signed_in(lead).get(f"/strategy/goals/{foreign.pk}/").status_code == 404


def test_an_owner_checks_in_and_a_stranger_cannot(lead):
    strategist = a_member(lead.brand, "brand")
    key_result = a_key_result(a_goal(lead))
    check_in(key_result, by=lead, value=120, confidence="0.6")
    with pytest.raises(NotAllowed):
        check_in(key_result, by=strategist, value=1, confidence="0.6")
    assert key_result.progress(key_result.check_ins.get().value) == Decimal("0.00002")


# The worked example of the domain document: sessions, orders and spend in ¥k a channel.
KPI_TREE = {
    "Paid search": (100_000, 3_000, 270),
    "Paid social": (200_000, 3_000, 300),
    "KOL": (120_000, 3_000, 210),
    "Email and CRM": (30_000, 1_200, 10),
    "Content and SEO": (100_000, 1_500, 40),
    "PR and event": (50_000, 300, 70),
}


def test_the_kpi_tree_is_entered_through_the_pages_and_adds_up(lead):
    browser = signed_in(lead)

    def goal(title, level, parent=""):
        browser.post(
            "/strategy/goals/new/",
            TYPED | {"owner": lead.pk, "title_en": title, "level": level, "parent": parent},
        )
        return Goal.objects.get(title_en=title).pk

    def result(goal_id, title, metric, unit, target):
        answer = browser.post(
            f"/strategy/goals/{goal_id}/key-results/new/",
            {
                "title_en": title,
                "metric": metric,
                "unit": unit,
                "direction": "up",
                "baseline": "0",
                "target": str(target),
                "due_on": "2026-12-31",
                "owner": lead.pk,
                "row_version": "1",
            },
        )
        assert answer.status_code == 302

    company = goal("New product: first quarter", "company")
    result(company, "Revenue", "revenue", "¥", 6_000_000)
    result(company, "Orders", "outcomes", "orders", 20_000)
    marketing = goal("Marketing-sourced", "module", company)
    result(marketing, "Revenue", "revenue", "¥", 3_600_000)
    result(marketing, "Orders", "outcomes", "orders", 12_000)
    result(marketing, "Sessions", "visitors", "sessions", 600_000)
    result(marketing, "Spend", "manual", "¥k", 900)
    for channel, (sessions, orders, spend) in KPI_TREE.items():
        part = goal(channel, "person", marketing)
        result(part, "Sessions", "visitors", "sessions", sessions)
        result(part, "Orders", "outcomes", "orders", orders)
        result(part, "Spend", "manual", "¥k", spend)

    tree = goal_tree(lead.brand)
    assert [branch.depth for branch in tree] == [0, 1, *[2] * 6]
    said = {
        (str(branch.goal), str(stands.key_result)): stands
        for branch in tree
        for stands in branch.standings
    }
    assert said["New product: first quarter", "Orders"].parts == 12_000
    assert said["New product: first quarter", "Orders"].gap == 8_000
    assert said["New product: first quarter", "Revenue"].parts == 3_600_000
    for measure, total in (("Orders", 12_000), ("Sessions", 600_000), ("Spend", 900)):
        assert said["Marketing-sourced", measure].parts == total
        assert said["Marketing-sourced", measure].gap == 0
    page = browser.get("/strategy/goals/").content.decode()
    assert "the whole target" in page
    assert "8,000 orders without a plan" in page
    table = browser.get("/strategy/goals.csv").content.decode("utf-8-sig")
    assert "Email and CRM" in table
    assert "12000" in table


def test_costs_per_order_are_never_added_up(lead):
    whole, part = a_goal(lead), a_goal(lead, "Part")
    a_key_result(whole, "CPA", metric="cpa", unit="¥", target=75)
    a_key_result(part, "CPA", metric="cpa", unit="¥", target=90)
    assert standings(whole, [part])[0].parts is None


def test_different_units_are_never_added_up(lead):
    whole, part = a_goal(lead), a_goal(lead, "Part")
    a_key_result(whole, metric="revenue", unit="¥")
    a_key_result(part, metric="revenue", unit="$")
    assert standings(whole, [part])[0].parts is None


def test_a_key_result_that_should_fall_progresses_downwards(lead):
    key_result = a_key_result(a_goal(lead), "CPA", direction="down", baseline=100, target=75)
    assert key_result.progress(90) == 0.4
    assert key_result.progress(None) is None


def test_my_part_of_the_goal_is_what_i_own_and_is_not_archived(lead, brand):
    colleague = a_member(brand, "cm")
    mine = a_key_result(a_goal(lead))
    theirs = a_key_result(a_goal(colleague, "Theirs"))
    gone = a_key_result(a_goal(lead, "Old"))
    gone.goal.archived_at = gone.goal.created_at
    gone.goal.save()
    check_in(mine, by=lead, value=3_000_000, confidence="0.7")
    assert [(stands.key_result, stands.share) for stands in part_of(lead)] == [(mine, 0.5)]
    assert [stands.key_result for stands in part_of(colleague)] == [theirs]


def test_a_goal_in_use_is_not_archived(lead):
    parent = a_goal(lead)
    part = a_goal(lead, "Part", parent=parent)
    a_plan(lead, goal=part)
    browser = signed_in(lead)
    for goal in (parent, part):
        browser.post(f"/strategy/goals/{goal.pk}/archiving/")
        goal.refresh_from_db()
        assert goal.archived_at is None
    free = a_goal(lead, "Free")
    browser.post(f"/strategy/goals/{free.pk}/archiving/")
    assert "Free" not in browser.get("/strategy/goals/").content.decode()


def test_a_check_in_shows_with_its_progress_on_the_goals_page(lead):
    key_result = a_key_result(a_goal(lead))
    browser = signed_in(lead)
    browser.post(
        f"/strategy/key-results/{key_result.pk}/check-ins/new/",
        {"value": "1500000", "confidence": "0.7"},
    )
    page = browser.get(f"/strategy/goals/{key_result.goal_id}/").content.decode()
    assert "1,500,000" in page
    assert "25%" in page


@pytest.mark.parametrize("role", ["cw", "ds"])
def test_who_only_reads_goals_does_not_write_them(brand, lead, role):
    goal = a_goal(lead)
    browser = signed_in(a_member(brand, role))
    assert browser.get(f"/strategy/goals/{goal.pk}/").status_code == 200
    assert browser.get("/strategy/goals/new/").status_code == 403
    assert browser.post(f"/strategy/goals/{goal.pk}/archiving/").status_code == 403


def test_a_goals_page_costs_the_same_however_many_parts(lead, django_assert_max_num_queries):
    parent = a_goal(lead)
    for number in range(5):
        part = a_goal(lead, f"Part {number}", parent=parent)
        for _ in range(3):
            a_key_result(part)
    browser = signed_in(lead)
    with django_assert_max_num_queries(21):
        browser.get(f"/strategy/goals/{parent.pk}/")


def test_the_goal_tree_costs_the_same_however_large_it_is(lead, django_assert_max_num_queries):
    for number in range(5):
        goal = a_goal(lead, f"Goal {number}")
        for _ in range(3):
            a_key_result(goal)
    browser = signed_in(lead)
    with django_assert_max_num_queries(16):
        browser.get("/strategy/goals/")


def test_many_goals_are_paged_with_their_parts(lead):
    days = [TODAY + timedelta(days=number) for number in range(21)]
    tops = [a_goal(lead, f"Goal {n:02}", starts_on=day, ends_on=day) for n, day in enumerate(days)]
    a_goal(lead, "Part of the last", parent=tops[-1])
    browser = signed_in(lead)
    first, second = (
        browser.get(f"/strategy/goals/?page={page}").content.decode() for page in (1, 2)
    )
    assert "1–20 of 21" in first
    assert "Part of the last" not in first
    assert "Goal 20" in second
    assert "Part of the last" in second
    assert "Goal 19" not in second
    table = browser.get("/strategy/goals.csv").content.decode()
    assert table.count("Goal ") >= 21


def test_a_part_of_a_goal_begins_under_it_a_level_below_and_in_its_days(lead):
    whole = a_goal(lead, level="company", starts_on=TODAY, ends_on=TODAY + timedelta(days=364))
    page = signed_in(lead).get(f"/strategy/goals/new/?parent={whole.pk}")
    form = page.context["form"]
    assert [form[name].value() for name in ("parent", "level", "ends_on")] == [
        whole.pk,
        "module",
        whole.ends_on,
    ]
    theirs = a_goal(a_member(a_brand()))
    form = signed_in(lead).get(f"/strategy/goals/new/?parent={theirs.pk}").context["form"]
    assert form["parent"].value() is None

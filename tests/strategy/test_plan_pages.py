"""The pages of a plan: written, shared out, submitted, decided, compared."""

import pytest

from drumbeat.people.errors import WrongState
from drumbeat.strategy.models import BudgetLine, Plan, PlanApproval
from drumbeat.strategy.plans.actions import (
    commit,
    remove_line,
    submit,
)
from tests.strategy.factory import (
    a_goal,
    a_key_result,
    a_message,
    a_plan,
    an_approved_plan,
    an_audience,
    answer_learnings,
    typed,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_lead(brand):
    return a_member(brand, "lead", name="Second lead")


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


class TestPages:
    def test_a_plan_is_written_and_approved_through_the_pages(self, lead, second_lead):
        browser = signed_in(lead)
        goal, audience, message = a_goal(lead), an_audience(lead), a_message(lead)
        browser.post(
            "/strategy/plans/new/",
            {
                "title_en": "Autumn launch",
                "kind": "launch",
                "goal": goal.pk,
                "owner": lead.pk,
                "choices_made": "Win hikers",
                "not_doing": "No price war",
                "audiences": [audience.pk],
                "messages": [message.pk],
                "currency": "CNY",
                "budget_minor": "90万",
                "contribution_margin": "0.45",
                "row_version": "1",
            },
        )
        plan = Plan.objects.get()
        assert plan.budget_minor == 900_000_00
        for name, planned in (("Search", "60万"), ("Reserve", "300,000.00")):
            answered = browser.post(
                f"/strategy/plans/{plan.pk}/lines/new/",
                {
                    "title_en": name,
                    "category": "media",
                    "planned_minor": planned,
                    "row_version": "1",
                }
                | ({"is_reserve": "on"} if name == "Reserve" else {}),
            )
            assert answered.status_code == 302
        browser.post(f"/strategy/plans/{plan.pk}/learnings/none/", {"why": "first launch"})
        browser.post(f"/strategy/plans/{plan.pk}/submission/")
        page = signed_in(second_lead).get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "In review" in page
        signed_in(second_lead).post(f"/strategy/plans/{plan.pk}/approval/", {"note": "go"})
        plan.refresh_from_db()
        assert plan.state == "approved"
        page = browser.get(f"/strategy/plans/{plan.pk}/").content.decode()
        for shown in ("¥900,000", "Reserve", "Win hikers", "No price war", "City hikers"):
            assert shown in page

    def test_a_person_alone_is_asked_for_the_waiver_on_the_page(self, lead):
        plan = submit(a_plan(lead), by=lead)
        browser = signed_in(lead)
        asked = browser.post(f"/strategy/plans/{plan.pk}/approval/")
        assert asked.status_code == 422
        assert "decides alone" in asked.content.decode()
        browser.post(f"/strategy/plans/{plan.pk}/approval/", {"single_person_waiver": "only me"})
        assert PlanApproval.objects.get().single_person_waiver == "only me"

    def test_what_was_typed_is_kept_when_the_amount_is_no_amount(self, lead):
        plan = a_plan(lead)
        answered = signed_in(lead).post(
            f"/strategy/plans/{plan.pk}/edit/", typed(plan, budget_minor="1.2万万")
        )
        assert answered.status_code == 422
        assert "Autumn launch, sharper" in answered.content.decode()
        assert "1.2万万" in answered.content.decode()

    def test_the_sum_is_shown_while_a_line_is_typed(self, lead):
        plan = a_plan(lead, lines=(1000_00, 500_00), budget_minor=2000_00)
        browser = signed_in(lead)

        def said(typed, line=""):
            return browser.get(
                f"/strategy/plans/{plan.pk}/lines/sum/", {"planned_minor": typed, "line": line}
            ).content.decode()

        assert "¥100.00 left" in said("400")
        assert "It ties" in said("500")
        assert "¥1.00 more" in said("501")
        assert "It ties" in said("1500", plan.lines.first().pk)
        assert "¥500.00 left" in said("nonsense")

    def test_lines_change_places_and_leave(self, lead):
        plan = a_plan(lead)
        browser = signed_in(lead)
        first, second = plan.lines.all()
        browser.post(f"/strategy/lines/{second.pk}/rank/", {"way": "up"})
        assert [line.pk for line in plan.lines.all()] == [second.pk, first.pk]
        browser.post(f"/strategy/lines/{second.pk}/rank/", {"way": "up"})
        browser.post(f"/strategy/lines/{first.pk}/removal/")
        assert [line.pk for line in plan.lines.all()] == [second.pk]

    def test_money_moves_and_costs_are_booked_on_their_pages(self, lead):
        plan = an_approved_plan(lead)
        first, second = plan.lines.all()
        browser = signed_in(lead)
        refused = browser.post(
            f"/strategy/plans/{plan.pk}/moves/new/",
            {"source": first.pk, "target": first.pk, "amount": "5", "reason": "because"},
        )
        assert refused.status_code == 422
        assert "two different lines" in refused.content.decode()
        browser.post(
            f"/strategy/plans/{plan.pk}/moves/new/",
            {"source": first.pk, "target": second.pk, "amount": "1000", "reason": "cheaper"},
        )
        browser.post(
            f"/strategy/lines/{second.pk}/costs/new/",
            {"amount": "250.50", "paper": "INV-1", "on": "2026-11-20", "note": "shoot"},
        )
        page = browser.get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "cheaper" in page
        assert "INV-1" in browser.get(f"/strategy/lines/{second.pk}/").content.decode()
        lines = browser.get(f"/strategy/plans/{plan.pk}/budget.csv").content.decode("utf-8-sig")
        assert "599000.00" in lines
        assert "250.50" in lines

    def test_who_may_not_see_money_sees_the_plan_without_it(self, lead, brand):
        plan = an_approved_plan(lead)
        writer = signed_in(a_member(brand, "cw"))
        page = writer.get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "Win hikers" in page
        assert "900,000" not in page
        assert "600,000" not in page
        for path in (f"lines/{plan.lines.first().pk}/", f"plans/{plan.pk}/budget.csv"):
            assert writer.get(f"/strategy/{path}").status_code == 403
        assert "900,000" not in writer.get("/strategy/plans/").content.decode()

    def test_a_foreign_brands_plan_does_not_exist(self, lead):
        plan = an_approved_plan(a_member(a_brand()))
        browser = signed_in(lead)
        line = plan.lines.first()
        for path in (
            f"plans/{plan.pk}/",
            f"plans/{plan.pk}/edit/",
            f"plans/{plan.pk}/baseline/",
            f"plans/{plan.pk}/budget.csv",
            f"plans/{plan.pk}/moves/new/",
            f"plans/{plan.pk}/approval/",
            f"lines/{line.pk}/",
            f"lines/{line.pk}/costs/new/",
        ):
            assert browser.get(f"/strategy/{path}").status_code == 404

    def test_another_brands_goal_or_audience_cannot_be_chosen(self, lead):
        foreign = a_plan(a_member(a_brand()))
        answered = signed_in(lead).post(
            "/strategy/plans/new/", typed(foreign, owner=lead.pk, row_version="1")
        )
        assert answered.status_code == 422

    @pytest.mark.parametrize("role", ["cw", "ds", "cl", "cm", "an"])
    def test_roles_that_only_read_or_comment_do_not_write_plans(self, brand, role):
        browser = signed_in(a_member(brand, role))
        assert browser.get("/strategy/plans/").status_code == 200
        assert browser.get("/strategy/plans/new/").status_code == 403

    def test_the_second_of_two_editors_gets_a_choice(self, lead):
        plan = a_plan(lead)
        browser = signed_in(lead)
        first = typed(plan)
        assert browser.post(f"/strategy/plans/{plan.pk}/edit/", first).status_code == 302
        again = browser.post(f"/strategy/plans/{plan.pk}/edit/", first | {"title_en": "Mine"})
        assert again.status_code == 409

    def test_pages_cost_the_same_however_large_the_plan(self, lead, django_assert_max_num_queries):
        plan = an_approved_plan(lead, lines=(100,) * 30)
        for line in plan.lines.all():
            commit(line, 50, ref="placement:plc_1", by=lead)
        for number in range(5):
            a_key_result(plan.goal, f"Result {number}")
        browser = signed_in(lead)
        with django_assert_max_num_queries(35):
            browser.get(f"/strategy/plans/{plan.pk}/")
        with django_assert_max_num_queries(14):
            browser.get("/strategy/plans/")


def test_a_line_does_not_change_under_a_plan_that_was_submitted_meanwhile(lead):
    plan = a_plan(lead)
    line = plan.lines.first()  # somebody has this page open …
    Plan.objects.filter(pk=plan.pk).update(state="in_review")  # … while somebody else submits
    line.plan.state = "draft"
    with pytest.raises(WrongState):
        remove_line(line, by=lead)
    assert BudgetLine.objects.filter(pk=line.pk).exists()


def test_a_step_counts_on_from_what_others_saved_meanwhile(lead):
    plan = a_plan(lead)
    answer_learnings(plan)
    seen = Plan.objects.get(pk=plan.pk)
    Plan.objects.filter(pk=plan.pk).update(row_version=7)
    submit(seen, by=lead)
    assert Plan.objects.get(pk=plan.pk).row_version == 8

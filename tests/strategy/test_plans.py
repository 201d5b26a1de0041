import json

import pytest

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.strategy.models import BudgetLine, Plan, PlanApproval
from drumbeat.strategy.plans.actions import (
    answer,
    approve,
    close,
    commit,
    move,
    none_found,
    remove_line,
    return_,
    submit,
)
from drumbeat.strategy.plans.amendments import amend
from drumbeat.strategy.plans.baseline import fingerprint, since
from drumbeat.strategy.plans.queries import budget, line_balances
from drumbeat.strategy.plans.readiness import problems
from drumbeat.strategy.signals import plan_superseded
from tests.knowledge.factory import a_draft_learning, a_published_learning
from tests.strategy.factory import (
    a_campaign,
    a_goal,
    a_key_result,
    a_line,
    a_plan,
    an_approved_plan,
    typed,
)
from tests.world import TODAY, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_lead(brand):
    return a_member(brand, "lead", name="Second lead")


@pytest.fixture
def strategist(brand):
    return a_member(brand, "brand", name="Strategist Su")


class TestFourEyes:
    def test_i_03_the_author_cannot_approve_where_somebody_else_may(self, lead, second_lead):
        plan = submit(a_plan(lead), by=lead)
        with pytest.raises(Refused, match="another person"):
            approve(plan, by=lead, single_person_waiver="in a hurry")
        assert approve(plan, by=second_lead).by == second_lead

    def test_i_03_the_last_editor_cannot_approve_either(self, lead, second_lead, strategist):
        plan = a_plan(strategist)
        browser = signed_in(second_lead)
        assert browser.post(f"/strategy/plans/{plan.pk}/edit/", typed(plan)).status_code == 302
        plan.refresh_from_db()
        submit(plan, by=strategist)
        with pytest.raises(Refused, match="another person"):
            approve(plan, by=second_lead)
        approve(plan, by=lead)

    def test_i_03_who_changed_a_budget_line_last_edited_the_plan(self, lead, second_lead):
        plan = a_plan(lead)
        extra = a_line(plan, 1, "Extra")
        BudgetLine.objects.filter(pk=extra.pk).update(owner=second_lead)
        extra.refresh_from_db()
        remove_line(extra, by=second_lead)
        submit(plan, by=lead)
        with pytest.raises(Refused, match="another person"):
            approve(plan, by=second_lead)

    def test_i_03_a_person_alone_says_why_and_it_shows_on_the_record(self, lead):
        plan = submit(a_plan(lead), by=lead)
        with pytest.raises(Refused, match="decides alone"):
            approve(plan, by=lead)
        approval = approve(plan, by=lead, single_person_waiver="a team of one")
        assert approval.single_person_waiver == "a team of one"
        page = signed_in(lead).get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "a team of one" in page

    def test_i_03_a_second_pair_of_eyes_leaves_no_waiver(self, lead, second_lead):
        plan = submit(a_plan(lead), by=lead)
        assert approve(plan, by=second_lead, single_person_waiver="x").single_person_waiver == ""

    def test_a_strategist_submits_but_does_not_approve(self, lead, strategist):
        plan = submit(a_plan(strategist), by=strategist)
        with pytest.raises(NotAllowed):
            approve(plan, by=strategist)
        assert Notice.objects.filter(member=lead, kind="plan_submitted").count() == 1
        assert approve(plan, by=lead).decision == "approved"


class TestLearnings:
    def test_i_18_every_published_learning_is_answered_before_review(self, lead):
        plan = a_plan(lead)
        learning = a_published_learning(lead)
        with pytest.raises(Refused, match="1 still open"):
            submit(plan, by=lead)
        with pytest.raises(Refused, match="how, or why not"):
            answer(plan, learning, by=lead, answer="rejected", why=" ")
        answer(plan, learning, by=lead, answer="rejected", why="another market")
        assert submit(plan, by=lead).state == "in_review"

    def test_i_18_a_learning_published_meanwhile_stops_the_approval_too(self, lead, second_lead):
        plan = submit(a_plan(lead), by=lead)
        a_published_learning(lead)
        with pytest.raises(Refused, match="still open"):
            approve(plan, by=second_lead)

    def test_i_18_none_found_is_said_and_not_assumed(self, lead):
        plan = a_plan(lead)
        plan.answers.all().delete()
        with pytest.raises(Refused, match="found none"):
            submit(plan, by=lead)
        none_found(plan, by=lead, why="asked sales and the archive")
        assert submit(plan, by=lead).state == "in_review"

    def test_drafts_and_expired_learnings_need_no_answer(self, lead):
        plan = a_plan(lead)
        a_draft_learning(lead)
        assert list(problems(plan, TODAY)) == []

    def test_the_answer_shows_on_the_learning_and_on_the_plan(self, lead):
        learning = a_published_learning(lead)
        plan = a_plan(lead)
        browser = signed_in(lead)
        browser.post(
            f"/strategy/plans/{plan.pk}/learnings/{learning.pk}/",
            {"answer": "rejected", "why": "winter is different"},
        )
        assert plan.answers.get().answer == "rejected"
        for page in (
            f"/strategy/plans/{plan.pk}/",
            f"/strategy/learnings/{learning.pk}/answers/",
            f"/strategy/plans/{plan.pk}/learnings/",
        ):
            assert "winter is different" in browser.get(page).content.decode()


class TestReadiness:
    @pytest.mark.parametrize(
        ("field", "lacking"),
        [("choices_made", {"choices_made": " "}), ("not_doing", {"not_doing": ""})],
    )
    def test_a_plan_says_what_it_will_and_will_not_do(self, lead, field, lacking):
        plan = a_plan(lead, **lacking)
        assert [problem.field for problem in problems(plan)] == [field]

    def test_a_plan_has_somebody_to_speak_to_and_something_to_say(self, lead):
        plan = a_plan(lead)
        plan.audiences.clear()
        plan.messages.clear()
        assert [problem.field for problem in problems(plan)] == ["audiences", "messages"]

    def test_all_that_lacks_is_said_at_once(self, lead):
        plan = a_plan(lead, choices_made="", not_doing="", budget_minor=1)
        with pytest.raises(Refused) as refusal:
            submit(plan, by=lead)
        assert len(refusal.value.problems) == 3

    def test_the_page_shows_a_light_for_each_need(self, lead):
        plan = a_plan(lead, not_doing="")
        page = signed_in(lead).get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "a choice has two sides" in page


class TestDecisions:
    def test_i_29_each_step_has_its_actor_and_time(self, lead, second_lead):
        plan = submit(a_plan(lead), by=lead)
        return_(plan, by=second_lead, reason="too many lines")
        submit(plan, by=lead)
        approve(plan, by=second_lead)
        steps = AuditEvent.objects.filter(kind="plan", object_id=plan.pk).exclude(to_state="")
        walked = [
            (event.from_state, event.to_state, event.by)
            for event in reversed(steps)
            if event.from_state != event.to_state
        ]
        assert walked == [
            ("draft", "in_review", lead),
            ("in_review", "draft", second_lead),
            ("draft", "in_review", lead),
            ("in_review", "approved", second_lead),
        ]
        assert all(event.at for event in steps)

    def test_a_returned_plan_carries_the_reason(self, lead, second_lead):
        plan = submit(a_plan(lead), by=lead)
        browser = signed_in(second_lead)
        empty = browser.post(f"/strategy/plans/{plan.pk}/return/", {"reason": ""})
        assert empty.status_code == 422
        browser.post(f"/strategy/plans/{plan.pk}/return/", {"reason": "no reserve"})
        assert PlanApproval.objects.get().note == "no reserve"
        assert Notice.objects.filter(member=lead, kind="plan_decided").exists()

    def test_what_is_in_review_does_not_change_under_the_readers_eyes(self, lead):
        plan = submit(a_plan(lead), by=lead)
        browser = signed_in(lead)
        assert browser.get(f"/strategy/plans/{plan.pk}/edit/").status_code == 409
        assert browser.get(f"/strategy/lines/{plan.lines.first().pk}/edit/").status_code == 409
        with pytest.raises(WrongState):
            remove_line(plan.lines.first(), by=lead)

    def test_a_plan_with_an_open_campaign_is_not_closed(self, lead):
        plan = an_approved_plan(lead)
        a_campaign(lead, plan=plan)
        with pytest.raises(Refused, match="still open"):
            close(plan, by=lead)


class TestBaseline:
    def test_approval_freezes_lines_and_targets_under_their_hash(self, lead, second_lead):
        goal = a_goal(lead)
        a_key_result(goal, "Orders", target=12_000, metric="outcomes")
        plan = submit(a_plan(lead, goal=goal), by=lead)
        approval = approve(plan, by=second_lead)
        approval.refresh_from_db()
        assert [line["planned_minor"] for line in approval.baseline["lines"]] == [
            600_000_00,
            300_000_00,
        ]
        assert [target["target"] for target in approval.baseline["targets"]] == ["12000.0000"]
        assert fingerprint(approval.baseline) == approval.sha256
        assert fingerprint(json.loads(json.dumps(approval.baseline))) == approval.sha256

    def test_a_move_shows_against_the_baseline_and_leaves_it_alone(self, lead):
        plan = an_approved_plan(lead)
        first, second = plan.lines.all()
        before = PlanApproval.objects.get().sha256
        move(first, second, 100_00, by=lead, reason="cheaper")
        approval = PlanApproval.objects.get()
        assert (approval.sha256, fingerprint(approval.baseline)) == (before, before)
        assert [(row["before"], row["now"]) for row in since(approval.baseline, plan)] == [
            (600_000_00, 599_900_00),
            (300_000_00, 300_100_00),
        ]
        page = signed_in(lead).get(f"/strategy/plans/{plan.pk}/baseline/").content.decode()
        assert "599,900" in page
        assert before in page


class TestAmending:
    def test_an_amendment_copies_everything_and_touches_nothing(self, lead):
        plan = an_approved_plan(lead)
        before = PlanApproval.objects.get().baseline
        draft = amend(plan, by=lead, reason="more demand")
        assert (draft.version, draft.state, draft.amends) == (2, "draft", plan)
        assert [line.planned_minor for line in draft.lines.all()] == [600_000_00, 300_000_00]
        assert draft.audiences.count() == draft.messages.count() == draft.answers.count() == 1
        plan.refresh_from_db()
        assert plan.state == "approved"
        assert PlanApproval.objects.get().baseline == before
        with pytest.raises(WrongState, match="already"):
            amend(plan, by=lead, reason="again")

    def test_an_amendment_needs_its_reason_and_an_approved_plan(self, lead):
        with pytest.raises(WrongState):
            amend(a_plan(lead), by=lead, reason="x")
        with pytest.raises(Refused, match="why"):
            amend(an_approved_plan(lead), by=lead, reason="")

    def test_the_new_version_takes_over_money_campaigns_and_life(self, lead, second_lead):
        plan = an_approved_plan(lead)
        campaign = a_campaign(lead, plan=plan)
        living = plan.lines.first()
        commit(living, 500_000_00, ref="placement:plc_1", by=lead)
        frozen = PlanApproval.objects.get()
        draft = amend(plan, by=lead, reason="more demand")
        raise_first_line(draft, 800_000_00)
        heard = []
        plan_superseded.connect(
            lambda **event: heard.append((event["old"], event["new"])),
            weak=False,
            dispatch_uid="test",
        )
        submit(draft, by=lead)
        approve(draft, by=second_lead)
        plan_superseded.disconnect(dispatch_uid="test")

        for record in (plan, draft, campaign, living):
            record.refresh_from_db()
        assert (plan.state, draft.state) == ("superseded", "approved")
        assert campaign.plan == draft
        assert (living.plan, living.planned_minor) == (draft, 800_000_00)
        assert line_balances([living])[living.pk].committed == 500_000_00
        assert [line.planned_minor for line in plan.lines.all()] == [600_000_00, 300_000_00]
        assert budget(draft)["unplanned"] == budget(plan)["unplanned"] == 0
        assert heard == [(plan, draft)]
        old = PlanApproval.objects.get(plan=plan)
        assert (old.baseline, old.sha256) == (frozen.baseline, frozen.sha256)
        assert fingerprint(old.baseline) == old.sha256
        assert PlanApproval.objects.get(plan=draft).baseline["lines"][0]["id"] == living.pk

    def test_an_amendment_of_a_plan_in_flight_goes_on_flying(self, lead, second_lead):
        from drumbeat.strategy.campaigns.actions import go_live

        plan = an_approved_plan(lead)
        go_live(a_campaign(lead, plan=plan, state="ready"))
        plan.refresh_from_db()
        assert plan.state == "active"
        draft = submit(amend(plan, by=lead, reason="late spring"), by=lead)
        approve(draft, by=second_lead)
        assert Plan.objects.get(pk=draft.pk).state == "active"

    def test_i_06_an_amendment_cannot_plan_less_than_is_committed(self, lead):
        plan = an_approved_plan(lead)
        commit(plan.lines.first(), 500_000_00, ref="placement:plc_1", by=lead)
        draft = amend(plan, by=lead, reason="less money")
        raise_first_line(draft, 400_000_00)
        with pytest.raises(Refused, match="committed already"):
            submit(draft, by=lead)
        draft.lines.first().delete()
        Plan.objects.filter(pk=draft.pk).update(budget_minor=300_000_00)
        draft.refresh_from_db()
        with pytest.raises(Refused, match="must keep it"):
            submit(draft, by=lead)


def raise_first_line(draft, planned):
    line = draft.lines.first()
    Plan.objects.filter(pk=draft.pk).update(
        budget_minor=draft.budget_minor + planned - line.planned_minor
    )
    BudgetLine.objects.filter(pk=line.pk).update(planned_minor=planned)
    draft.refresh_from_db()

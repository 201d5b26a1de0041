"""Re-forecasts: kept by version, the newest counts, and the approved baseline never moves."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.forecasts.actions import reforecast
from drumbeat.strategy.forecasts.queries import expected_by_month, frozen_lines
from drumbeat.strategy.models import ForecastAmount, Plan, PlanApproval, Reforecast
from drumbeat.strategy.plans.actions import approve, book_cost, commit, move, submit
from drumbeat.strategy.plans.amendments import amend
from drumbeat.strategy.plans.baseline import fingerprint
from drumbeat.strategy.plans.queries import line_balances
from tests.strategy.factory import a_goal, a_plan, an_approved_plan, answer_learnings
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

OCT, NOV, DEC = (date(2026, month, 1) for month in (10, 11, 12))
QUARTER = {"starts_on": OCT, "ends_on": date(2026, 12, 31)}


@pytest.fixture
def plan(lead):
    return an_approved_plan(lead, goal=a_goal(lead, **QUARTER))


def said(line):
    return expected_by_month([line], line.plan.goal)[line.pk]


class TestAReforecast:
    def test_without_one_the_plan_is_spread_over_its_days(self, plan):
        line = plan.lines.first()
        assert said(line) == {OCT: 202_173_91, NOV: 195_652_18, DEC: 202_173_91}
        line.starts_on, line.ends_on = date(2026, 12, 5), date(2026, 12, 8)
        assert said(line) == {DEC: 600_000_00}

    def test_the_newest_counts_and_all_are_kept(self, plan, lead):
        line = plan.lines.first()
        reforecast(plan, {line.pk: {OCT: 1_00, NOV: 2_00}}, by=lead, reason="cheaper clicks")
        reforecast(plan, {line.pk: {NOV: 5_00}}, by=lead, reason="October fell away")
        assert said(line) == {NOV: 5_00}
        assert [one.reason for one in Reforecast.objects.all()] == [
            "October fell away",
            "cheaper clicks",
        ]
        assert ForecastAmount.objects.count() == 3

    def test_every_screen_sees_what_is_expected_now(self, plan, lead):
        line = plan.lines.first()
        reforecast(plan, {line.pk: {OCT: 1_00, NOV: 2_00}}, by=lead, reason="cheaper clicks")
        line.refresh_from_db()
        assert line_balances([line])[line.pk].forecast == 3_00
        assert line.planned_minor == 600_000_00

    def test_it_goes_on_the_record_with_its_reason(self, plan, lead):
        line = plan.lines.first()
        reforecast(plan, {line.pk: {OCT: 1_00}}, by=lead, reason="cheaper clicks")
        event = AuditEvent.objects.get(kind="budgetline", verb="re-forecast")
        assert (event.by, event.reason, event.object_id) == (lead, "cheaper clicks", line.pk)
        assert event.after["forecast_minor"] == 1_00

    def test_it_takes_a_reason_a_difference_and_no_negative(self, plan, lead):
        line = plan.lines.first()
        for expected, reason in (({OCT: 1}, " "), (said(line), "same"), ({OCT: -1}, "less")):
            with pytest.raises(Refused):
                reforecast(plan, {line.pk: expected}, by=lead, reason=reason)
        assert not Reforecast.objects.exists()

    def test_a_draft_and_a_closed_plan_are_not_reforecast(self, lead):
        draft = a_plan(lead)
        with pytest.raises(WrongState):
            reforecast(draft, {draft.lines.first().pk: {OCT: 1}}, by=lead, reason="early")

    def test_channel_people_reforecast_their_own_lines_only(self, plan, brand):
        manager = a_member(brand, "cm")
        mine, theirs = plan.lines.all()
        mine.owner = manager
        mine.save()
        reforecast(plan, {mine.pk: {OCT: 1}}, by=manager, reason="my own")
        with pytest.raises(NotAllowed):
            reforecast(plan, {theirs.pk: {OCT: 1}}, by=manager, reason="not mine")
        assert said(theirs)[OCT] != 1

    def test_another_plans_line_is_not_reforecast_along(self, plan, lead):
        other = an_approved_plan(lead).lines.first()
        with pytest.raises(Refused):
            reforecast(plan, {other.pk: {OCT: 1}}, by=lead, reason="wrong plan")

    def test_the_second_of_two_people_is_told(self, plan, lead):
        line = plan.lines.first()
        seen = {line.pk: line.row_version}
        reforecast(plan, {line.pk: {OCT: 1}}, by=lead, reason="first", seen=seen)
        with pytest.raises(Refused, match="changed while"):
            reforecast(plan, {line.pk: {OCT: 2}}, by=lead, reason="second", seen=seen)

    def test_it_outlives_an_amendment(self, plan, lead, brand):
        line = plan.lines.first()
        draft = amend(plan, by=lead, reason="more for search")
        reforecast(plan, {line.pk: {OCT: 7_00}}, by=lead, reason="meanwhile")
        answer_learnings(draft)
        approve(submit(draft, by=lead), by=a_member(brand, name="Third lead"))
        line.refresh_from_db()
        assert line.plan_id == draft.pk
        assert (line.forecast_minor, said(line)) == (7_00, {OCT: 7_00})


class TestThePage:
    def test_months_are_filled_in_and_the_baseline_stands_beside_them(self, plan, lead):
        line, browser = plan.lines.first(), signed_in(lead)
        page = browser.get(f"/strategy/lines/{line.pk}/forecast/").content.decode()
        assert "Baseline ¥202,173.91" in page
        typed = {OCT.isoformat(): "10万", NOV.isoformat(): "0", DEC.isoformat(): "5,000.50"}
        answered = browser.post(
            f"/strategy/lines/{line.pk}/forecast/",
            typed | {"reason": "KOL is dearer", "row_version": line.row_version},
        )
        assert answered.status_code == 302
        assert said(line) == {OCT: 100_000_00, NOV: 0, DEC: 5_000_50}

    def test_what_was_typed_is_kept_when_it_is_no_amount(self, plan, lead):
        line = plan.lines.first()
        answered = signed_in(lead).post(
            f"/strategy/lines/{line.pk}/forecast/",
            {OCT.isoformat(): "plenty", "reason": "KOL", "row_version": line.row_version},
        )
        assert answered.status_code == 422
        assert "plenty" in answered.content.decode()

    def test_a_foreign_brands_line_does_not_exist_and_readers_are_refused(self, plan, brand):
        path = f"/strategy/lines/{plan.lines.first().pk}/forecast/"
        assert signed_in(a_member(a_brand())).get(path).status_code == 404
        assert signed_in(a_member(brand, "an")).get(path).status_code == 403


AMOUNTS = st.integers(1, 500_000_00)


class Life(RuleBasedStateMachine):
    """A plan in force, used in every way that money has; its baseline was written down at first."""

    def __init__(self):
        super().__init__()
        brand = a_brand()
        self.lead, self.other = a_member(brand, name="Lead"), a_member(brand, name="Other lead")
        goal = a_goal(self.lead, **QUARTER)
        self.plan = an_approved_plan(self.lead, approver=self.other, goal=goal)
        self.frozen = {}
        self.remember()

    def remember(self):
        approval = PlanApproval.objects.get(plan=self.plan)
        self.frozen[approval.pk] = (fingerprint(approval.baseline), frozen_lines(self.plan))

    def lines(self):
        return list(self.plan.lines.current())

    def attempt(self, act):
        with suppress(Refused):
            act()

    @rule(at=st.integers(0, 1), months=st.dictionaries(st.sampled_from([OCT, NOV, DEC]), AMOUNTS))
    def reforecasts(self, at, months):
        said = {self.lines()[at].pk: months or {OCT: 0}}
        self.attempt(lambda: reforecast(self.plan, said, by=self.lead, reason="news"))

    @rule(at=st.integers(0, 1), minor=AMOUNTS)
    def moves(self, at, minor):
        source, target = self.lines()[at], self.lines()[1 - at]
        self.attempt(lambda: move(source, target, minor, by=self.lead, reason="rethought"))

    @rule(at=st.integers(0, 1), minor=AMOUNTS)
    def spends(self, at, minor):
        line = self.lines()[at]
        self.attempt(lambda: commit(line, minor, ref="placement:a", by=self.lead))
        book_cost(line, minor, by=self.lead, note="n", paper="P-1")

    @rule()
    def amends(self):
        draft = amend(self.plan, by=self.lead, reason="next version")
        answer_learnings(draft)
        approve(submit(draft, by=self.lead), by=self.other)
        self.plan = Plan.objects.get(pk=draft.pk)
        self.remember()

    @invariant()
    def no_baseline_ever_moves(self):
        for pk, (sha256, lines) in self.frozen.items():
            approval = PlanApproval.objects.select_related("plan__goal").get(pk=pk)
            assert approval.sha256 == fingerprint(approval.baseline) == sha256
            assert frozen_lines(approval.plan) == lines


@pytest.mark.hypothesis
def test_no_baseline_moves_whatever_is_done_with_the_money():
    run_state_machine_as_test(
        Life, settings=settings(stateful_step_count=8, suppress_health_check=list(HealthCheck))
    )

"""Limits hold whatever two people do, in any order."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.strategy.limits.actions import decline, grant, set_limits
from drumbeat.strategy.limits.states import RELEASE
from drumbeat.strategy.models import BudgetLine, LimitRelease
from drumbeat.strategy.plans.actions import book_cost, commit, move
from tests.strategy.factory import an_approved_plan
from tests.strategy.test_limits import asked
from tests.world import a_brand, a_member

pytestmark = pytest.mark.django_db


class Spending(RuleBasedStateMachine):
    """Whatever two people do, in any order: what one of them put through above the limit, another
    let pass, each release once, that act, that line, that much."""

    LIMIT = 500
    who, which = st.integers(0, 1), st.integers(0, 1)
    kinds = st.sampled_from(["commitment", "cost", "move"])
    amounts = st.sampled_from([1, 499, 500, 501, 700, 900])

    def __init__(self):
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()

    @initialize()
    def begins(self):
        self.lead = a_member(a_brand(), "lead")
        self.people = [a_member(self.lead.brand, "cm", "ev") for _ in range(2)]
        limit = (self.LIMIT, 800)
        set_limits({"cm": limit, "ev": limit}, by=self.lead)
        plan = an_approved_plan(self.lead, lines=(50_000, 50_000))
        self.ids = [line.pk for line in plan.lines.all()]
        self.granted, self.passed, self.acts = [], [], 0

    def teardown(self):
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    def line(self, at):
        return BudgetLine.objects.get(pk=self.ids[at])

    @rule(who=who, at=which, kind=kinds, amount=amounts)
    def asks(self, who, at, kind, amount):
        try:
            asked(self.line(at), self.people[who], amount, kind)
        except Refused:
            assert amount <= self.LIMIT
        else:
            assert amount > self.LIMIT

    @rule(who=st.integers(0, 2), verb=st.sampled_from(["grant", "decline", "withdraw"]))
    def decides(self, who, verb):
        by = [*self.people, self.lead][who]
        one = LimitRelease.objects.filter(state__in=["asked", "released"]).last()
        if one is None:
            return
        try:
            if verb == "withdraw":
                RELEASE.take(one, "withdraw", by)
            else:
                (grant if verb == "grant" else decline)(one, by=by, reason="so")
        except (NotAllowed, WrongState):
            return
        if verb == "grant":
            assert by.pk != one.owner_id
            assert by == self.lead or one.amount_minor <= 800
            self.granted.append(one)

    @rule(who=who, at=which, kind=kinds, amount=amounts)
    def acts_alone(self, who, at, kind, amount):
        by, line = self.people[who], self.line(at)
        self.acts += 1
        try:
            if kind == "commitment":
                commit(line, amount, ref=f"placement:{self.acts}", by=by)
            elif kind == "cost":
                book_cost(line, amount, by=by, note="n", paper="P")
            else:
                move(line, self.line(1 - at), amount, by=by, reason="r")
        except (Refused, NotAllowed):
            return
        if amount > self.LIMIT:
            self.passed.append((by.pk, line.pk, kind, amount))

    @invariant()
    def each_act_above_the_limit_has_its_own_release(self):
        used = LimitRelease.objects.filter(state="used").order_by("amount_minor")
        left = [(one.owner_id, one.line_id, one.kind, one.amount_minor) for one in used]
        assert len(left) == len(self.passed)
        assert {one.pk for one in used} <= {one.pk for one in self.granted}
        for who, line, kind, amount in sorted(self.passed, key=lambda act: -act[3]):
            mine = [one for one in left if one[:3] == (who, line, kind) and one[3] >= amount]
            assert mine
            left.remove(mine[-1])


@pytest.mark.hypothesis
def test_no_sequence_of_acts_passes_a_limit_without_somebody_elses_release():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Spending,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.models import BudgetLine, BudgetMove, LedgerEntry
from drumbeat.strategy.plans.actions import book_cost, commit, move, release
from drumbeat.strategy.plans.balances import balance
from drumbeat.strategy.plans.queries import budget, line_balances
from tests.strategy.factory import a_line, a_plan, a_rate, an_approved_plan
from tests.world import NOW, a_brand, a_member

pytestmark = pytest.mark.django_db

REF = "placement:plc_1"


@pytest.fixture
def plan(lead):
    return an_approved_plan(lead, lines=(1000, 500))


@pytest.fixture
def line(plan):
    return plan.lines.first()


@pytest.fixture
def channel_manager(brand):
    return a_member(brand, "cm")


def standing(line):
    line = BudgetLine.objects.get(pk=line.pk)
    return line_balances([line])[line.pk]


def test_i_06_more_than_the_line_cannot_be_committed(line, channel_manager):
    commit(line, 700, ref=REF, by=channel_manager)
    with pytest.raises(Refused, match="left"):
        commit(line, 301, ref="placement:plc_2", by=channel_manager)
    commit(line, 300, ref="placement:plc_2", by=channel_manager)
    assert standing(line).available == 0


def test_i_06_the_sum_of_the_lines_is_the_budget_before_review(lead):
    from drumbeat.strategy.plans.readiness import problems

    plan = a_plan(lead, lines=(1000, 500))
    assert not list(problems(plan))
    a_line(plan, 1)
    assert [problem.field for problem in problems(plan)] == ["lines"]


def test_i_06_a_reserve_is_released_by_the_lead_alone(lead, plan, channel_manager):
    reserve = plan.lines.last()
    BudgetLine.objects.filter(pk=reserve.pk).update(is_reserve=True)
    with pytest.raises(NotAllowed, match="reserve"):
        commit(reserve, 10, ref=REF, by=channel_manager)
    with pytest.raises(NotAllowed, match="reserve"):
        move(reserve, plan.lines.first(), 10, by=channel_manager, reason="needed")
    assert commit(reserve, 10, ref=REF, by=lead).amount_minor == 10


def test_a_stale_copy_of_a_line_does_not_let_anybody_overcommit(line, channel_manager):
    mine, yours = (BudgetLine.objects.get(pk=line.pk) for _ in range(2))
    commit(mine, 1000, ref=REF, by=channel_manager)
    with pytest.raises(Refused):
        commit(yours, 1, ref="placement:plc_2", by=channel_manager)


def test_release_gives_back_what_the_placement_held_and_nothing_else(line, channel_manager):
    commit(line, 400, ref=REF, by=channel_manager)
    commit(line, 100, ref=REF, by=channel_manager)
    commit(line, 50, ref="placement:plc_2", by=channel_manager)
    assert release(line, ref=REF, by=channel_manager).amount_minor == -500
    assert release(line, ref=REF, by=channel_manager) is None
    assert standing(line).committed == 50


def test_money_of_an_unapproved_plan_cannot_be_promised(lead):
    with pytest.raises(WrongState, match="not approved"):
        commit(a_plan(lead).lines.first(), 1, ref=REF, by=lead)


def test_a_foreign_brands_line_is_out_of_reach(line):
    with pytest.raises(NotAllowed):
        commit(line, 1, ref=REF, by=a_member(a_brand(), "lead"))


def test_a_strategist_who_only_sees_lines_cannot_commit(line, brand):
    with pytest.raises(NotAllowed):
        commit(line, 1, ref=REF, by=a_member(brand, "brand"))


def test_the_invoice_of_a_commitment_counts_once(line, channel_manager):
    commit(line, 600, ref=REF, by=channel_manager)
    book_cost(line, 450, by=channel_manager, note="shoot", paper="INV-7", ref=REF)
    assert standing(line).used == 600
    book_cost(line, 250, by=channel_manager, note="overrun", paper="INV-8", ref=REF)
    assert (standing(line).used, standing(line).cost) == (700, 700)


def test_a_cost_beyond_the_line_is_booked_and_shows(line, channel_manager):
    book_cost(line, 1200, by=channel_manager, note="stage", paper="INV-9")
    assert (standing(line).available, standing(line).forecast) == (-200, 1200)


def test_a_cost_needs_its_paper_and_a_credit_its_cost(line, channel_manager):
    with pytest.raises(Refused, match="invoice"):
        book_cost(line, 1, by=channel_manager, note="", paper=" ")
    with pytest.raises(Refused, match="credit"):
        book_cost(line, -1, by=channel_manager, note="", paper="CN-1")


def test_the_table_itself_refuses_a_cost_without_paper(line, lead):
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(
            brand=lead.brand, owner=lead, line=line, kind="cost", amount_minor=5
        )


def test_a_move_keeps_the_total_and_says_why_on_both_lines(lead, plan):
    first, second = plan.lines.all()
    move(first, second, 100, by=lead, reason="search is full", expected_effect="+40 orders")
    assert [line.planned_minor for line in plan.lines.all()] == [900, 600]
    assert budget(plan)["unplanned"] == 0
    trail = AuditEvent.objects.filter(kind="budgetline", verb="budget moved")
    assert {event.reason for event in trail} == {"search is full"}
    assert trail.count() == 2


def test_only_what_is_not_promised_can_be_moved(lead, plan):
    first, second = plan.lines.all()
    commit(first, 950, ref=REF, by=lead)
    with pytest.raises(Refused, match="left"):
        move(first, second, 51, by=lead, reason="late")


def test_more_than_a_fifth_of_a_line_in_a_week_is_the_leads_decision(lead, plan, channel_manager):
    first, second = plan.lines.all()
    move(first, second, 150, by=channel_manager, reason="cheaper", now=NOW)
    with pytest.raises(NotAllowed, match="fifth"):
        move(first, second, 51, by=channel_manager, reason="cheaper", now=NOW)
    move(first, second, 50, by=channel_manager, reason="cheaper", now=NOW)
    move(first, second, 100, by=channel_manager, reason="cheaper", now=NOW + timedelta(days=8))
    move(first, second, 500, by=lead, reason="rethought", now=NOW)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["commitment", "cost"]), st.sampled_from("ab"), st.integers(0, 1000)
        )
    ),
    st.integers(0, 5000),
)
def test_a_balance_never_counts_less_than_was_promised_or_spent(sums, planned):
    stands = balance(planned, sums)
    assert stands.used >= max(stands.committed, stands.cost)
    assert stands.used <= stands.committed + stands.cost
    assert stands.available + stands.used == planned


def worth(own, digits, rate):
    """Fen of an amount in the smallest coins of its currency."""
    fen = Decimal(own) * Decimal(rate) * 100 / 10**digits
    return int(fen.quantize(Decimal(1), ROUND_HALF_UP))


class Ledger(RuleBasedStateMachine):
    """Random promises, releases, costs and moves; a plain dict is the model it must agree with.

    The second line is planned in dollars, whose coin is worth many fen, the third in rupiahs, of
    whose coins one fen buys many. What is paid and moved is said in the currency of the line.
    """

    lines = (1000, ("USD", 85), ("IDR", 9000))
    in_fen = [None, (2, "7.1037"), (2, "0.00045")]

    refs = st.sampled_from(["placement:a", "placement:b", "placement:c"])
    amounts = st.integers(1, 800)
    which = st.integers(0, 2)

    def __init__(self):
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.lead = a_member(a_brand(), "lead")
        a_rate(self.lead, "USD", "7.1037")
        a_rate(self.lead, "IDR", "0.00045")
        self.plan = an_approved_plan(self.lead, lines=self.lines)
        self.ids = [line.pk for line in self.plan.lines.all()]
        self.planned = [1000, 604, 4]
        self.own = [None, 85, 9000]
        self.held = [{}, {}, {}]
        self.spent = [{}, {}, {}]

    def teardown(self):
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    def used(self, at):
        refs = {*self.held[at], *self.spent[at]}
        return sum(max(self.held[at].get(r, 0), self.paid(at, r)) for r in refs)

    def fen(self, at, amount):
        return amount if self.in_fen[at] is None else worth(amount, *self.in_fen[at])

    def paid(self, at, ref):
        return self.fen(at, self.spent[at].get(ref, 0))

    def line(self, at):
        return BudgetLine.objects.get(pk=self.ids[at])

    def agrees(self, fits, act):
        try:
            act()
        except Refused:
            assert not fits
        else:
            assert fits
        return fits

    @rule(at=which, ref=refs, amount=amounts)
    def commits(self, at, ref, amount):
        fits = amount <= self.planned[at] - self.used(at)
        if self.agrees(fits, lambda: commit(self.line(at), amount, ref=ref, by=self.lead)):
            self.held[at][ref] = self.held[at].get(ref, 0) + amount

    @rule(at=which, ref=refs)
    def releases(self, at, ref):
        entry = release(self.line(at), ref=ref, by=self.lead)
        assert (-entry.amount_minor if entry else 0) == self.held[at].pop(ref, 0)

    @rule(at=which, ref=st.sampled_from(["", "placement:a"]), amount=amounts)
    def pays(self, at, ref, amount):
        book_cost(self.line(at), amount, by=self.lead, note="n", paper="P-1", ref=ref)
        self.spent[at][ref] = self.spent[at].get(ref, 0) + amount

    @rule(here=which, there=which, amount=amounts)
    def moves(self, here, there, amount):
        counted = amount
        if self.in_fen[here]:
            counted = self.planned[here] - self.fen(here, self.own[here] - amount)
        comes = None
        if self.in_fen[there]:
            digits, rate = self.in_fen[there]
            coins = Decimal(self.planned[there] + counted) / 100 * 10**digits / Decimal(rate)
            comes = int(coins.quantize(Decimal(1), ROUND_HALF_UP)) - self.own[there]
        is_coins = counted > 0 and (comes is None or comes > 0)
        fits = here != there and is_coins and counted <= self.planned[here] - self.used(here)
        if self.agrees(
            fits,
            lambda: move(
                self.line(here), self.line(there), amount, by=self.lead, reason="rethought"
            ),
        ):
            self.planned[here] -= counted
            self.planned[there] += counted
            done = BudgetMove.objects.latest("at")
            goes = amount if self.in_fen[here] else None
            assert (done.amount_minor, done.source_minor, done.target_minor) == (
                counted,
                goes,
                comes,
            )
            self.own[here] = goes and self.own[here] - goes
            self.own[there] = comes and self.own[there] + comes

    @invariant()
    def the_books_tie(self):
        table = budget(self.plan)
        stands = [line_balance for _line, line_balance in table["rows"]]
        assert [s.planned for s in stands] == self.planned
        assert [s.committed for s in stands] == [sum(held.values()) for held in self.held]
        assert [s.cost for s in stands] == [
            sum(self.paid(at, ref) for ref in spent) for at, spent in enumerate(self.spent)
        ]
        assert [line.own_minor for line, _stands in table["rows"]] == self.own
        for at in (1, 2):
            # Off by less than one coin of the larger kind, after however many moves.
            coin = max(1, worth(1, *self.in_fen[at]))
            assert abs(self.fen(at, self.own[at]) - self.planned[at]) <= coin
        assert [s.available for s in stands] == [
            self.planned[at] - self.used(at) for at in range(3)
        ]
        assert all(s.committed <= s.planned for s in stands)
        assert table["unplanned"] == 0
        assert table["total"].planned == self.plan.budget_minor == sum(self.planned)


@pytest.mark.hypothesis
@pytest.mark.django_db
def test_random_use_of_the_ledger_keeps_i_06():
    """10,000 operations in the slow part."""
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Ledger,
        settings=settings(suppress_health_check=list(HealthCheck)),
    )

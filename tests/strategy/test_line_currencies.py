"""Lines planned in other currencies than their plan's: dated rates, frozen at approval."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from drumbeat.people.errors import Refused
from drumbeat.strategy.models import BudgetLine, FxRate
from drumbeat.strategy.plans.actions import approve, book_cost, move, submit
from drumbeat.strategy.plans.amendments import amend
from drumbeat.strategy.plans.queries import budget, line_balances
from drumbeat.strategy.plans.readiness import problems
from drumbeat.strategy.rates.queries import rate_at, rates_at
from tests.strategy.factory import a_plan, a_rate, an_approved_plan, answer_learnings
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(lead):
    """¥1,000 and $100, which are ¥710."""
    a_rate(lead, "USD", "7.1", on=TODAY - timedelta(days=30))
    return an_approved_plan(lead, lines=(1000_00, ("USD", 100_00)))


@pytest.fixture
def dollars(plan):
    return plan.lines.last()


def typed(**more):
    return {
        "title_en": "Search, abroad",
        "category": "media",
        "planned_minor": "1,234.56",
        "row_version": "1",
    } | more


class TestTheRegister:
    def test_a_rate_holds_until_the_next_one(self, lead, brand):
        a_rate(lead, rate="7.1", on=TODAY - timedelta(days=30))
        a_rate(lead, rate="7.2", on=TODAY)
        a_rate(lead, "EUR", "7.9", on=TODAY)
        before = TODAY - timedelta(days=1)
        assert rate_at(brand, "USD", "CNY", before).rate == Decimal("7.1")
        held = rates_at(brand, ["USD", "EUR", "JPY"], "CNY", TODAY)
        assert {code: rate.rate for code, rate in held.items()} == {
            "USD": Decimal("7.2"),
            "EUR": Decimal("7.9"),
        }

    def test_where_none_holds_the_currency_and_the_day_are_named(self, lead, brand):
        a_rate(lead, on=TODAY)
        with pytest.raises(Refused, match=r"USD to CNY holds on Nov 22, 2026") as refusal:
            rate_at(brand, "USD", "CNY", TODAY - timedelta(days=1))
        assert refusal.value.problems[0].field == "rate_on"

    def test_it_is_kept_on_its_page(self, lead, brand):
        browser = signed_in(lead)
        assert "No rate yet" in browser.get("/strategy/rates/").content.decode()
        said = {"currency": "USD", "against": "CNY", "on": TODAY, "rate": "7.1034", "source": "BoC"}
        browser.post("/strategy/rates/new/", said)
        rate = FxRate.objects.get()
        assert rate.rate == Decimal("7.1034")
        assert "7.1034" in browser.get("/strategy/rates/").content.decode()
        assert "USD,CNY," in browser.get("/strategy/rates.csv").content.decode("utf-8-sig")
        again = browser.post("/strategy/rates/new/", said)
        assert "There is a rate from this day already" in again.content.decode()
        wrong = said | {"against": "USD", "rate": "0"}
        page = browser.post("/strategy/rates/new/", wrong).content.decode()
        assert "two different currencies" in page
        assert "above zero" in page
        browser.post(f"/strategy/rates/{rate.pk}/removal/")
        assert not FxRate.objects.exists()

    def test_the_lead_keeps_it_and_other_brands_have_their_own(self, lead, brand):
        rate = a_rate(lead)
        manager = signed_in(a_member(brand, "cm"))
        assert "7.1" in manager.get("/strategy/rates/").content.decode()
        assert manager.get("/strategy/rates/new/").status_code == 403
        assert signed_in(a_member(brand, "cw")).get("/strategy/rates/").status_code == 403
        stranger = signed_in(a_member(a_brand()))
        assert stranger.get(f"/strategy/rates/{rate.pk}/edit/").status_code == 404
        assert "7.1" not in stranger.get("/strategy/rates/").content.decode()

    def test_it_costs_the_same_however_many_there_are(self, lead, django_assert_max_num_queries):
        for day in range(40):
            a_rate(lead, rate="7.1", on=TODAY - timedelta(days=day))
        browser = signed_in(lead)
        with django_assert_max_num_queries(12):
            browser.get("/strategy/rates/")


class TestALine:
    def test_is_exact_in_its_own_currency_and_counted_in_the_plans(self, lead):
        a_rate(lead)
        plan = a_plan(lead, lines=(1000_00,))
        browser = signed_in(lead)
        path = f"/strategy/plans/{plan.pk}/lines/new/"
        answer = browser.post(path, typed(currency="USD", rate_on=TODAY.isoformat()))
        assert answer.status_code == 302
        line = plan.lines.last()
        assert (line.own_minor, line.planned_minor, line.rate_on) == (1234_56, 8765_38, TODAY)
        page = browser.get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "$1,234.56" in page
        assert "¥8,765" in page
        form = browser.get(f"/strategy/lines/{line.pk}/edit/").content.decode()
        assert 'value="1,234.56"' in form

    def test_without_a_rate_the_field_says_which_and_where_rates_are_kept(self, lead):
        plan = a_plan(lead)
        path = f"/strategy/plans/{plan.pk}/lines/new/"
        answer = signed_in(lead).post(path, typed(currency="JPY", planned_minor="5000"))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "No rate from JPY to CNY holds on" in page
        assert '/strategy/rates/"' in page
        assert 'value="5000"' in page
        assert page.count('class="error"') == 1
        assert plan.lines.count() == 2

    def test_its_worth_shows_while_it_is_typed(self, lead):
        a_rate(lead)
        plan = a_plan(lead, lines=(1000_00,), budget_minor=1710_00)
        browser = signed_in(lead)

        def said(**more):
            path = f"/strategy/plans/{plan.pk}/lines/sum/"
            return browser.get(path, {"planned_minor": "100"} | more).content.decode()

        assert "$100.00 is ¥710.00 at 7.1" in said(currency="USD")
        assert "It ties" in said(currency="USD", rate_on=TODAY.isoformat())
        assert "No rate from EUR" in said(currency="EUR", rate_on="nonsense")

    def test_keeps_its_plan_in_its_currency(self, lead):
        a_rate(lead)
        plan = a_plan(lead, lines=(1000_00, ("USD", 100_00)))
        answer = signed_in(lead).post(
            f"/strategy/plans/{plan.pk}/edit/", {"currency": "EUR", "budget_minor": "1710"}
        )
        assert "Change those lines first" in answer.content.decode()

    def test_the_table_refuses_a_foreign_line_without_its_rate(self, dollars):
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLine.objects.filter(pk=dollars.pk).update(rate=None)


class TestApproval:
    def test_freezes_the_rate_and_shows_what_today_would_make_of_it(self, plan, dollars, lead):
        frozen = plan.approvals.get().baseline["lines"][1]
        assert (frozen["currency"], frozen["own_minor"], frozen["planned_minor"]) == (
            "USD",
            100_00,
            710_00,
        )
        assert Decimal(frozen["rate"]) == Decimal("7.1")
        a_rate(lead, rate="7.3", on=TODAY)
        assert budget(plan)["total"].planned == 1710_00
        page = signed_in(lead).get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "today ¥730 (+¥20)" in page
        table = signed_in(lead).get(f"/strategy/plans/{plan.pk}/budget.csv")
        assert "710.00,0.00,0.00,710.00,710.00,CNY,100.00,USD,7.1," in table.content.decode()

    def test_an_amendment_keeps_the_currency_of_money_that_is_paid(self, plan, dollars, lead):
        book_cost(dollars, 10_00, by=lead, note="ads", paper="INV-1")
        draft = amend(plan, by=lead, reason="more")
        copy = draft.lines.last()
        assert (copy.currency, copy.own_minor, copy.rate) == ("USD", 100_00, Decimal("7.1"))
        assert not list(problems(draft))
        BudgetLine.objects.filter(pk=copy.pk).update(
            currency="", own_minor=None, rate=None, rate_on=None
        )
        assert any("keeps its currency" in str(problem) for problem in problems(draft))

    def test_an_amendment_may_plan_by_a_newer_rate(self, plan, dollars, lead, brand):
        a_rate(lead, rate="7.3", on=TODAY)
        draft = amend(plan, by=lead, reason="the dollar is dearer")
        copy = draft.lines.last()
        signed_in(lead).post(
            f"/strategy/lines/{copy.pk}/edit/",
            typed(currency="USD", planned_minor="100", rate_on=TODAY.isoformat()),
        )
        draft.budget_minor = 1730_00
        draft.save()
        answer_learnings(draft)
        approve(submit(draft, by=lead), by=a_member(brand, name="Third lead"))
        dollars.refresh_from_db()
        assert (dollars.plan, dollars.own_minor, dollars.planned_minor) == (draft, 100_00, 730_00)


class TestMoney:
    def test_a_cost_is_booked_as_its_paper_says_it(self, dollars, lead):
        answer = signed_in(lead).post(
            f"/strategy/lines/{dollars.pk}/costs/new/",
            {"amount": "33.33", "paper": "INV-7", "on": TODAY.isoformat(), "note": "ads"},
        )
        assert answer.status_code == 302
        entry = dollars.entries.get()
        assert (entry.own_minor, entry.amount_minor) == (33_33, 236_64)
        page = signed_in(lead).get(f"/strategy/lines/{dollars.pk}/").content.decode()
        assert "$33.33" in page

    def test_a_credit_takes_back_what_its_costs_were_worth(self, dollars, lead):
        for cents in (3, 3, -6):
            book_cost(dollars, cents, by=lead, note="fee", paper="INV-8")
        assert line_balances([dollars])[dollars.pk].cost == 0
        with pytest.raises(Refused, match="credit"):
            book_cost(dollars, -1, by=lead, note="fee", paper="INV-9")

    def test_a_move_says_both_sides_and_balances_in_the_plans_currency(self, plan, dollars, lead):
        signed_in(lead).post(
            f"/strategy/plans/{plan.pk}/moves/new/",
            {
                "source": dollars.pk,
                "target": plan.lines.first().pk,
                "amount": "10.01",
                "reason": "home first",
            },
        )
        done = plan.moves.get()
        assert (done.source_minor, done.amount_minor, done.target_minor) == (10_01, 71_07, None)
        assert [line.planned_minor for line in plan.lines.all()] == [1071_07, 638_93]
        assert plan.lines.last().own_minor == 89_99
        page = signed_in(lead).get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert "−$10.01" in page

    def test_less_than_a_coin_does_not_move(self, plan, dollars, lead):
        with pytest.raises(Refused, match="smallest coin of USD"):
            move(plan.lines.first(), dollars, 3, by=lead, reason="rounding")

    def test_all_of_a_line_moves_and_nothing_stays(self, plan, dollars, lead):
        move(dollars, plan.lines.first(), 100_00, by=lead, reason="home only")
        left = plan.lines.last()
        assert (left.own_minor, left.planned_minor) == (0, 0)
        assert plan.lines.first().planned_minor == plan.budget_minor

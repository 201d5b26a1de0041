"""Limits: what one person may promise, book or move alone, and what another lets pass, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from drumbeat.people.errors import AlreadyDone, NotAllowed, Refused, WrongState
from drumbeat.people.members.actions import delegate
from drumbeat.people.models import AuditEvent, Member, Notice
from drumbeat.people.notices.actions import mail_due
from drumbeat.strategy.limits.actions import ask, decline, grant, set_limits
from drumbeat.strategy.limits.queries import SPENDING, limits_of, waiting_for
from drumbeat.strategy.limits.states import RELEASE
from drumbeat.strategy.models import BudgetMove, LedgerEntry, LimitRelease, SpendLimit
from drumbeat.strategy.plans.actions import book_cost, commit, move, release
from tests.strategy.factory import a_plan, a_rate, an_approved_plan
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

REF = "placement:plc_1"


@pytest.fixture
def plan(lead):
    return an_approved_plan(lead, lines=(10_000_00, 10_000_00))


@pytest.fixture
def line(plan):
    return plan.lines.first()


@pytest.fixture
def cm(brand):
    return a_member(brand, "cm", name="Channel Chen")


@pytest.fixture
def limits(lead):
    """A channel manager alone ¥500; PR alone ¥200, and releases up to ¥1,000."""
    set_limits({"cm": (500_00, None), "pr": (200_00, 1000_00)}, by=lead)


def asked(line, by, amount=800_00, kind="commitment"):
    return ask(line, kind=kind, amount_minor=amount, what_for="the big search week", by=by)


class TestLimits:
    def test_without_a_row_nobody_is_held(self, line, cm):
        assert commit(line, 9_000_00, ref=REF, by=cm).amount_minor == 9_000_00

    def test_only_roles_that_may_promise_money_have_one(self):
        assert SPENDING == ("lead", "cm", "pr", "ev")

    def test_only_the_lead_sets_them_and_the_trail_says_what_was(self, lead, cm, limits):
        with pytest.raises(NotAllowed):
            set_limits({"cm": (None, None)}, by=cm)
        set_limits({"cm": (600_00, None), "pr": (200_00, 1000_00)}, by=lead)
        newest, first = AuditEvent.objects.filter(kind="spendlimit", after__has_key="commit_minor")[
            :3:2
        ]
        assert (newest.before["commit_minor"], newest.after["commit_minor"]) == (500_00, 600_00)
        assert first.before["commit_minor"] is None
        assert AuditEvent.objects.filter(kind="spendlimit").count() == 3

    def test_up_to_it_one_acts_alone_and_above_it_not(self, plan, line, cm, limits):
        commit(line, 500_00, ref=REF, by=cm)
        with pytest.raises(Refused, match=r"¥500\.00.*ask for release") as refusal:
            commit(line, 500_01, ref="placement:plc_2", by=cm)
        assert [problem.field for problem in refusal.value.problems] == ["amount"]
        with pytest.raises(Refused, match="limit"):
            book_cost(line, 500_01, by=cm, note="shoot", paper="INV-1")
        with pytest.raises(Refused, match="limit"):
            move(line, plan.lines.last(), 500_01, by=cm, reason="cheaper")
        assert LedgerEntry.objects.count() == 1
        assert not BudgetMove.objects.exists()

    def test_a_credit_and_giving_back_are_held_by_none(self, line, lead, cm, limits):
        book_cost(line, 900_00, by=lead, note="shoot", paper="INV-1")
        book_cost(line, -900_00, by=cm, note="not done", paper="CN-1")
        commit(line, 900_00, ref=REF, by=lead)
        assert release(line, ref=REF, by=cm).amount_minor == -900_00

    def test_what_an_object_held_already_is_no_new_promise(self, line, cm, limits):
        commit(line, 900_00, ref=REF, by=cm, instead_of=900_00)
        with pytest.raises(Refused, match="limit"):
            commit(line, 901_00, ref=REF, by=cm, instead_of=900_00)

    def test_of_several_roles_the_highest_counts(self, brand, cm, limits):
        found = limits_of(brand)
        assert found.commits(cm) == 500_00
        assert found.commits(a_member(brand, "cm", "pr")) == 500_00
        assert found.commits(a_member(brand, "pr", "cw")) == 200_00
        assert found.commits(a_member(brand, "cm", "ev")) is None

    def test_a_delegate_has_the_limit_of_the_role_that_is_lent(self, brand, lead, limits):
        helper = a_member(brand, "pr")
        delegate(lead, delegate=helper, role="lead", starts_on=TODAY, ends_on=timezone.localdate())
        assert limits_of(brand).commits(Member.objects.get(pk=helper.pk)) is None

    def test_another_currency_is_held_by_the_frozen_rate(self, lead, cm, limits):
        a_rate(lead, "USD", "7.1")
        dollars = an_approved_plan(lead, lines=(("USD", 1000_00),)).lines.get()
        book_cost(dollars, 70_00, by=cm, note="ads", paper="INV-1")  # ¥497
        with pytest.raises(Refused, match="limit"):
            book_cost(dollars, 71_00, by=cm, note="ads", paper="INV-2")  # ¥504.10

    def test_a_plan_in_another_currency_by_the_rate_of_today(self, lead, cm, limits):
        line = an_approved_plan(lead, lines=(1000_00,), currency="USD").lines.get()
        with pytest.raises(Refused, match="No rate from USD to CNY"):
            commit(line, 1_00, ref=REF, by=cm)
        a_rate(lead, "USD", "7.1", on=timezone.localdate())
        commit(line, 70_00, ref=REF, by=cm)
        with pytest.raises(Refused, match="limit"):
            commit(line, 71_00, ref=REF, by=cm)


class TestReleases:
    def test_released_by_another_it_passes_once(self, line, lead, cm, limits):
        let = asked(line, cm)
        with pytest.raises(Refused):
            commit(line, 800_00, ref=REF, by=cm)
        grant(let, by=lead)
        with pytest.raises(Refused, match="limit"):
            commit(line, 800_01, ref=REF, by=cm)
        commit(line, 800_00, ref=REF, by=cm)
        let.refresh_from_db()
        assert let.state == "used"
        with pytest.raises(Refused, match="limit"):
            commit(line, 800_00, ref="placement:plc_2", by=cm)

    def test_it_is_for_that_person_that_line_and_that_act(self, plan, line, lead, cm, limits):
        grant(asked(line, cm), by=lead)
        other = a_member(cm.brand, "cm")
        for act in (
            lambda: commit(line, 800_00, ref=REF, by=other),
            lambda: commit(plan.lines.last(), 800_00, ref=REF, by=cm),
            lambda: book_cost(line, 800_00, by=cm, note="n", paper="P"),
            lambda: move(line, plan.lines.last(), 800_00, by=cm, reason="r"),
        ):
            with pytest.raises(Refused, match="limit"):
                act()

    def test_an_act_that_fails_leaves_it_there(self, line, lead, cm, limits):
        let = asked(line, cm, amount=20_000_00)
        grant(let, by=lead)
        with pytest.raises(Refused, match="left"):
            commit(line, 20_000_00, ref=REF, by=cm)
        let.refresh_from_db()
        assert let.state == "released"

    def test_within_the_limit_none_is_used_up(self, line, lead, cm, limits):
        let = asked(line, cm)
        grant(let, by=lead)
        commit(line, 500_00, ref=REF, by=cm)
        let.refresh_from_db()
        assert let.state == "released"

    def test_after_thirty_days_it_has_lapsed(self, line, lead, cm, limits):
        let = asked(line, cm)
        grant(let, by=lead)
        LimitRelease.objects.update(decided_at=timezone.now() - timedelta(days=30))
        with pytest.raises(Refused, match="limit"):
            commit(line, 800_00, ref=REF, by=cm)

    def test_withdrawn_it_lets_nothing_pass(self, line, lead, cm, limits):
        let = asked(line, cm)
        grant(let, by=lead)
        RELEASE.take(let, "withdraw", cm)
        with pytest.raises(Refused, match="limit"):
            commit(line, 800_00, ref=REF, by=cm)
        with pytest.raises(WrongState):
            grant(let, by=lead)

    def test_nobody_releases_their_own_or_above_their_limit(self, brand, line, lead, cm, limits):
        pr = a_member(brand, "pr")
        let = asked(line, cm, amount=1000_01)
        for member, told in ((cm, "another person"), (pr, "more than you may release")):
            with pytest.raises(NotAllowed, match=told):
                grant(let, by=member)
        small = asked(line, cm, amount=1000_00)
        assert grant(small, by=pr).decided_by == pr
        with pytest.raises(AlreadyDone):
            grant(small, by=lead)

    def test_a_role_without_an_approve_limit_releases_nothing(self, brand, line, cm, limits):
        with pytest.raises(NotAllowed, match="more than"):
            grant(asked(line, cm), by=a_member(brand, "ev"))

    def test_the_table_itself_refuses_ones_own_release(self, line, cm, limits, lead):
        let = asked(line, cm)
        with pytest.raises(IntegrityError), transaction.atomic():
            LimitRelease.objects.filter(pk=let.pk).update(decided_by=cm)

    def test_asking_is_refused_where_it_serves_nothing(self, line, lead, cm, limits):
        for told, act in (
            ("alone", lambda: asked(line, cm, amount=500_00)),
            ("above zero", lambda: asked(line, cm, amount=0)),
            ("alone", lambda: asked(line, lead)),
            (
                "what it is for",
                lambda: ask(line, kind="cost", amount_minor=800_00, what_for=" ", by=cm),
            ),
        ):
            with pytest.raises(Refused, match=told):
                act()
        with pytest.raises(WrongState, match="not approved"):
            asked(a_plan(lead).lines.first(), cm)
        with pytest.raises(NotAllowed):
            asked(line, a_member(a_brand(), "cm"))

    def test_where_nobody_else_may_release_one_is_told_so(self, line, lead, cm, limits):
        set_limits({"lead": (None, 600_00)}, by=lead)
        with pytest.raises(Refused, match="Nobody else"):
            asked(line, cm, amount=2000_00)

    def test_who_may_release_is_told_and_so_is_who_asked(self, brand, line, lead, cm, limits):
        pr = a_member(brand, "pr")
        Notice.objects.all().delete()
        let = asked(line, cm, amount=2000_00)
        told = Notice.objects.filter(kind="release_asked")
        leads = Member.objects.filter(brand=brand, grants__role="lead")
        assert {notice.member for notice in told} == set(leads)
        assert pr not in {notice.member for notice in told}
        mail_due(timezone.now())
        assert any("release an amount" in sent.body for sent in mail.outbox)
        with pytest.raises(Refused, match="reason"):
            decline(let, by=lead, reason=" ")
        decline(let, by=lead, reason="next month")
        assert Notice.objects.get(member=cm).kind == "release_decided"
        assert AuditEvent.objects.filter(kind="limitrelease", verb="decline").get().reason == (
            "next month"
        )

    def test_it_waits_on_today_for_who_may_release_it_alone(self, brand, line, lead, cm, limits):
        pr = a_member(brand, "pr")
        let = asked(line, cm, amount=2000_00)
        assert waiting_for(lead, 8) == [let]
        assert waiting_for(pr, 8) == waiting_for(cm, 8) == []
        assert "Release or decline" in signed_in(lead).get("/today/").content.decode()
        grant(let, by=lead)
        assert waiting_for(lead, 8) == []


class TestPages:
    def test_the_lead_sets_them_and_who_sees_budgets_reads_them(self, brand, lead, cm):
        browser = signed_in(lead)
        wrong = browser.post("/strategy/limits/edit/", {"commit_cm": "much", "approve_cm": "5万"})
        assert wrong.status_code == 422
        assert "much" in wrong.content.decode()
        assert not SpendLimit.objects.exists()
        browser.post("/strategy/limits/edit/", {"commit_cm": "5万", "approve_lead": "200000"})
        page = signed_in(cm).get("/strategy/limits/").content.decode()
        for shown in ("¥50,000.00", "¥200,000.00", "no limit", "nothing", "set the limit"):
            assert shown in page
        assert "Set limits" not in page
        assert signed_in(cm).post("/strategy/limits/edit/", {}).status_code == 403
        assert signed_in(a_member(brand, "cw")).get("/strategy/limits/").status_code == 403
        table = browser.get("/strategy/limits.csv").content.decode("utf-8-sig")
        assert "Channel manager,50000.00," in table
        assert browser.get("/strategy/limits.xlsx").status_code == 200

    def test_a_cost_above_it_leads_to_asking_and_is_released_with_one_click(
        self, plan, line, lead, cm, limits
    ):
        booking = {"amount": "800", "paper": "INV-1", "on": TODAY, "note": "shoot"}
        browser = signed_in(cm)
        refused = browser.post(f"/strategy/lines/{line.pk}/costs/new/", booking)
        assert refused.status_code == 422
        address = f"/strategy/lines/{line.pk}/releases/new/?kind=cost&amp;amount=80000"
        assert address in refused.content.decode()
        form = browser.get(address.replace("&amp;", "&")).content.decode()
        assert 'value="800.00"' in form
        asking = {"kind": "cost", "amount": "800", "what_for": "the shoot"}
        browser.post(f"/strategy/lines/{line.pk}/releases/new/", asking)
        let = LimitRelease.objects.get()
        at = f"/strategy/plans/{plan.pk}/"
        grants = f"/strategy/releases/{let.pk}/grant/"
        assert grants not in browser.get(at).content.decode()
        assert browser.post(grants).status_code == 403
        signed = signed_in(lead)
        assert grants in signed.get(at).content.decode()
        signed.post(grants)
        browser.post(f"/strategy/lines/{line.pk}/costs/new/", booking)
        assert LedgerEntry.objects.get().amount_minor == 800_00
        let.refresh_from_db()
        assert let.state == "used"

    def test_what_was_asked_is_a_file(self, plan, line, lead, cm, limits):
        let = asked(line, cm)
        signed_in(lead).post(f"/strategy/releases/{let.pk}/decline/", {"reason": "too early"})
        browser, at = signed_in(cm), f"/strategy/plans/{plan.pk}/releases"
        page = browser.get(f"/strategy/plans/{plan.pk}/").content.decode()
        assert f"{at}.csv" in page
        assert f"{at}.xlsx" in page
        table = browser.get(f"{at}.csv").content.decode("utf-8-sig")
        assert "Declined" in table
        assert str(let.amount_minor)[:-2] + ".00,CNY" in table
        assert browser.get(f"{at}.xlsx").status_code == 200
        assert signed_in(a_member(cm.brand, "cw")).get(f"{at}.csv").status_code == 403

    def test_it_is_declined_and_withdrawn_on_its_pages(self, plan, line, lead, cm, limits):
        first, second = asked(line, cm), asked(line, cm)
        signed_in(lead).post(f"/strategy/releases/{first.pk}/decline/", {"reason": "too early"})
        stranger = signed_in(a_member(cm.brand, "ev"))
        assert stranger.post(f"/strategy/releases/{second.pk}/withdrawal/").status_code == 403
        signed_in(cm).post(f"/strategy/releases/{second.pk}/withdrawal/")
        states = dict(LimitRelease.objects.values_list("pk", "state"))
        assert states == {first.pk: "declined", second.pk: "withdrawn"}

    def test_another_brand_does_not_see_it(self, line, cm, limits, lead):
        let = asked(line, cm)
        foreign = signed_in(a_member(a_brand(), "lead"))
        assert foreign.post(f"/strategy/releases/{let.pk}/grant/").status_code == 404

    def test_many_requests_cost_the_page_as_much_as_few(
        self, plan, line, lead, cm, limits, django_assert_max_num_queries
    ):
        counts, browser = [], signed_in(lead)
        browser.get("/strategy/plans/")
        for more in (2, 12):
            for _ in range(more):
                asked(line, cm)
            with django_assert_max_num_queries(45) as queries:
                browser.get(f"/strategy/plans/{plan.pk}/")
            counts.append(len(queries))
        assert counts[0] == counts[1]

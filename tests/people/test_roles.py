"""Roles that are held and roles that are lent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from drumbeat.people.desk import RecordForm
from drumbeat.people.errors import WrongState
from drumbeat.people.members.actions import accept_invitation, delegate, invite
from drumbeat.people.members.queries import members_who_may
from drumbeat.people.models import Member, Person
from drumbeat.strategy.models import Goal
from tests.world import a_brand, a_member

pytestmark = pytest.mark.django_db


def lent(lender, colleague, role="lead"):
    today = timezone.localdate()
    return delegate(
        lender,
        delegate=colleague,
        role=role,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=1),
    )


def again(member):
    return Member.objects.get(pk=member.pk)


def test_a_lent_role_carries_its_rights(lead):
    writer = a_member(lead.brand, "cw")
    lent(lead, writer)
    assert again(writer).may("plan.approve")


def test_a_loan_ends_with_the_role_of_the_lender(lead):
    writer = a_member(lead.brand, "cw")
    lent(lead, writer)
    lead.grants.all().delete()
    assert not again(writer).may("plan.approve")


def test_a_loan_ends_when_the_lender_leaves(lead):
    writer = a_member(lead.brand, "cw")
    lent(lead, writer)
    Member.objects.filter(pk=lead.pk).update(left_at=timezone.now())
    assert not again(writer).may("plan.approve")


def test_who_may_is_asked_in_three_queries_however_many_members(lead, django_assert_num_queries):
    writers = [a_member(lead.brand, "cw") for _number in range(5)]
    lent(lead, writers[0])
    with django_assert_num_queries(3):
        found = members_who_may(lead.brand, "plan.approve")
    assert {member.pk for member in found} == {lead.pk, writers[0].pk}


def test_who_left_is_not_chosen_as_an_owner_and_names_cost_one_query(
    lead, django_assert_num_queries
):
    class GoalForm(RecordForm):
        class Meta:
            model = Goal
            fields = ["owner"]

    gone = a_member(lead.brand, "cw", name="Gone Gao", left_at=timezone.now())
    names = {str(a_member(lead.brand, "cw", name=f"Writer {n}")) for n in range(5)}
    form = GoalForm(instance=Goal(brand=lead.brand, owner=lead), member=lead)
    with django_assert_num_queries(1):
        page = str(form["owner"])
    assert all(name in page for name in names)
    assert str(gone) not in page


def test_the_front_page_leads_to_the_brand_last_worked_in(lead):
    never_seen = Member.objects.create(person=lead.person, brand=a_brand())
    Member.objects.filter(pk=lead.pk).update(last_seen_at=timezone.now())
    assert never_seen.last_seen_at is None
    browser = Client()
    browser.force_login(lead.person)
    assert browser.get("/").url == f"/b/{lead.brand.slug}/today/"


def test_a_seat_is_taken_once_and_a_newcomer_is_not_made_without_one(lead):
    invitation = invite(lead, email="new@example.test", roles=["cw"])

    def newcomer():
        return Person.objects.create_user("new@example.test", "correct horse battery", name="New")

    accept_invitation(invitation, newcomer)
    with pytest.raises(WrongState):
        accept_invitation(invitation, lambda: pytest.fail("nobody is made without a seat"))

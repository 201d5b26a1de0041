"""The permission matrix says what domain.md §2.6 says, and the door obeys it."""

import pytest

from drumbeat.people import matrix
from drumbeat.people.errors import NotAllowed
from drumbeat.people.members.actions import delegate
from tests.world import TODAY, a_brand, a_member

pytestmark = pytest.mark.django_db


def test_every_row_answers_for_every_role():
    assert all(set(row) == set(matrix.ROLES) for row in matrix.MATRIX.values())


@pytest.mark.parametrize(
    ("roles", "act", "own", "allowed"),
    [
        (["lead"], "plan.approve", False, True),
        (["brand"], "plan.approve", False, False),
        (["brand"], "plan.edit", False, True),
        (["cm"], "goal.edit", False, False),
        (["cm"], "goal.edit", True, True),
        (["cw"], "budget_line.view", False, False),
        (["an"], "placement_pause.edit", False, True),
        (["an"], "placement_arming.edit", False, False),
        (["gst"], "brief.view", False, False),
        (["cw", "lead"], "plan.approve", False, True),
        ([], "home.view", False, False),
    ],
)
def test_letters_carry_acts(roles, act, own, allowed):
    assert matrix.carries(roles, act, own=own) is allowed


def test_an_unknown_act_is_an_error_and_not_a_quiet_no():
    with pytest.raises(KeyError):
        matrix.carries(["lead"], "plan.aprove", own=False)


def test_a_technical_administrator_manages_members_but_approves_no_content(brand):
    admin = a_member(brand, "cw", is_admin=True)
    assert admin.may("users.approve")
    assert not admin.may("asset_approval.approve")


def test_no_role_reaches_into_another_brand(lead):
    from tests.strategy.test_goals import a_goal

    foreign = a_goal(a_member(a_brand(), "lead"))
    with pytest.raises(NotAllowed):
        lead.must("goal.view", foreign)


def test_a_lent_role_works_between_its_dates_only(lead, monkeypatch):
    writer = a_member(lead.brand, "cw")
    delegate(lead, delegate=writer, role="lead", starts_on=TODAY, ends_on=TODAY)
    fresh = type(writer).objects.get(pk=writer.pk)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    assert fresh.may("plan.approve")
    later = type(writer).objects.get(pk=writer.pk)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY.replace(day=24))
    assert not later.may("plan.approve")

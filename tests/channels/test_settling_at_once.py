"""Costs are settled by one after the other, and not while somebody confirms them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from drumbeat.channels.models import Placement, Settlement
from drumbeat.channels.placements.actions import settle
from drumbeat.people.errors import WrongState
from tests.channels.factory import a_team
from tests.everything import everything

PEOPLE = 6


@pytest.fixture
def team(db):
    return a_team()


def an_ended_placement(lead):
    placement = everything(lead)[Placement]
    Placement.objects.filter(pk=placement.pk).update(state="ended")
    Settlement.objects.filter(placement=placement).delete()
    return Placement.objects.get(pk=placement.pk)


@pytest.mark.django_db
def test_what_was_confirmed_meanwhile_is_not_settled_again(lead):
    placement = an_ended_placement(lead)
    Placement.objects.filter(pk=placement.pk).update(state="reconciled")
    with pytest.raises(WrongState):
        settle(placement, by=lead, invoice_minor=100)
    assert not Settlement.objects.exists()


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite lets one writer in at a time; rows are locked on PostgreSQL",
)
@pytest.mark.django_db(transaction=True)
def test_people_who_settle_at_the_same_moment_leave_one_settlement(lead):
    placement = an_ended_placement(lead)
    together = Barrier(PEOPLE)

    def settles(amount):
        together.wait()
        try:
            return settle(placement, by=lead, invoice_minor=amount).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        assert len(set(pool.map(settles, range(PEOPLE)))) == 1

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from drumbeat.people.errors import Refused
from drumbeat.strategy.limits.actions import ask, grant, set_limits
from drumbeat.strategy.plans.actions import commit
from drumbeat.strategy.plans.queries import line_balances
from tests.strategy.factory import an_approved_plan
from tests.world import a_member

PEOPLE = 6


def commits_that_pass(line, by) -> int:
    """How many pass of those that PEOPLE begin at the same moment, 300 each."""
    together = Barrier(PEOPLE)

    def tries(number):
        together.wait()
        try:
            commit(line, 300, ref=f"placement:plc_{number}", by=by)
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sum(pool.map(tries, range(PEOPLE)))


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite lets one writer in at a time; rows are locked on PostgreSQL",
)
@pytest.mark.django_db(transaction=True)
def test_i_06_people_who_commit_at_the_same_moment_do_not_overcommit(lead):
    line = an_approved_plan(lead, lines=(1000,)).lines.get()
    assert commits_that_pass(line, lead) == 3
    assert line_balances([line])[line.pk].available == 100


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite lets one writer in at a time; rows are locked on PostgreSQL",
)
@pytest.mark.django_db(transaction=True)
def test_a_release_lets_one_act_pass_however_many_try_at_the_same_moment(lead):
    line = an_approved_plan(lead, lines=(10_000,)).lines.get()
    manager = a_member(lead.brand, "cm")
    set_limits({"cm": (100, None)}, by=lead)
    let = ask(line, kind="commitment", amount_minor=300, what_for="search", by=manager)
    grant(let, by=lead)
    assert commits_that_pass(line, manager) == 1
    assert line_balances([line])[line.pk].committed == 300

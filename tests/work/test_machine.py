"""Whatever verbs people try, in whatever order, on whatever task."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drumbeat.people.errors import DomainError
from drumbeat.people.models import AuditEvent
from drumbeat.work.models import Delivery, Task
from drumbeat.work.tasks.actions import accept, return_, start, submit, waive
from drumbeat.work.tasks.queries import states_of
from drumbeat.work.tasks.states import TASK
from tests.work.factory import a_file, a_task
from tests.world import a_brand, a_member

pytestmark = pytest.mark.django_db

VERBS = {
    "start": lambda task, by: start(task, by=by),
    "submit": lambda task, by: submit(task, by=by, file=a_file(by)),
    "submit empty": lambda task, by: submit(task, by=by),
    "accept": lambda task, by: accept(task, by=by),
    "accept alone": lambda task, by: accept(task, by=by, alone=True),
    "return": lambda task, by: return_(task, by=by, reason="Not yet"),
    "return silently": lambda task, by: return_(task, by=by, reason=""),
    "waive": lambda task, by: waive(task, by=by, reason="Not needed"),
}
moves = st.lists(
    st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(["lead", "cw", "ds"])), max_size=12
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_no_order_of_verbs_accepts_a_task_without_a_delivery_and_a_second_person(db, moves):
    brand = a_brand()
    people = {role: a_member(brand, role) for role in ("lead", "cw", "ds")}
    task = a_task(people["cw"], accountable=people["lead"])
    for verb, role in moves:
        before = Task.objects.get(pk=task.pk)
        try:
            VERBS[verb](Task.objects.get(pk=task.pk), people[role])
        except DomainError:
            after = Task.objects.get(pk=task.pk)
            assert after.state == before.state, "a refusal changes nothing"
    task.refresh_from_db()
    if task.state == "accepted":
        delivery = Delivery.objects.get(task=task, is_accepted=True)
        assert task.is_delivered
        assert delivery.answered_by == people["lead"]
        # One person alone only where nobody else could, and then it shows.
        assert delivery.by != delivery.answered_by or delivery.is_single_person
        assert task.finished_at
    _every_change_is_on_the_trail(task)


def _every_change_is_on_the_trail(task):
    states = [state for state, _at, _by in states_of(task)]
    assert states[0] == "ready"
    assert states[-1] == task.state
    steps = {(source, step.target) for step in TASK.steps for source in step.sources}
    assert set(pairwise(states)) <= steps
    assert not AuditEvent.objects.filter(object_id=task.pk, by=None).exists()


@pytest.mark.parametrize("verb", ["start", "submit"])
def test_a_gate_is_decided_and_never_worked_on(verb, lead):
    gate = a_task(lead, kind="gate")
    with pytest.raises(DomainError, match=r"decided, not worked on|not possible from there"):
        VERBS[verb](gate, lead)

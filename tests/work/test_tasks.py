"""What people do with tasks, and the invariants that hold whatever they do."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.work.files.actions import within_limit
from drumbeat.work.handoffs.models import Handoff
from drumbeat.work.models import Dependency, Task
from drumbeat.work.tasks.actions import (
    accept,
    reassign,
    return_,
    start,
    submit,
    waive,
    waive_dependency,
)
from drumbeat.work.tasks.queries import my_work, orphaned, states_of
from tests.work.factory import a_file, a_run, a_task, a_team, delivered, done
from tests.world import a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(brand):
    return a_member(brand, "cw", name="Writer Wang")


def state_of(task):
    return Task.objects.get(pk=task.pk).state


def step_of(run, key):
    return run.tasks.get(key=key)


def test_a_task_is_done_when_its_deliverable_is_accepted_by_who_is_accountable(lead, writer):
    task = a_task(writer, accountable=lead)
    start(task, by=writer)
    submit(task, by=writer, file=a_file(writer), note="All twelve claims checked")
    accept(task, by=lead)
    task.refresh_from_db()
    assert task.state == "accepted"
    assert task.started_at <= task.finished_at
    assert task.deliveries.get().note == "All twelve claims checked"


def test_a_task_cannot_be_handed_in_without_its_deliverable(lead, writer):
    task = a_task(writer, accountable=lead)
    start(task, by=writer)
    with pytest.raises(Refused, match="Attach the deliverable"):
        submit(task, by=writer)
    assert state_of(task) == "doing"


def test_a_deliverable_of_another_brand_does_not_exist(lead, writer):
    task = a_task(writer, accountable=lead)
    start(task, by=writer)
    with pytest.raises(Refused, match="not there any more"):
        submit(task, by=writer, ref="task:tsk_of_somebody_else")


def test_i_01_a_task_has_one_owner_and_shows_as_orphaned_when_the_owner_leaves(lead, writer):
    task = a_task(writer, accountable=lead)
    assert not orphaned(lead.brand).exists()
    writer.left_at = timezone.now()
    writer.save()
    assert list(orphaned(lead.brand)) == [task]
    assert my_work(lead, timezone.now()).orphaned == [task]
    reassign(Task.objects.get(pk=task.pk), by=lead, owner=lead)
    assert not orphaned(lead.brand).exists()


def test_i_01_there_is_no_task_without_an_owner(lead):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_task(lead, owner_id=None)


def test_i_02_each_task_of_a_run_has_exactly_one_who_is_accountable(lead):
    a_team(lead)
    run = a_run(lead)
    assert all(task.accountable_id for task in run.tasks.all())
    for task in run.tasks.all():
        assert isinstance(task.raci["A"], str), "one role, not a list"
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(run=run, key="L01").update(accountable=None)


def test_i_14_a_task_cannot_start_before_what_it_waits_for_is_done(lead):
    run = a_run(lead)
    second = step_of(run, "L02")
    assert second.state == "blocked"
    with pytest.raises(Refused, match="This waits for"):
        start(second, by=lead)
    done(step_of(run, "L01"))
    second.refresh_from_db()
    assert second.state == "ready"
    start(second, by=lead)
    assert state_of(second) == "doing"


def test_i_14_the_lead_may_waive_a_dependency_with_a_reason_and_it_stays_on_the_record(lead):
    team = a_team(lead)
    run = a_run(lead)
    research = step_of(run, "L03")
    link = Dependency.objects.get(task=research)
    with pytest.raises(NotAllowed):
        waive_dependency(link, by=team["brand"], reason="We know the market")
    with pytest.raises(Refused):
        waive_dependency(link, by=lead, reason="  ")
    waive_dependency(link, by=lead, reason="We know the market from last spring")
    assert state_of(research) == "ready"
    link.refresh_from_db()
    assert (link.waived_by, link.waived_because) == (lead, "We know the market from last spring")
    done(step_of(run, "L01"))
    link.refresh_from_db()
    assert link.waived_at, "red for ever, also when the other task is done later"


def test_a_lag_holds_the_successor_until_it_is_over(lead):
    run = a_run(lead)
    for task in run.tasks.exclude(key__in=("L41", "L45")):
        task.state = "waived"
        task.save()
    launch_day, checkpoint = step_of(run, "L41"), step_of(run, "L45")
    Task.objects.filter(pk=launch_day.pk).update(state="ready")
    Task.objects.filter(pk=checkpoint.pk).update(kind="task")
    done(step_of(run, "L41"))
    checkpoint.refresh_from_db()
    assert checkpoint.state == "ready"
    with pytest.raises(Refused, match="leaves time in between"):
        start(checkpoint, by=checkpoint.owner)
    Task.objects.filter(pk=launch_day.pk).update(finished_at=timezone.now() - timedelta(days=30))
    start(step_of(run, "L45"), by=checkpoint.owner)


def test_a_lead_lets_the_successor_start_while_the_other_is_still_at_it(lead):
    run = a_run(lead, "crisis", anchor_at=timezone.now() - timedelta(hours=9))
    Task.objects.filter(run=run).exclude(key__in=("K06", "K11")).update(state="waived")
    Task.objects.filter(run=run, key="K06").update(state="ready")
    Task.objects.filter(run=run, key="K11").update(kind="task")
    start(step_of(run, "K06"), by=lead)
    assert step_of(run, "K11").state == "ready", "K06-1: one hour before the facts are complete"


def test_the_one_who_handed_in_does_not_accept_while_somebody_else_can(lead, writer):
    task = a_task(writer, accountable=writer)
    delivered(task)
    with pytest.raises(NotAllowed, match="second person"):
        accept(task, by=writer)
    accept(task, by=lead)
    assert state_of(task) == "accepted"


def test_one_person_alone_accepts_only_by_saying_so_and_it_shows(lead):
    task = delivered(a_task(lead))
    with pytest.raises(Refused, match="nobody else"):
        accept(task, by=lead)
    accept(task, by=lead, alone=True)
    assert task.deliveries.get().is_single_person


def test_somebody_who_is_not_accountable_does_not_accept(lead, writer):
    designer = a_member(lead.brand, "ds")
    task = delivered(a_task(writer, accountable=lead))
    with pytest.raises(NotAllowed):
        accept(task, by=designer)


def test_what_was_sent_back_can_be_handed_in_again_and_both_stay_in_the_history(lead, writer):
    task = delivered(a_task(writer, accountable=lead))
    return_(task, by=lead, reason="The third claim has no source")
    assert Notice.objects.filter(member=writer, kind="returned").exists()
    delivered(Task.objects.get(pk=task.pk))
    accept(Task.objects.get(pk=task.pk), by=lead)
    assert [each.is_accepted for each in task.deliveries.all()] == [False, True]


def test_nothing_is_sent_back_without_a_reason(lead, writer):
    task = delivered(a_task(writer, accountable=lead))
    with pytest.raises(Refused):
        return_(task, by=lead, reason="")
    assert task.deliveries.get().answered_at is None


def test_only_the_lead_does_without_a_task_and_says_why(lead, writer):
    task = a_task(writer, accountable=lead)
    with pytest.raises(NotAllowed):
        waive(task, by=writer, reason="No time")
    waive(task, by=lead, reason="The agency brings its own")
    assert state_of(task) == "waived"
    assert AuditEvent.objects.filter(object_id=task.pk, verb="waive").get().reason


def test_a_run_is_done_when_its_last_task_is(lead):
    run = a_run(lead, "crisis", parameters={"level": "L1"})
    for key in ("K01", "K02", "K14"):
        done(step_of(run, key))
    run.refresh_from_db()
    assert run.state == "done"


def test_an_accepted_task_passes_the_baton_to_each_other_module_that_waited(lead):
    a_team(lead)
    run = a_run(lead)
    done(step_of(run, "L01"))
    done(step_of(run, "L03"))
    assert set(Handoff.objects.values_list("from_module", "to_module")) == {("strategy", "insight")}
    baton = Handoff.objects.get()
    assert baton.task.key == "L01"
    assert baton.receiver == step_of(run, "L02").owner
    assert Notice.objects.filter(member=baton.receiver, kind="handoff").exists()


def test_i_29_the_time_in_each_state_comes_from_the_trail(lead, writer):
    task = delivered(a_task(writer, accountable=lead))
    accept(task, by=lead)
    states = states_of(task)
    assert [state for state, _at, _by in states] == ["ready", "doing", "submitted", "accepted"]
    assert [by for _state, _at, by in states] == [writer, writer, writer, lead]
    moments = [at for _state, at, _by in states]
    assert moments == sorted(moments)


def test_i_29_also_what_unblocks_by_itself_is_on_the_trail(lead):
    run = a_run(lead)
    done(step_of(run, "L01"))
    assert [(state, by) for state, _at, by in states_of(step_of(run, "L02"))] == [
        ("blocked", lead),
        ("ready", None),
    ]


def test_a_reassigned_task_tells_its_new_owner_and_leaves_a_done_one_alone(lead, writer):
    task = a_task(lead)
    reassign(task, by=lead, owner=writer, accountable=lead)
    assert Notice.objects.get(member=writer, kind="assigned").url.endswith(
        f"/work/tasks/{task.pk}/"
    )
    accept(delivered(Task.objects.get(pk=task.pk)), by=lead)
    with pytest.raises(WrongState):
        reassign(Task.objects.get(pk=task.pk), by=lead, owner=lead)


def test_two_people_who_accept_at_once_accept_once(lead, writer):
    other = a_member(lead.brand, "lead")
    task = delivered(a_task(writer, accountable=lead))
    first, second = Task.objects.get(pk=task.pk), Task.objects.get(pk=task.pk)
    accept(first, by=lead)
    with pytest.raises(WrongState):
        accept(second, by=other)


def test_a_file_over_fifty_megabytes_is_refused_with_the_limit(lead):
    class Upload:
        name, size = "film.mov", 51 * 1024 * 1024

    with pytest.raises(ValidationError, match="up to 50 MB"):
        within_limit(Upload)

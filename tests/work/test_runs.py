"""Runs: moving the anchor, pinned versions, and what other rooms ask about the work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.science.calendar import china
from drumbeat.work.beat import beat, beat_of_run
from drumbeat.work.gates.actions import decide
from drumbeat.work.models import Dependency, Task
from drumbeat.work.playbooks.document import changes
from drumbeat.work.queries import gates, open_handoffs, run_of, slipped, tasks_of, waivers
from drumbeat.work.runs.actions import replanned, shift_anchor
from drumbeat.work.runs.queries import moves, newer_version, run_tasks
from drumbeat.work.runs.states import RUN
from drumbeat.work.tasks.actions import waive, waive_dependency
from tests.work.factory import (
    LAUNCH_DAY,
    SHANGHAI,
    a_handoff,
    a_new_version,
    a_run,
    a_task,
    a_team,
    done,
)
from tests.world import a_brand, a_member

pytestmark = pytest.mark.django_db

A_WEEK_LATER = LAUNCH_DAY + timedelta(days=7)


def test_i_15_due_dates_follow_the_anchor(lead):
    run = a_run(lead)
    before = {task.key: task.due_at for task in run.tasks.all()}
    shift_anchor(run, A_WEEK_LATER, by=lead, reason="The factory is late")
    calendar = china()
    for task in run.tasks.all():
        old, new = before[task.key].astimezone(SHANGHAI), task.due_at.astimezone(SHANGHAI)
        if calendar.covers(new.year):
            assert calendar.working_days_between(old.date(), new.date()) == 5, task.key
        assert task.baseline_due_at == before[task.key], "what was first promised stays visible"


def test_i_15_done_tasks_keep_their_actual_dates(lead):
    run = a_run(lead)
    finished = done(run.tasks.get(key="L01"))
    actual = (finished.start_at, finished.due_at, finished.started_at, finished.finished_at)
    moved = shift_anchor(run, A_WEEK_LATER, by=lead, reason="The factory is late")
    finished.refresh_from_db()
    assert moved == 49
    assert actual == (finished.start_at, finished.due_at, finished.started_at, finished.finished_at)


def test_the_difference_is_shown_before_anything_moves(lead):
    run = a_run(lead)
    shown = moves(run, replanned(run, A_WEEK_LATER))
    assert len(shown) == 50
    launch_day = next(move for move in shown if move.task.key == "L41")
    assert (launch_day.days, launch_day.new) == (5, A_WEEK_LATER.replace(hour=18))
    assert run.tasks.get(key="L41").due_at == LAUNCH_DAY.replace(hour=18), "nothing moved yet"


def test_a_shift_that_changes_nothing_is_refused(lead):
    run = a_run(lead)
    with pytest.raises(Refused, match="No date changes"):
        shift_anchor(run, LAUNCH_DAY, by=lead)


def test_the_dates_of_a_run_that_is_over_stand(lead):
    run = a_run(lead)
    RUN.take(run, "abort", lead, reason="The product was cancelled")
    with pytest.raises(WrongState):
        shift_anchor(run, A_WEEK_LATER, by=lead)


def test_a_writer_does_not_move_the_anchor(lead):
    with pytest.raises(NotAllowed):
        shift_anchor(a_run(lead), A_WEEK_LATER, by=a_member(lead.brand, "cw"))


def test_each_moved_task_has_its_old_and_new_date_on_the_trail(lead):
    run = a_run(lead)
    shift_anchor(run, A_WEEK_LATER, by=lead, reason="The factory is late")
    event = AuditEvent.objects.get(object_id=run.tasks.get(key="L41").pk, verb="moved")
    assert event.reason == "The factory is late"
    assert event.before["due_at"] != event.after["due_at"]


def test_a_run_stays_pinned_to_its_version_and_shows_what_a_newer_one_would_change(lead):
    run = a_run(lead)
    newer = a_new_version(run.version, "L23", duration=10)
    assert newer_version(run) == newer
    run.refresh_from_db()
    assert run.version.number == 1
    assert run.tasks.get(key="L23").duration == 12
    assert [(c.task, c.kind, c.before, c.after) for c in changes(run.version.body, newer.body)] == [
        ("L23", "duration", "12", "10")
    ]


def test_a_regulated_category_brings_legal_in(lead):
    run = a_run(lead, parameters={"regulated_category": "health_food"})
    assert "legal" in run.tasks.get(key="L21").raci["C"]
    assert "legal" not in run.tasks.get(key="L22").raci["C"]


# The subject can be any object of the thread; here it is a task, which this room has itself.


@pytest.fixture
def subject(lead):
    return a_task(lead, "The launch as a whole")


@pytest.fixture
def subject_run(lead, subject):
    a_team(lead)
    return a_run(lead, subject=f"task:{subject.pk}", anchor_at=timezone.now() + timedelta(days=120))


def test_the_tasks_and_the_run_of_an_object_are_found(lead, subject, subject_run):
    assert tasks_of(subject).count() == 50
    assert run_of(subject) == subject_run
    RUN.take(subject_run, "abort", lead, reason="Cancelled")
    assert run_of(subject) is None
    assert not tasks_of(subject).exists()


def test_a_task_that_ended_after_its_first_due_date_has_slipped(subject, subject_run):
    task = done(subject_run.tasks.get(key="L01"))
    now = timezone.now()
    assert slipped(subject, now) == []
    Task.objects.filter(pk=task.pk).update(baseline_due_at=now - timedelta(days=14))
    (slip,) = slipped(subject, now)
    assert slip.task == task
    assert slip.working_days == 10


def test_waived_tasks_and_waived_dependencies_are_both_found(lead, subject, subject_run):
    link = Dependency.objects.get(task__run=subject_run, task__key="L03")
    waive_dependency(link, by=lead, reason="We know the market")
    waive(subject_run.tasks.get(key="L02"), by=lead, reason="First launch ever")
    found = waivers(subject)
    assert [(each.task.key, each.needs and each.needs.key, each.by) for each in found] == [
        ("L03", "L01", lead),
        ("L02", None, lead),
    ]
    assert [each.reason for each in found] == ["We know the market", "First launch ever"]


def test_each_gate_is_found_with_its_standing_decision_and_those_before(lead, subject, subject_run):
    gate = subject_run.tasks.get(key="L12")
    Task.objects.filter(pk=gate.pk).update(state="ready")
    Dependency.objects.filter(task=gate).delete()
    gate.refresh_from_db()
    first = decide(gate, by=lead, decision="fail", reason="No")
    second = decide(gate, by=lead, decision="pass", reason="Yes")
    standing = {each.gate.key: each for each in gates(subject)}
    assert set(standing) == {"L12", "L20", "L28", "L40", "L45", "L50"}
    assert standing["L12"].decision == second
    assert standing["L12"].superseded == (first,)
    assert standing["L20"].decision is None


def test_the_beat_has_four_lanes_its_gates_and_the_batons(lead, subject, subject_run):
    now = timezone.now()
    done(subject_run.tasks.get(key="L01"))
    found = beat(subject, now)
    assert [lane.key for lane in found.lanes] == ["strategy", "content", "channels", "insight"]
    assert all(lane.bars for lane in found.lanes)
    assert len(found.gates) == 6
    assert ("strategy", "insight") in {(p.giver, p.receiver) for p in found.passes}
    assert ("strategy", "content") in {(p.giver, p.receiver) for p in found.passes}, "to come at G1"
    line = found.line(now)
    assert len(line["lanes"]) == 4
    assert len(line["passes"]) == len(found.passes)
    run_beat = beat_of_run(subject_run, run_tasks(subject_run), now)
    assert run_beat.lanes == found.lanes


def test_an_object_without_work_has_an_empty_beat(subject):
    now = timezone.now()
    assert beat(subject, now).is_empty
    assert beat(subject, now).line(now) is None


def test_open_handoffs_can_be_asked_for_one_object(lead, subject):
    wanted = a_handoff(lead, subject=f"task:{subject.pk}")
    a_handoff(lead, title_en="Another")
    assert [each.handoff for each in open_handoffs(lead.brand, subject)] == [wanted]


def test_the_work_of_another_brand_does_not_count(lead, subject, subject_run):
    foreign = a_member(a_brand())
    a_run(foreign, subject="")
    assert tasks_of(subject).filter(brand=foreign.brand).count() == 0
    with pytest.raises(Refused, match="not there any more"):
        a_run(foreign, subject=f"task:{subject.pk}")

"""Runs of the shipped playbooks against the checks written in their files."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from drumbeat.science.calendar import china
from drumbeat.work.models import Dependency
from drumbeat.work.playbooks.actions import shipped
from drumbeat.work.playbooks.document import schedule_of
from drumbeat.work.runs.queries import plan_of
from tests.work.factory import DETECTED, LAUNCH_DAY, SHANGHAI, a_run, a_team

pytestmark = pytest.mark.django_db


def days_of(run):
    return {
        task.key: (
            task.start_at.astimezone(SHANGHAI).date(),
            task.due_at.astimezone(SHANGHAI).date(),
        )
        for task in run.tasks.all()
    }


def test_a_launch_run_has_the_length_and_critical_path_of_its_file(lead):
    run = a_run(lead)
    check = run.version.body["computed_check"]
    assert run.tasks.count() == check["tasks"] == 50
    assert plan_of(run).length == check["total_days"] == 78
    assert list(plan_of(run).critical_path) == check["critical_path"]
    critical = set(run.tasks.filter(is_critical=True).values_list("key", flat=True))
    assert set(check["critical_path"]) <= critical
    assert not run.tasks.filter(is_critical=True).exclude(slack=0).exists()


def test_a_launch_runs_dates_are_working_days_of_the_chinese_calendar(lead):
    run = a_run(lead)
    days, calendar = days_of(run), china()
    assert days["L41"] == (LAUNCH_DAY.date(), LAUNCH_DAY.date())
    assert all(calendar.is_working_day(day) for pair in days.values() for day in pair)
    # Counted on paper: September from the 9th has 16 working days (25th off, Sunday 20th worked),
    # October 18 (1st to 7th off, Saturday 10th worked), November 21: 55 before 1 December.
    assert days["L01"][0] == date(2026, 9, 9)
    assert days["L50"][1] == date(2026, 12, 31)
    for key, timing in schedule_of(run.version.body).tasks.items():
        if timing.early_start >= 55:
            after = int(timing.early_start - 55)
            assert calendar.working_days_between(LAUNCH_DAY.date(), days[key][0]) == after


def test_a_launch_that_runs_into_a_year_nobody_announced_says_so(lead):
    run = a_run(lead, anchor_at=LAUNCH_DAY + timedelta(days=7))
    assert plan_of(run).unknown_years == (2027,)


def test_a_crisis_run_has_the_length_and_critical_path_of_its_file(lead):
    run = a_run(lead, "crisis", parameters={"level": "L3"})
    check = run.version.body["computed_check"]
    assert run.calendar == "24x7"
    assert run.tasks.count() == check["tasks"] == 28
    assert plan_of(run).length == check["total_hours"] == 105
    assert list(plan_of(run).critical_path) == check["critical_path"]
    due = {task.key: task.due_at - DETECTED for task in run.tasks.all()}
    assert due["K11"] == timedelta(hours=2.75), "the holding statement"
    assert due["K18"] == timedelta(hours=10), "the full response"
    assert due["K28"] == timedelta(hours=105)


@pytest.mark.parametrize("body", shipped(), ids=lambda body: body["key"])
def test_every_shipped_playbook_starts_a_run_as_long_as_its_check_says(lead, body):
    run = a_run(lead, body["key"])
    check = body["computed_check"]
    assert plan_of(run).length == check.get("total_days", check.get("total_hours"))
    assert list(plan_of(run).critical_path) == check["critical_path"]


def test_a_launch_without_event_and_kol_drops_their_tasks_and_keeps_what_they_waited_for(lead):
    run = a_run(lead, parameters={"has_event": False, "has_kol": False})
    keys = set(run.tasks.values_list("key", flat=True))
    assert len(keys) == 46
    assert not keys & {"L32", "L33", "L34", "L35"}
    needs = Dependency.objects.filter(task__run=run, task__key="L39")
    assert set(needs.values_list("needs__key", flat=True)) == {"L26", "L29"}


def test_an_incident_of_level_one_runs_three_tasks(lead):
    run = a_run(lead, "crisis", parameters={"level": "L1"})
    assert set(run.tasks.values_list("key", flat=True)) == {"K01", "K02", "K14"}


def test_each_task_goes_to_who_holds_its_role_and_is_accepted_by_another(lead):
    team = a_team(lead)
    run = a_run(lead)
    tasks = {task.key: task for task in run.tasks.all()}
    assert tasks["L23"].owner == team["ds"]
    assert tasks["L23"].accountable == team["cl"]
    assert tasks["L40"].owner == lead
    assert tasks["L31"].owner == team["pr"]
    assert not [task for task in tasks.values() if task.owner == task.accountable]
    assert tasks["L02"].module == "insight"
    assert tasks["L01"].module == "strategy", "a shared task is of its role's module"


def test_slack_says_by_how_much_a_task_may_slip(lead):
    run = a_run(lead)
    slack = {task.key: task.slack for task in run.tasks.all()}
    timings = schedule_of(run.version.body).tasks
    assert slack["L41"] == 0
    assert slack["L27"] == Decimal(str(timings["L27"].float_)) > 0

"""Playbooks on real calendars: anchors, days off, hours, and what moves when the anchor moves."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drumbeat.science.calendar import china, round_the_clock, weekdays
from drumbeat.science.schedule import (
    Activity,
    ScheduleProblem,
    UnknownTask,
    parse_dependency,
    schedule,
)
from drumbeat.science.timetable import TaskDates, difference, on_calendar, replan

from .playbooks import ANCHORS, PLAYBOOKS, activities_of, networks

SHANGHAI = ZoneInfo("Asia/Shanghai")
SCHEDULES = {key: schedule(activities_of(playbook)) for key, playbook in PLAYBOOKS.items()}
IN_DAYS = [key for key, playbook in PLAYBOOKS.items() if playbook["duration_unit"] != "hour"]

calendars = st.sampled_from([china(), weekdays(), round_the_clock()])
anchors = st.dates(date(2024, 6, 1), date(2026, 9, 30))


def days(start: date, finish: date | None = None) -> TaskDates:
    return TaskDates(start, finish or start)


def test_a_launch_on_double_eleven_starts_after_the_summer_and_skips_the_national_week():
    dates = on_calendar(SCHEDULES["launch"], "L41", date(2026, 11, 11), china())
    assert dates["L41"] == days(date(2026, 11, 11))
    assert dates["L40"].finish == date(2026, 11, 10)
    # 59 weekdays lie between, less six of the two autumn holidays, plus two make-up days: 55.
    assert dates["L01"] == days(date(2026, 8, 20))
    assert dates["L50"].finish == china().add_working_days(date(2026, 11, 11), 78 - 55 - 1)


@pytest.mark.parametrize("key", IN_DAYS)
def test_every_task_of_a_playbook_falls_on_working_days_as_long_as_it_lasts(key):
    calendar, tasks = china(), SCHEDULES[key].tasks
    dates = on_calendar(SCHEDULES[key], ANCHORS[key], date(2026, 6, 18), calendar)
    for id, at in dates.items():
        assert calendar.is_working_day(at.start)
        assert calendar.is_working_day(at.finish)
        days_touched = calendar.working_days_between(at.start, at.finish) + 1
        duration = tasks[id].early_finish - tasks[id].early_start
        assert duration <= days_touched < duration + 2


def test_half_days_share_the_day_they_fall_in():
    network = [
        Activity("Draft", 0.5),
        Activity("Check", 0.25, (parse_dependency("Draft"),)),
        Activity("Fix", 0.5, (parse_dependency("Check"),)),
        Activity("Publish", 0.25, (parse_dependency("Fix"),)),
    ]
    thursday, friday, monday = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)
    dates = on_calendar(schedule(network), "Publish", monday, weekdays())
    assert dates == {
        "Draft": days(thursday, friday),  # from 1.25 to 0.75 days before the anchor
        "Check": days(friday),
        "Fix": days(friday),
        "Publish": days(monday),
    }


def test_an_anchor_on_a_day_off_keeps_its_date_and_the_others_count_from_it():
    network = [
        Activity("Rehearse", 1),
        Activity("Open", 1, (parse_dependency("Rehearse"),)),
        Activity("Thank", 1, (parse_dependency("Open"),)),
    ]
    sunday = date(2026, 11, 22)
    dates = on_calendar(schedule(network), "Open", sunday, weekdays())
    assert dates == {
        "Rehearse": days(date(2026, 11, 20)),
        "Open": days(sunday),
        "Thank": days(date(2026, 11, 23)),
    }


def test_a_milestone_without_duration_takes_the_day_it_falls_on():
    network = [Activity("Make", 2), Activity("Done", 0, (parse_dependency("Make"),))]
    dates = on_calendar(schedule(network), "Make", date(2026, 11, 19), weekdays())
    assert dates["Done"] == days(date(2026, 11, 23))


def test_a_crisis_runs_through_the_night_and_the_weekend_from_its_detection():
    friday_night = datetime(2026, 11, 20, 23, 30, tzinfo=SHANGHAI)
    dates = on_calendar(
        SCHEDULES["crisis"], "K01", friday_night, round_the_clock(), "hour", "forward_from_anchor"
    )
    assert dates["K01"].start == friday_night
    assert dates["K11"].finish == datetime(2026, 11, 21, 2, 15, tzinfo=SHANGHAI)
    assert dates["K28"].finish == friday_night + timedelta(hours=105)
    assert dates["K28"].finish.tzinfo is SHANGHAI


def test_hours_are_elapsed_hours_across_a_clock_change():
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 25, 1, tzinfo=berlin)
    dates = on_calendar(
        schedule([Activity("Watch", 4)]), "Watch", before, round_the_clock(), "hour"
    )
    finish = dates["Watch"].finish
    assert finish.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=4)
    assert finish.hour == 4  # the clock went back at three


def test_going_forward_nothing_may_lie_before_the_anchor():
    with pytest.raises(ScheduleProblem, match=r"K01, .* would start before the anchor K03"):
        on_calendar(
            SCHEDULES["crisis"],
            "K03",
            datetime(2026, 11, 20, tzinfo=UTC),
            round_the_clock(),
            "hour",
            "forward_from_anchor",
        )


@pytest.mark.parametrize(
    ("anchor", "calendar", "unit", "message"),
    [
        (datetime(2026, 11, 20, tzinfo=UTC), china(), "working_day", "anchored on a date"),
        (date(2026, 11, 20), round_the_clock(), "hour", "anchored on a moment"),
        (datetime(2026, 11, 20), round_the_clock(), "hour", "with a time zone"),  # noqa: DTZ001
        (datetime(2026, 11, 20, tzinfo=UTC), china(), "hour", "round-the-clock calendar"),
    ],
)
def test_an_anchor_that_does_not_fit_the_unit_is_refused(anchor, calendar, unit, message):
    with pytest.raises(ScheduleProblem, match=message):
        on_calendar(SCHEDULES["crisis"], "K01", anchor, calendar, unit)


def test_an_anchor_that_was_dropped_is_refused_by_name():
    with pytest.raises(UnknownTask, match="L99"):
        on_calendar(SCHEDULES["launch"], "L99", date(2026, 11, 11), china())


def test_i15_due_dates_recompute_when_the_anchor_moves_and_done_tasks_keep_actual_dates():
    plan, calendar = SCHEDULES["launch"], china()
    old = on_calendar(plan, "L41", date(2026, 11, 11), calendar)
    done = {"L01": days(date(2026, 8, 28), date(2026, 8, 31)), "L02": old["L02"]}
    new = replan(plan, "L41", date(2026, 11, 18), calendar, done=done)
    moves = {move.id: move for move in difference({**old, **done}, new, calendar)}
    assert new["L01"] == done["L01"]
    assert set(plan.tasks) - set(moves) == set(done)
    assert {(m.start_days, m.finish_days) for m in moves.values()} == {(5, 5)}


def test_a_done_task_that_the_plan_does_not_know_is_refused():
    with pytest.raises(UnknownTask, match="L99"):
        replan(
            SCHEDULES["launch"],
            "L41",
            date(2026, 11, 11),
            china(),
            done={"L99": days(date(2026, 8, 28))},
        )


@given(networks(), calendars, anchors, st.integers(-30, 30), st.data())
def test_moving_the_anchor_by_k_working_days_moves_every_undone_task_by_k(
    tasks, calendar, anchor, k, data
):
    assume(calendar.is_working_day(anchor))
    plan = schedule(tasks)
    anchor_id = data.draw(st.sampled_from(sorted(plan.tasks)))
    old = on_calendar(plan, anchor_id, anchor, calendar)
    done = {
        id: days(anchor - timedelta(days=400))
        for id in data.draw(st.sets(st.sampled_from(sorted(plan.tasks))))
    }
    moved = calendar.add_working_days(anchor, k)
    new = replan(plan, anchor_id, moved, calendar, done=done)
    for id in plan.tasks:
        if id in done:
            assert new[id] == done[id]
        else:
            assert new[id].start == calendar.add_working_days(old[id].start, k)
            assert new[id].finish == calendar.add_working_days(old[id].finish, k)
    moves = difference({**old, **done}, new, calendar)
    assert {m.id for m in moves} == (set(plan.tasks) - set(done) if k else set())
    assert all((m.start_days, m.finish_days) == (k, k) for m in moves)


@given(networks(), calendars, anchors, st.data())
def test_dates_keep_the_order_of_the_network(tasks, calendar, anchor, data):
    plan = schedule(tasks)
    anchor_id = data.draw(st.sampled_from(sorted(plan.tasks)))
    dates = on_calendar(plan, anchor_id, anchor, calendar)
    assert dates[anchor_id].start == anchor
    for t in tasks:
        assert dates[t.id].start <= dates[t.id].finish
        for d in t.depends_on:
            if d.lag >= 0:
                # A half day may end on the day the next task begins, never after it.
                assert dates[d.id].finish <= dates[t.id].start


def test_the_difference_shows_what_appears_and_disappears():
    monday, friday, next_monday = date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 23)
    old = {"Gone": days(monday), "Same": days(monday), "Late": days(monday, friday)}
    new = {"Late": days(monday, next_monday), "New": days(friday), "Same": days(monday)}
    late, added, removed = difference(old, new, weekdays())
    assert (late.id, late.start_days, late.finish_days) == ("Late", 0, 1)
    assert (added.id, added.old, added.new) == ("New", None, days(friday))
    assert (removed.id, removed.old, removed.new) == ("Gone", days(monday), None)


def test_moments_move_by_elapsed_days():
    t0 = datetime(2026, 11, 20, 12, tzinfo=UTC)
    plan = SCHEDULES["crisis"]
    old, new = (
        on_calendar(plan, "K01", at, round_the_clock(), "hour")
        for at in (t0, t0 - timedelta(hours=6))
    )
    assert {m.start_days for m in difference(old, new, round_the_clock())} == {-0.25}

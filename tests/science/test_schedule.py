"""The network of a playbook: forward pass, float, critical path, dropped tasks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.schedule import (
    Activity,
    CircularDependency,
    Dependency,
    ScheduleProblem,
    UnknownDependency,
    UnknownTask,
    drop,
    parse_dependency,
    schedule,
)

from .playbooks import ANCHORS, PLAYBOOKS, activities_of, networks


def task(id: str, duration: float, *depends_on: str) -> Activity:
    return Activity(id, duration, tuple(map(parse_dependency, depends_on)))


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)
def test_a_playbook_runs_as_its_own_offsets_say(playbook):
    plan = schedule(activities_of(playbook))
    offsets = {t["id"]: t["offset"] for t in playbook["tasks"]}
    assert {
        id: {"start": t.early_start, "finish": t.early_finish} for id, t in plan.tasks.items()
    } == offsets


@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=PLAYBOOKS)
def test_a_playbook_has_the_length_and_the_critical_path_it_was_checked_with(playbook):
    plan = schedule(activities_of(playbook))
    check = playbook["computed_check"]
    assert len(plan.tasks) == check["tasks"]
    assert plan.length == check.get("total_days", check.get("total_hours"))
    assert list(plan.critical_path) == check["critical_path"]
    anchor = plan.tasks[playbook["anchor"]["task"]]
    assert anchor.early_start == check["start_offset_of_anchor"]


def test_all_eight_playbooks_are_checked():
    assert set(PLAYBOOKS) == set(ANCHORS)


def test_the_crisis_statements_are_out_in_time():
    plan = schedule(activities_of(PLAYBOOKS["crisis"]))
    assert plan.tasks["K11"].early_finish == 2.75
    assert plan.tasks["K18"].early_finish == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L41", Dependency("L41")),
        ("L41+5", Dependency("L41", 5)),
        ("K06-1", Dependency("K06", -1)),
        (" S09 + 0.5 ", Dependency("S09", 0.5)),
        ("S09\t+\t0.5", Dependency("S09", 0.5)),
    ],
)
def test_a_dependency_is_read_with_its_lag(text, expected):
    assert parse_dependency(text) == expected


@pytest.mark.parametrize("text", ["", "+5", "L41+", "L41+5d", "L41 L42", "L41++5"])
def test_what_is_not_a_dependency_is_refused(text):
    with pytest.raises(ScheduleProblem, match="is not a dependency"):
        parse_dependency(text)


def test_float_is_what_a_task_may_slip():
    plan = schedule([task("A", 1), task("B", 5, "A"), task("C", 2, "A"), task("D", 1, "B", "C")])
    assert {id: t.float_ for id, t in plan.tasks.items()} == {"A": 0, "B": 0, "C": 3, "D": 0}
    assert plan.critical_path == ("A", "B", "D")


def test_equally_long_chains_are_all_critical_and_the_path_takes_the_first():
    plan = schedule([task("A", 1), task("B", 2, "A"), task("C", 2, "A"), task("D", 1, "B", "C")])
    assert all(t.critical for t in plan.tasks.values())
    assert plan.critical_path == ("A", "B", "D")


def test_the_critical_path_ends_in_the_milestone_that_takes_no_time():
    assert schedule([task("A", 1), task("Done", 0, "A")]).critical_path == ("A", "Done")


def test_a_lead_cannot_start_a_task_before_the_playbook():
    plan = schedule([task("A", 1), task("B", 3, "A-2")])
    assert (plan.tasks["B"].early_start, plan.length) == (0, 3)
    assert plan.critical_path == ("B",)


def test_tenths_of_days_add_up_without_rounding_noise():
    chain = [task("T0", 0.1)] + [task(f"T{n}", 0.1, f"T{n - 1}") for n in range(1, 10)]
    plan = schedule([*chain, task("Whole", 1)])
    assert plan.length == 1
    assert all(t.critical for t in plan.tasks.values())


def test_nothing_to_do_takes_no_time():
    assert schedule([]).length == 0


def test_a_circle_is_refused_by_the_names_in_it():
    with pytest.raises(CircularDependency, match="circle") as caught:
        schedule([task("A", 1), task("B", 1, "A", "D"), task("C", 1, "B"), task("D", 1, "C")])
    assert set(caught.value.ids) == {"B", "C", "D"}
    waits = {("B", "C"), ("C", "D"), ("D", "B")}
    assert set(pairwise(caught.value.ids)) == waits


def test_a_task_that_waits_for_itself_is_a_circle():
    with pytest.raises(CircularDependency):
        schedule([task("A", 1, "A")])


def test_an_unknown_dependency_is_named_with_its_task():
    with pytest.raises(UnknownDependency, match="task B depends on L99") as caught:
        schedule([task("A", 1), task("B", 1, "A", "L99")])
    assert (caught.value.task, caught.value.dependency) == ("B", "L99")


@pytest.mark.parametrize("duration", [-1, float("nan"), float("inf")])
def test_an_impossible_duration_is_refused(duration):
    with pytest.raises(ScheduleProblem, match="task A cannot last"):
        schedule([task("A", duration)])


def test_the_same_id_twice_is_refused():
    with pytest.raises(ScheduleProblem, match="task A is given twice"):
        schedule([task("A", 1), task("A", 2)])


def test_dependants_inherit_what_a_dropped_task_waited_for():
    tasks = [task("A", 1), task("B", 1), task("C", 1, "A", "B+2"), task("D", 1, "C+1", "B")]
    assert drop(tasks, ["C"])[-1] == task("D", 1, "A+1", "B+3")


def test_a_chain_of_dropped_tasks_leaves_its_beginning_to_inherit():
    tasks = [task("A", 1), task("B", 1, "A"), task("C", 1, "B"), task("D", 1, "C")]
    assert drop(tasks, ["B", "C"]) == drop(tasks, ["C", "B"]) == [task("A", 1), task("D", 1, "A")]


def test_two_parameters_may_drop_the_same_task():
    assert drop([task("A", 1), task("B", 1)], ["B", "B"]) == [task("A", 1)]


def test_dropping_a_task_that_does_not_exist_is_refused():
    with pytest.raises(UnknownTask, match="no task L99"):
        drop([task("A", 1)], ["L99"])


@pytest.mark.parametrize("parameter", ["has_event", "has_kol"])
def test_a_launch_without_event_or_kol_still_makes_a_schedule(parameter):
    launch = PLAYBOOKS["launch"]
    drops = next(p["drops"] for p in launch["parameters"] if p["key"] == parameter)
    plan = schedule(drop(activities_of(launch), drops))
    assert len(plan.tasks) == 50 - len(drops)
    assert plan.length <= 78


def longest_way(tasks: list[Activity]) -> float:
    """Every chain of the network walked on its own, without dynamic programming."""
    by_id = {t.id: t for t in tasks}

    def finishes(t: Activity):
        starts = [finish + d.lag for d in t.depends_on for finish in finishes(by_id[d.id])]
        return [max(0.0, start) + t.duration for start in starts or [0.0]]

    return max(finish for t in tasks for finish in finishes(t))


@given(networks(max_tasks=8))
def test_the_length_is_that_of_the_longest_chain(tasks):
    assert schedule(tasks).length == longest_way(tasks)


@given(networks())
def test_no_task_starts_before_its_dependencies_and_their_lags_are_over(tasks):
    plan = schedule(tasks)
    for t in tasks:
        timing = plan.tasks[t.id]
        assert timing.early_finish - timing.early_start == t.duration
        assert timing.late_finish - timing.late_start == t.duration
        for d in t.depends_on:
            before = plan.tasks[d.id]
            assert timing.early_start >= before.early_finish + d.lag
            assert timing.late_start >= before.late_finish + d.lag


@given(networks())
def test_late_is_never_earlier_than_early_and_critical_means_no_float(tasks):
    plan = schedule(tasks)
    for timing in plan.tasks.values():
        assert timing.early_start <= timing.late_start
        assert timing.late_finish <= plan.length
        assert timing.critical == (timing.float_ == 0)
    assert all(plan.tasks[id].critical for id in plan.critical_path)
    assert plan.tasks[plan.critical_path[-1]].early_finish == plan.length


@given(networks())
def test_the_critical_path_is_one_chain_without_a_gap(tasks):
    plan = schedule(tasks)
    by_id = {t.id: t for t in tasks}
    for before, after in pairwise(plan.critical_path):
        gaps = [d.lag for d in by_id[after].depends_on if d.id == before]
        finish, start = plan.tasks[before].early_finish, plan.tasks[after].early_start
        assert any(finish + lag == start for lag in gaps)


@given(networks(), st.data())
def test_using_up_a_tasks_float_leaves_the_end_and_a_quarter_more_moves_it(tasks, data):
    plan = schedule(tasks)
    slipped = data.draw(st.sampled_from(tasks))
    slack = plan.tasks[slipped.id].float_

    def length_if_longer_by(extra):
        return schedule(
            [Activity(t.id, t.duration + extra * (t is slipped), t.depends_on) for t in tasks]
        ).length

    assert length_if_longer_by(slack) == plan.length
    assert length_if_longer_by(slack + 0.25) == plan.length + 0.25


@given(networks(), st.data())
def test_making_a_task_shorter_never_makes_the_plan_longer(tasks, data):
    shortened = data.draw(st.sampled_from(tasks))
    shorter = [
        Activity(t.id, t.duration / 2 if t is shortened else t.duration, t.depends_on)
        for t in tasks
    ]
    assert schedule(shorter).length <= schedule(tasks).length


@given(networks(), st.data())
def test_dropping_tasks_keeps_every_wait_between_those_that_stay(tasks, data):
    ids = data.draw(st.sets(st.sampled_from([t.id for t in tasks]), max_size=len(tasks) - 1))
    stay = drop(tasks, ids)
    assert {t.id for t in stay} == {t.id for t in tasks} - ids

    def waits_for(network):
        direct = {t.id: [d.id for d in t.depends_on] for t in network}

        def reach(id):
            return {id}.union(*(reach(before) for before in direct[id]))

        return {id: reach(id) - ids for id in direct if id not in ids}

    assert waits_for(stay) == waits_for(tasks)

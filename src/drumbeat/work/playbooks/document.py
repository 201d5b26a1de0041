"""Reading a playbook's document (schema `drumbeat.playbook/1`): network, drops, differences.

Nothing here touches the database: a document goes in, values come out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.people.errors import Problem
from drumbeat.people.records import in_language
from drumbeat.science.schedule import (
    Activity,
    CircularDependency,
    Schedule,
    ScheduleProblem,
    UnknownDependency,
    drop,
    parse_dependency,
    schedule,
)

# What a comparison of versions looks at in a task: all that a person may change, and its tiers.
COMPARED = (
    "title_en",
    "title_zh",
    "role",
    "duration",
    "depends_on",
    "acceptance_en",
    "acceptance_zh",
    "tiers",
)


def tasks_by_id(body: Mapping) -> dict[str, dict]:
    return {task["id"]: task for task in body["tasks"]}


def activities(body: Mapping) -> list[Activity]:
    """The network of all tasks. Raises ScheduleProblem for an unreadable dependency."""
    return [
        Activity(
            task["id"], float(task["duration"]), tuple(map(parse_dependency, task["depends_on"]))
        )
        for task in body["tasks"]
    ]


@dataclass(frozen=True)
class LeftOut:
    """A task that a run does without, by which value of which parameter. why: in its own words."""

    task: Mapping
    parameter: str
    value: bool | str
    why: str

    @property
    def title(self) -> str:
        return title(self.task)


def left_out(body: Mapping, parameters: Mapping) -> list[LeftOut]:
    """The tasks that a run with these parameters does without, in their order.

    `drops`: left out when the parameter is false. `keeps`: for a value listed there, only those.
    `by`: a task that lists values under this name is in a run with one of those only.
    """
    found: dict[str, LeftOut] = {}
    tasks = tasks_by_id(body)
    for parameter in body.get("parameters", ()):
        key = parameter["key"]
        value = parameters.get(key, parameter.get("default"))
        for task in _without(tasks, parameter, value):
            why = in_language(task.get("left_out_en", ""), task.get("left_out_zh", ""))
            found.setdefault(
                task["id"], LeftOut(task, key, value, why if "by" in parameter else "")
            )
    return [found[key] for key in tasks if key in found]


def _without(tasks, parameter, value):
    keeps = parameter.get("keeps", {})
    for key, task in tasks.items():
        if (
            (value is False and key in parameter.get("drops", ()))
            or (isinstance(value, str) and key not in keeps.get(value, tasks))
            or (value and value not in task.get(parameter.get("by"), (value,)))
        ):
            yield task


def dropped(body: Mapping, parameters: Mapping) -> set[str]:
    return {each.task["id"] for each in left_out(body, parameters)}


def consulted(body: Mapping, parameters: Mapping) -> dict[str, list[str]]:
    """Roles that a parameter away from its default brings in, by the task they are asked about."""
    asked: dict[str, list[str]] = {}
    for parameter in body.get("parameters", ()):
        default = parameter.get("default")
        if parameters.get(parameter["key"], default) == default:
            continue
        for role, tasks in parameter.get("consults", {}).items():
            for task in tasks:
                asked.setdefault(task, []).append(role)
    return asked


def network(body: Mapping, parameters: Mapping) -> list[Activity]:
    """The tasks of a run; dependants of a dropped task inherit what it waited for."""
    return drop(activities(body), sorted(dropped(body, parameters)))


def schedule_of(body: Mapping, parameters: Mapping | None = None) -> Schedule:
    return schedule(network(body, parameters or {}))


def problems(body: Mapping) -> list[Problem]:
    """What keeps a document from being a playbook, each problem on the row of its task."""
    found = [problem for task in body["tasks"] for problem in _row_problems(task)]
    if found:
        return found
    try:
        schedule(activities(body))
    except UnknownDependency as error:
        message = _("%(task)s waits for %(needs)s, and there is no such task.")
        words = {"task": error.task, "needs": error.dependency}
        return [Problem(message % words, error.task)]
    except CircularDependency as error:
        message = _("These tasks wait for each other in a circle: %(circle)s.")
        return [Problem(message % {"circle": " → ".join(error.ids)}, error.ids[0])]
    except ScheduleProblem as error:
        return [Problem(str(error))]
    if body["anchor"]["task"] not in tasks_by_id(body):
        return [
            Problem(
                _("The anchor task %(task)s cannot be taken out.")
                % {"task": body["anchor"]["task"]}
            )
        ]
    return []


def _row_problems(task: Mapping) -> Iterable[Problem]:
    row = task["id"]
    if not (task["title_en"] or task["title_zh"]):
        yield Problem(_("%(task)s: give it a name in English or in Chinese.") % {"task": row}, row)
    if not (task["acceptance_en"] or task["acceptance_zh"]):
        yield Problem(_("%(task)s: say when it is accepted.") % {"task": row}, row)
    for text in task["depends_on"]:
        try:
            parse_dependency(text)
        except ScheduleProblem:
            message = _("%(task)s: “%(text)s” is not a dependency. Write L41, L41+5 or L41-1.")
            yield Problem(message % {"task": row, "text": text}, row)


@dataclass(frozen=True)
class Change:
    """One difference between two documents. kind: "added", "removed" or a name in COMPARED."""

    task: str
    title: str
    kind: str
    before: str = ""
    after: str = ""


def changes(old: Mapping, new: Mapping) -> list[Change]:
    """What the new document says otherwise, task by task in its order, removed tasks last."""
    before, after = tasks_by_id(old), tasks_by_id(new)
    found: list[Change] = []
    for key, task in after.items():
        if key not in before:
            found.append(Change(key, title(task), "added"))
            continue
        found += [
            Change(key, title(task), name, was, now)
            for name in COMPARED
            if (was := _text(before[key].get(name, ""))) != (now := _text(task.get(name, "")))
        ]
    found += [
        Change(key, title(task), "removed") for key, task in before.items() if key not in after
    ]
    return found


def same(one: Mapping, other: Mapping) -> bool:
    """Whether two documents say the same, whatever their numbers."""
    return {**one, "version": 0} == {**other, "version": 0}


def title(task: Mapping) -> str:
    return in_language(task["title_en"], task["title_zh"])


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, int | float) else str(value)

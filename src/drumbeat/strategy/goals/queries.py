"""What goal screens read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from drumbeat.knowledge.fragments import fragment
from drumbeat.strategy.goals.models import CheckIn, Goal, KeyResult
from drumbeat.strategy.goals.progress import Standing, standings


@dataclass(frozen=True)
class Branch:
    """One goal in the tree: how deep, what its key results say, which of its rails go on below.

    rails: one flag a level above it, whether that ancestor has further siblings to draw to.
    """

    goal: Goal
    depth: int
    standings: list[Standing]
    rails: tuple[bool, ...]
    is_last: bool


def top_goals(brand):
    """The current goals that stand under no other current one, as a queryset."""
    return (
        Goal.objects.of(brand)
        .current()
        .filter(Q(parent=None) | Q(parent__archived_at__isnull=False))
    )


def goal_tree(brand, tops: Iterable[Goal] | None = None) -> list[Branch]:
    """The current goals in tree order, key results and check-ins along (3 queries).

    tops: only these of the `top_goals`, with all their parts (4 queries).
    """
    goals = Goal.objects.of(brand).current()
    if tops is not None:
        goals = goals.filter(pk__in=_with_parts(goals, tops))
    goals = list(goals.select_related("owner__person").prefetch_related(_key_results()))
    known = {goal.pk for goal in goals}
    children: dict[str | None, list[Goal]] = {}
    for goal in goals:
        children.setdefault(goal.parent_id if goal.parent_id in known else None, []).append(goal)
    return list(_in_order(children, None, ()))


def _with_parts(goals, tops) -> list[str]:
    """Ids of these goals and of everything below them (1 query)."""
    parts: dict[str | None, list[str]] = {}
    for goal, parent in goals.order_by().values_list("pk", "parent"):
        parts.setdefault(parent, []).append(goal)
    found = [goal.pk for goal in tops]
    for goal in found:
        found.extend(parts.get(goal, []))
    return found


def _in_order(children, parent_id, rails):
    siblings = children.get(parent_id, [])
    for goal in siblings:
        is_last = goal is siblings[-1]
        yield Branch(goal, len(rails), standings(goal, children.get(goal.pk, [])), rails, is_last)
        yield from _in_order(children, goal.pk, (*rails, not is_last))


def goal_page(goal: Goal) -> dict:
    """A goal with its standings, parts, KPI trees and plans (10 queries)."""
    family = Goal.objects.filter(pk=goal.pk).prefetch_related(_key_results())
    parts = list(
        goal.children.current().select_related("owner__person").prefetch_related(_key_results())
    )
    return {
        "goal": goal,
        "standings": standings(family.get(), parts),
        "parts": [Branch(part, 0, standings(part, []), (), False) for part in parts],
        "kpi_trees": list(goal.kpi_trees.current()),
        "plans": list(goal.plans.current().select_related("owner__person")),
    }


def _key_results():
    latest = CheckIn.objects.select_related("by__person").order_by("-at")
    return Prefetch(
        "key_results",
        KeyResult.objects.current()
        .select_related("owner__person")
        .prefetch_related(Prefetch("check_ins", latest)),
    )


def standings_on(kpi_tree) -> list[Standing]:
    """Key results that hang on a part of the KPI tree, in the order of the parts (2 queries)."""
    results = (
        KeyResult.objects.current()
        .filter(kpi_node__tree=kpi_tree, kpi_node__archived_at=None)
        .select_related("owner__person", "own_metric", "kpi_node", "goal")
        .prefetch_related("check_ins")
        .order_by("kpi_node__position", "id")
    )
    return [_alone(result) for result in results]


def with_key_results(goal: Goal) -> list[Standing]:
    """The goal's key results with their standing, parts left out (3 queries)."""
    return standings(Goal.objects.prefetch_related(_key_results()).get(pk=goal.pk), [])


def now_url(key_result: KeyResult) -> str:
    """Where the measured value of an automatic metric is asked; empty for one reported by hand."""
    if key_result.metric == "manual":
        return ""
    return fragment(f"insight/key-results/{key_result.pk}/now/")


def part_of(member) -> list[Standing]:
    """The member's part of the goal: key results they own that are not over yet (2 queries)."""
    mine = (
        KeyResult.objects.of(member.brand_id)
        .current()
        .filter(owner=member)
        .filter(goal__archived_at=None)
        .select_related("goal", "owner__person")
        .prefetch_related("check_ins")
        .order_by("due_on", "id")
    )
    return [_alone(result) for result in mine]


def _alone(result):
    last = next(iter(result.check_ins.all()), None)
    now = last.value if last else None
    return Standing(result, now, result.progress(now), None)

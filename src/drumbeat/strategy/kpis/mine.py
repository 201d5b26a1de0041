"""My part of the goal: what is in a member's name, and the way up to the company's goal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drumbeat.knowledge.fragments import fragment
from drumbeat.strategy.goals.models import Goal
from drumbeat.strategy.goals.progress import Standing
from drumbeat.strategy.goals.queries import part_of
from drumbeat.strategy.kpis.columns import in_words, unit_of
from drumbeat.strategy.kpis.models import COLUMNS, KpiNode, KpiTarget
from drumbeat.strategy.kpis.periods import Span, spans
from drumbeat.strategy.metrics.measures import MEASURES

MOST = 40


@dataclass(frozen=True)
class MyNode:
    """A part of a KPI tree. path: what it is part of, the nearest first, up to the company's goal.
    targets: (name, figure) of the period that today lies in. now_url: where it is measured."""

    node: KpiNode
    path: list
    span: Span
    targets: list[tuple[str, str]]
    now_url: str


@dataclass(frozen=True)
class MyResult:
    """A key result with its standing and the way up."""

    stands: Standing
    path: list


@dataclass(frozen=True)
class MyPart:
    nodes: list[MyNode]
    results: list[MyResult]


def my_part(member, today: date) -> MyPart:
    """What a member owns in trees and goals that are not over (6 queries)."""
    goals = {goal.pk: goal for goal in Goal.objects.of(member.brand_id).current()}
    mine = list(
        KpiNode.objects.of(member.brand_id)
        .current()
        .filter(owner=member, tree__archived_at=None, tree__ends_on__gte=today)
        .select_related("tree")
        .order_by("tree__starts_on", "position", "id")[:MOST]
    )
    around = KpiNode.objects.filter(tree__in={node.tree_id for node in mine}).current()
    nodes = {node.pk: node for node in around.select_related("tree")}
    written = _written(mine)
    found = part_of(member)[:MOST]
    return MyPart(
        [_mine(node, nodes, goals, written, member.brand.currency, today) for node in mine],
        [MyResult(one, list(_up(one.key_result.goal_id, goals))) for one in found],
    )


def _written(nodes: Iterable[KpiNode]) -> dict:
    targets = KpiTarget.objects.filter(node__in=[node.pk for node in nodes])
    return {
        (node, day, measure): value
        for node, day, measure, value in targets.values_list(
            "node", "starts_on", "measure", "value"
        )
    }


def _mine(node, nodes, goals, written, currency, today) -> MyNode:
    tree = node.tree
    periods = spans(tree.starts_on, tree.ends_on, tree.grain)
    span = next((one for one in periods if one.holds(today)), periods[0])
    targets = [
        (str(MEASURES[key].name), in_words(written[at], unit_of(key), currency))
        for key in COLUMNS
        if (at := (node.pk, span.starts_on, key)) in written
    ]
    path = [*_up(node.parent_id, nodes), *_up(tree.goal_id, goals)]
    return MyNode(node, path, span, targets, fragment(f"insight/kpi-parts/{node.pk}/now/"))


def _up(start: str | None, known: dict) -> list:
    """From there to the top, through what is known; an archived link ends the way."""
    way = []
    while start in known and known[start] not in way:
        way.append(known[start])
        start = known[start].parent_id
    return way

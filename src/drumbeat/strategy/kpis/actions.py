"""What people do with a KPI tree."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.strategy import archiving
from drumbeat.strategy.kpis.columns import in_words, unit_of
from drumbeat.strategy.kpis.models import KpiNode, KpiTarget, KpiTree
from drumbeat.strategy.kpis.periods import Span
from drumbeat.strategy.metrics.measures import MEASURES

VERBS = (gettext_noop("set targets"),)
KINDS = (gettext_noop("kpi tree"), gettext_noop("kpi node"))


def may_type(member, node: KpiNode) -> bool:
    """Whoever keeps the tree types everywhere, the owner of a node in its row."""
    return member.may("goal.edit", node.tree) or member.may("goal.edit", node)


def must_be_draft(tree: KpiTree) -> None:
    """Raises WrongState for targets that were agreed."""
    if tree.state != "draft":
        raise WrongState(_("These targets are agreed. Open the tree again to change it."))


def begin(tree: KpiTree, *, by, save) -> KpiTree:
    """A new tree with its top, which is called as its goal is. save: stores the tree."""
    by.must("goal.create")
    with transaction.atomic():
        save()
        goal = tree.goal
        top = KpiNode(
            brand=tree.brand,
            owner=tree.owner,
            tree=tree,
            title_en=goal.title_en,
            title_zh=goal.title_zh,
            level=goal.level,
            measured_by="brand",
        )
        with recorded(by, "created", top):
            top.save()
    return tree


def set_targets(
    tree: KpiTree,
    span: Span,
    values: Mapping[tuple[KpiNode, str], Decimal | None],
    *,
    by,
) -> None:
    """Write the targets of one period; None takes one away. What is not named stays.

    Raises NotAllowed for a node that is not theirs, WrongState for agreed targets.
    """
    with transaction.atomic():
        stored_tree = KpiTree.objects.select_for_update().get(pk=tree.pk)
        must_be_draft(stored_tree)
        stored = {
            (target.node_id, target.measure): target
            for target in KpiTarget.objects.filter(node__tree=tree, starts_on=span.starts_on)
        }
        told: dict[str, list[str]] = {}
        for (node, measure), value in values.items():
            target = stored.get((node.pk, measure))
            before = target.value if target else None
            if value == before:
                continue
            if not may_type(by, node):
                raise NotAllowed
            _write(node, measure, span, value, target)
            told.setdefault(str(node), []).append(_change(node, measure, before, value))
        for node, changes in told.items():
            reason = f"{node} · {', '.join(changes)}"
            with recorded(by, "set targets", tree, reason=reason[:500]):
                tree.row_version = stored_tree.row_version + 1
                tree.save(update_fields=["row_version", "updated_at"])


def _write(node, measure, span, value, target) -> None:
    if value is None:
        target.delete()
    elif target:
        target.value = value
        target.save(update_fields=["value"])
    else:
        KpiTarget.objects.create(node=node, measure=measure, starts_on=span.starts_on, value=value)


def _change(node, measure, before, after) -> str:
    unit, currency = unit_of(measure), node.tree.brand.currency
    was, now = (in_words(value, unit, currency) for value in (before, after))
    return f"{MEASURES[measure].name}: {was} → {now}"


def place_under(node: KpiNode, parent: KpiNode | None) -> None:
    """A part stands under another one of its tree that is not below it; only one is on top.

    Raises Refused naming the field.
    """
    if parent is None:
        others = node.tree.nodes.current().filter(parent=None).exclude(pk=node.pk)
        if others.exists():
            raise Refused(Problem(_("Say what it is a part of."), "parent"))
    above = parent
    while above is not None:
        if above.pk == node.pk:
            raise Refused(Problem(_("It cannot be a part of itself."), "parent"))
        above = above.parent
    node.parent = parent


def archive_node(node: KpiNode, *, by) -> None:
    """Take a part out of the tree, its targets with it. Raises NotAllowed, Refused, WrongState."""
    by.must("goal.edit", node.tree)
    must_be_draft(node.tree)
    if node.children.current().exists():
        raise Refused(Problem(_("It still has parts: take those out or move them first.")))
    if node.parent_id is None:
        raise Refused(Problem(_("The tree needs its top. Archive the whole tree instead.")))
    if node.key_results.current().exists():
        raise Refused(Problem(_("Key results hang on it: move those first.")))
    archiving.archive(node, "goal.edit", by=by)


def archive_tree(tree: KpiTree, *, by) -> None:
    """Raises NotAllowed."""
    archiving.archive(tree, "goal.archive", by=by)

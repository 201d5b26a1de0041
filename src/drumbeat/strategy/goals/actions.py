"""What people do with goals."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy import archiving
from drumbeat.strategy.goals.models import CheckIn, Goal, KeyResult

VERBS = (
    gettext_noop("created"),
    gettext_noop("edited"),
    gettext_noop("archived"),
    gettext_noop("checked in"),
)


def check_in(key_result: KeyResult, *, by, value, confidence, note="") -> CheckIn:
    """Report where a key result stands. Raises NotAllowed."""
    by.must("check_in.edit", key_result)
    report = CheckIn(
        brand=by.brand,
        owner=by,
        by=by,
        key_result=key_result,
        value=value,
        confidence=confidence,
        note=note,
    )
    with recorded(by, "checked in", report):
        report.save()
    return report


def place_under(goal: Goal, parent: Goal | None) -> None:
    """A goal may stand under any other that is not itself or one of its own parts.

    Raises Refused naming the field.
    """
    seen = parent
    while seen is not None:
        if seen.pk == goal.pk:
            raise Refused(Problem(_("A goal cannot be a part of itself."), "parent"))
        seen = seen.parent
    goal.parent = parent


def archive(goal: Goal, *, by) -> None:
    """Put a goal away that nothing current hangs on. Raises NotAllowed, Refused."""
    by.must("goal.archive", goal)
    if goal.children.current().exists():
        raise Refused(Problem(_("It still has parts: archive or move them first.")))
    if goal.plans.current().exclude(state__in=("closed", "superseded")).exists():
        raise Refused(Problem(_("A plan still serves this goal: close that first.")))
    archiving.archive(goal, "goal.archive", by=by)

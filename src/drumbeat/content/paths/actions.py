"""What people do with guidance paths: their steps, the next version, putting one in force."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.content.paths.models import GuidancePath, PathStep
from drumbeat.content.paths.queries import line_of, steps_of
from drumbeat.content.paths.states import PATH
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.models import Member

VERBS = (
    gettext_noop("began a new version of"),
    gettext_noop("moved a step of"),
    gettext_noop("removed a step of"),
    gettext_noop("put back a step of"),
)
KINDS = (gettext_noop("guidance path"), gettext_noop("path step"))

MOST_STEPS = 9  # of the line: with a side exit at its end, as many as one question follows
MOST_EXITS = 4  # each is one more question
_SAID = ("title_en", "title_zh", "campaign", "audience", "message", "window_hours")
_STEP_SAID = (
    *("title_en", "title_zh", "kind", "position", "is_exit", "url", "promise", "call_to_action"),
    *("counts_as", "counted", "on_page", "target_rate"),
    *("checked_at", "problem", "problem_params"),
)


def must_be_draft(path: GuidancePath) -> None:
    """Raises WrongState: targets of a path in force are frozen."""
    if path.state != "draft":
        raise WrongState(_("Its targets are frozen. Begin a new version to change the path."))


def add_step(step: PathStep, *, by: Member) -> PathStep:
    """Put a step at the end. Raises NotAllowed, WrongState, Refused."""
    _must_have_room(step)
    last = step.path.steps.current().aggregate(last=Max("position"))["last"]
    step.position = 0 if last is None else last + 1
    with recorded(by, "created", step):
        step.save()
    return step


def _must_have_room(step: PathStep) -> None:
    must_be_draft(step.path)
    steps = steps_of(step.path)
    line = len(line_of(steps))
    if not step.is_exit and line >= MOST_STEPS:
        raise Refused(Problem(_("A path has at most %s steps.") % MOST_STEPS))
    if step.is_exit and len(steps) - line >= MOST_EXITS:
        raise Refused(Problem(_("A path has at most %s side exits.") % MOST_EXITS, "is_exit"))
    if step.is_exit and not steps:
        raise Refused(Problem(_("The first step cannot be a side exit."), "is_exit"))


def move(step: PathStep, *, by: Member, to: int) -> None:
    """Let the step stand at place `to` (from 0). Raises NotAllowed, WrongState."""
    path = step.path
    by.must("brief.edit", path)
    must_be_draft(path)
    order = steps_of(path)
    order.remove(step)
    order.insert(max(to, 0), step)
    with recorded(by, "moved a step of", path, reason=str(step)):
        for position, each in enumerate(order):
            each.position = position
        PathStep.objects.bulk_update(order, ["position"])


def remove(step: PathStep, *, by: Member) -> None:
    """Take a step out of a draft; it can be put back. Raises NotAllowed, WrongState."""
    by.must("brief.edit", step.path)
    must_be_draft(step.path)
    with recorded(by, "removed a step of", step.path, reason=str(step)):
        _archived(step, timezone.now())


def put_back(step: PathStep, *, by: Member) -> None:
    """Undo the removal, at the place where it was. Raises NotAllowed, WrongState, Refused."""
    by.must("brief.edit", step.path)
    if step.archived_at is None:
        return
    _must_have_room(step)
    with recorded(by, "put back a step of", step.path, reason=str(step)):
        _archived(step, None)


def _archived(step, at):
    step.archived_at = at
    step.row_version += 1
    step.save(update_fields=["archived_at", "row_version", "updated_at"])


def new_version(path: GuidancePath, *, by: Member) -> GuidancePath:
    """A draft with the same steps, to change them. Raises NotAllowed, WrongState."""
    by.must("brief.create", path)
    if path.state != "in_force":
        raise WrongState(_("Only a path in force has a next version."))
    if path.successors.current().exists():
        raise WrongState(_("There is a draft already: go on with that."))
    draft = GuidancePath(
        brand=path.brand,
        owner=by,
        replaces=path,
        number=path.number + 1,
        **{name: getattr(path, name) for name in _SAID},
    )
    with recorded(by, "began a new version of", draft):
        draft.save()
        PathStep.objects.bulk_create(
            PathStep(
                brand=path.brand,
                owner=by,
                path=draft,
                **{name: getattr(step, name) for name in _STEP_SAID},
            )
            for step in steps_of(path)
        )
    return draft


def enforce(path: GuidancePath, *, by: Member, reason="") -> GuidancePath:
    """Freeze its targets; the version before ends. Raises NotAllowed, WrongState, Refused."""
    with transaction.atomic():
        PATH.take(path, "enforce", by)
        if path.replaces_id:
            PATH.take(path.replaces, "supersede", by)
    return path

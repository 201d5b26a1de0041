"""What people do with plans: write, submit, decide, answer learnings. Money: see `ledger`."""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.queries import members_who_may
from drumbeat.people.models import Member
from drumbeat.people.notices.actions import notify
from drumbeat.strategy import archiving
from drumbeat.strategy.plans.amendments import hold_lines, take_over
from drumbeat.strategy.plans.baseline import baseline_of, fingerprint
from drumbeat.strategy.plans.ledger import book_cost, commit, move, release
from drumbeat.strategy.plans.models import BudgetLine, LearningAnswer, Plan, PlanApproval
from drumbeat.strategy.plans.queries import editors
from drumbeat.strategy.plans.states import PLAN
from drumbeat.strategy.signals import plan_approved

__all__ = [
    "answer",
    "approve",
    "archive",
    "book_cost",
    "close",
    "commit",
    "move",
    "none_found",
    "release",
    "remove_line",
    "return_",
    "save_line",
    "shift_line",
    "submit",
]

# The trail's verbs, shown translated.
VERBS = (
    gettext_noop("changed the budget"),
    gettext_noop("answered a learning"),
    gettext_noop("committed"),
    gettext_noop("released"),
    gettext_noop("booked cost"),
    gettext_noop("moved budget"),
    gettext_noop("budget moved"),
    gettext_noop("removed"),
    gettext_noop("archived"),
)


def must_be_draft(plan: Plan) -> None:
    """Raises WrongState: what is in review or approved does not change under anybody's hands."""
    if plan.state != "draft":
        raise WrongState(_("Only a draft can be edited. Return it, or amend it once approved."))


def must_hold_money(plan: Plan) -> None:
    """Raises WrongState: the money of three years is planned in the plans below."""
    if plan.looks_ahead:
        raise WrongState(
            _("A three-year plan holds no money: plan it in the plans of a year below.")
        )


def submit(plan: Plan, *, by, reason="") -> Plan:
    """Send the draft to the lead. Raises NotAllowed, WrongState, Refused with all that lacks."""
    with PLAN.step(plan, "submit", by, reason=reason):
        for approver in approvers(plan.brand):
            if approver.pk != by.pk:
                notify(
                    approver,
                    "plan_submitted",
                    gettext_lazy("A plan waits for your decision"),
                    url=plan.get_absolute_url(),
                )
    return plan


@transaction.atomic
def approve(plan: Plan, *, by, note="", single_person_waiver="") -> PlanApproval:
    """Approve and freeze the baseline; an amendment then takes its predecessor's place.

    single_person_waiver: why nobody else can decide; only where the brand has one member who may.
    Raises NotAllowed, WrongState, Refused.
    """
    old = plan.amends
    if old is not None:
        hold_lines(old, plan)
    with PLAN.step(plan, "approve", by, reason=note):
        waiver = _four_eyes(plan, by, single_person_waiver.strip())
        if old is not None:
            take_over(old, plan, by)
        baseline = baseline_of(plan)
        approval = PlanApproval.objects.create(
            brand=plan.brand,
            owner=by,
            plan=plan,
            by=by,
            decision="approved",
            note=note,
            single_person_waiver=waiver,
            baseline=baseline,
            sha256=fingerprint(baseline),
        )
        _tell_owner(plan, by, gettext_lazy("Your plan is approved"))
    plan_approved.send(Plan, plan=plan, by=by)
    if old is not None and plan.campaigns.filter(state__in=("live", "closing")).exists():
        PLAN.take(plan, "activate", None)
    return approval


def return_(plan: Plan, *, by, reason) -> Plan:
    """Give it back to its author with a reason. Raises NotAllowed, WrongState, Refused."""
    with PLAN.step(plan, "return", by, reason=reason):
        PlanApproval.objects.create(
            brand=plan.brand, owner=by, plan=plan, by=by, decision="returned", note=reason
        )
        _tell_owner(plan, by, gettext_lazy("Your plan came back with a reason"))
    return plan


def close(plan: Plan, *, by, reason="") -> Plan:
    """Close it once all its campaigns are closed. Raises NotAllowed, WrongState, Refused."""
    if plan.campaigns.exclude(state="closed").exists():
        raise Refused(Problem(_("Some of its campaigns are still open.")))
    return PLAN.take(plan, "close", by, reason=reason)


def answer(plan: Plan, learning, *, by, answer, why) -> LearningAnswer:
    """Say how the plan uses a learning, or why not; a later answer replaces the first (I-18)."""
    if answer not in ("applied", "rejected"):
        raise Refused(Problem(_("Choose: applied or rejected."), "answer"))
    return _answered(plan, learning, by, answer, why)


def none_found(plan: Plan, *, by, why) -> LearningAnswer:
    """Say that there is no learning to answer, and where one looked."""
    return _answered(plan, None, by, "none_found", why)


def save_line(form, plan: Plan, *, by) -> BudgetLine:
    """Add or change a line of a draft; the form is valid. Raises WrongState, StaleEdit."""
    must_be_draft(plan)
    must_hold_money(plan)
    verb = "created" if form.instance._state.adding else "edited"
    with changed(plan, by, "changed the budget"):
        return form.save_recorded(by, verb)


def remove_line(line: BudgetLine, *, by) -> Plan:
    """Take a line out of a draft. Raises NotAllowed, WrongState."""
    by.must("budget_line.edit", line)
    must_be_draft(line.plan)
    try:
        with changed(line.plan, by, "changed the budget"), recorded(by, "removed", line):
            BudgetLine.objects.filter(pk=line.pk).delete()
    except ProtectedError:
        raise Refused(Problem(_("Something is planned on this line; move that first."))) from None
    return line.plan


def shift_line(line: BudgetLine, *, by, up: bool) -> None:
    """Move a draft's line one place up or down. Raises NotAllowed, WrongState."""
    by.must("budget_line.edit", line)
    must_be_draft(line.plan)
    order = list(line.plan.lines.current())
    at = next(place for place, other in enumerate(order) if other.pk == line.pk)
    there = at - 1 if up else at + 1
    if not 0 <= there < len(order):
        return
    order[at], order[there] = order[there], order[at]
    with changed(line.plan, by, "changed the budget"):
        for position, other in enumerate(order):
            BudgetLine.objects.filter(pk=other.pk).update(position=position)


def archive(plan: Plan, *, by) -> None:
    """Put a draft or a finished plan away. Raises NotAllowed, WrongState."""
    by.must("plan.archive", plan)
    if plan.state in ("in_review", "approved", "active"):
        raise WrongState(_("Close it or return it first: a plan in use is not put away."))
    archiving.archive(plan, "plan.archive", by=by)


@contextmanager
def changed(plan, by, verb):
    """A part's change is a change of its plan: it shows there, and counts for the four eyes.

    The plan is held, so that nobody submits it between the check and the change.
    """
    with transaction.atomic():
        stored = Plan.objects.select_for_update().get(pk=plan.pk)
        must_be_draft(stored)
        plan.row_version = stored.row_version + 1
        with recorded(by, verb, plan):
            yield
            plan.save(update_fields=["row_version", "updated_at"])


def approvers(brand) -> list[Member]:
    """Active members who may approve plans."""
    return members_who_may(brand, "plan.approve")


def _four_eyes(plan, by, waiver):
    """The waiver that goes on the record, empty where another person decides (I-03)."""
    if by.pk not in editors(plan):
        return ""
    if len(approvers(plan.brand)) > 1:
        raise Refused(Problem(_("You wrote or edited this plan: another person must approve it.")))
    if not waiver:
        raise Refused(
            Problem(
                _(
                    "You wrote this plan and nobody else here may approve it. Say why one person "
                    "decides alone; it shows on the record."
                ),
                "single_person_waiver",
            )
        )
    return waiver


def _answered(plan, learning, by, kind, why):
    by.must("plan.edit", plan)
    must_be_draft(plan)
    if not why.strip():
        raise Refused(Problem(_("Say how, or why not."), "why"))
    with changed(plan, by, "answered a learning"):
        stored, _created = LearningAnswer.objects.update_or_create(
            plan=plan,
            learning=learning,
            defaults={"brand": plan.brand, "owner": by, "answer": kind, "why": why},
        )
    return stored


def _tell_owner(plan, by, text):
    if plan.owner_id != by.pk:
        notify(plan.owner, "plan_decided", text, url=plan.get_absolute_url())

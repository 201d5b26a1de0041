"""Amending an approved plan: a draft of the next version, and how it takes over.

Budget lines live on across versions, because placements and ledger point at them. The draft has
copies; at approval each copy trades places with the line it continues, so the living line carries
the new amounts in the new plan, and the copy stays behind as the old version's memory.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.horizons.models import PlanYear
from drumbeat.strategy.plans.models import BudgetLine, LearningAnswer, Plan
from drumbeat.strategy.plans.queries import lines_of
from drumbeat.strategy.plans.states import PLAN
from drumbeat.strategy.signals import plan_superseded

VERBS = (gettext_noop("amended"), gettext_noop("moved to the new version"))

_COPIED = (
    "title_en",
    "title_zh",
    "kind",
    "goal_id",
    "under_id",
    "situation",
    "choices_made",
    "not_doing",
    "currency",
    "budget_minor",
    "contribution_margin",
)
_TRADED = (
    "plan_id",
    "title_en",
    "title_zh",
    "category",
    "channel_kind",
    "phase",
    "starts_on",
    "ends_on",
    "note",
    "planned_minor",
    "currency",
    "own_minor",
    "rate",
    "rate_on",
    "forecast_minor",
    "is_reserve",
    "position",
    "owner_id",
)


def amend(plan: Plan, *, by, reason) -> Plan:
    """A draft of the next version with everything copied. Raises NotAllowed, WrongState, Refused."""
    by.must("plan.edit", plan)
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "reason"))
    with transaction.atomic():
        stored = Plan.objects.select_for_update().get(pk=plan.pk)
        if stored.state not in ("approved", "active"):
            raise WrongState(_("Only an approved plan is amended; a draft is simply edited."))
        if stored.amendments.filter(state__in=("draft", "in_review")).exists():
            raise WrongState(_("An amendment of this plan is being written already."))
        draft = Plan(
            brand=stored.brand,
            owner=by,
            amends=stored,
            version=stored.version + 1,
            **{name: getattr(stored, name) for name in _COPIED},
        )
        with recorded(by, "amended", draft, reason=reason):
            draft.save()
            _copy_parts(stored, draft)
    return draft


def hold_lines(old: Plan, new: Plan) -> None:
    """Lock the lines of both versions, so that nobody commits between the check and the trade."""
    list(BudgetLine.objects.select_for_update().filter(plan__in=[old, new]).order_by("pk"))


def take_over(old: Plan, new: Plan, by) -> None:
    """Let `new` take the place of `old`: lines with their ledger, campaigns, state.

    Its caller holds the lines.
    """
    for copy in new.lines.filter(continues__isnull=False).select_related("continues"):
        _trade_places(copy, copy.continues, by)
    for campaign in old.campaigns.all():
        with recorded(by, "moved to the new version", campaign):
            campaign.plan = new
            campaign.row_version += 1
            campaign.save(update_fields=["plan", "row_version", "updated_at"])
    for part in old.parts.all():
        with recorded(by, "moved to the new version", part):
            part.under = new
            part.row_version += 1
            part.save(update_fields=["under", "row_version", "updated_at"])
    PLAN.take(old, "supersede", None)
    plan_superseded.send(Plan, old=old, new=new, by=by)


def _copy_parts(plan, draft):
    draft.audiences.set(plan.audiences.all())
    draft.messages.set(plan.messages.all())
    draft.insights.set(plan.insights.all())
    BudgetLine.objects.bulk_create(
        BudgetLine(
            brand=plan.brand,
            plan=draft,
            continues=line,
            **{name: getattr(line, name) for name in _TRADED if name != "plan_id"},
        )
        for line in lines_of(plan)
    )
    PlanYear.objects.bulk_create(
        PlanYear(
            brand=plan.brand,
            owner=year.owner,
            plan=draft,
            number=year.number,
            choices_made=year.choices_made,
            not_doing=year.not_doing,
        )
        for year in plan.years.select_related("owner")
    )
    LearningAnswer.objects.bulk_create(
        LearningAnswer(
            brand=plan.brand,
            owner=answer.owner,
            plan=draft,
            learning=answer.learning,
            answer=answer.answer,
            why=answer.why,
        )
        for answer in plan.answers.select_related("owner", "learning")
    )


def _trade_places(copy, living, by):
    traded = _TRADED
    if living.forecasts.filter(is_current=True).exists():
        # What is expected month by month outlives the amendment, until somebody re-forecasts.
        traded = tuple(name for name in _TRADED if name != "forecast_minor")
    theirs = {name: getattr(living, name) for name in traded}
    with recorded(by, "amended", living):
        for name in traded:
            setattr(living, name, getattr(copy, name))
            setattr(copy, name, theirs[name])
        living.row_version += 1
        copy.continues = None
        living.save()
        copy.save()

"""What plan screens read."""

from collections import defaultdict

from django.db.models import Sum
from django.utils import timezone

from drumbeat.formats.currencies import exchanged
from drumbeat.knowledge.learnings.models import Learning
from drumbeat.knowledge.learnings.queries import offered
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.plans.balances import LineBalance, balance
from drumbeat.strategy.plans.models import (
    BudgetLine,
    BudgetMove,
    LearningAnswer,
    LedgerEntry,
    Plan,
    PlanApproval,
)
from drumbeat.strategy.rates.queries import rates_at

# Verbs of the trail that change what an approver would be signing.
EDITS = ("created", "edited", "changed the budget", "answered a learning", "amended")


def lines_of(plan: Plan) -> list[BudgetLine]:
    """The plan's lines in order (one query)."""
    return list(plan.lines.current().select_related("owner__person"))


def line_balances(lines) -> dict[str, LineBalance]:
    """The balance of each line by its id, from the ledger (one query)."""
    lines = list(lines)
    sums = defaultdict(list)
    totals = LedgerEntry.objects.filter(line__in=[line.pk for line in lines]).order_by()
    for line_id, kind, ref, amount in totals.values_list("line_id", "kind", "ref").annotate(
        amount=Sum("amount_minor")
    ):
        sums[line_id].append((kind, ref, amount))
    return {
        line.pk: balance(line.planned_minor, sums[line.pk], line.forecast_minor) for line in lines
    }


def budget(plan: Plan) -> dict:
    """The budget table: rows of (line, balance), the total, what is not on a line (2 queries, 1
    more where lines are in other currencies)."""
    lines = lines_of(plan)
    worth_today(plan, lines)
    balances = line_balances(lines)
    total = sum(balances.values(), LineBalance(0, expected=0))
    return {
        "rows": [(line, balances[line.pk]) for line in lines],
        "total": total,
        "unplanned": plan.budget_minor - total.planned,
    }


def worth_today(plan: Plan, lines) -> None:
    """Say of each foreign line what it is worth at today's rate: `today`, `since_planned`; None
    where no rate holds (one query, none without such lines)."""
    foreign = [line for line in lines if line.is_foreign]
    codes = {line.currency for line in foreign}
    now = rates_at(plan.brand, codes, plan.currency, timezone.localdate()) if codes else {}
    for line in foreign:
        held = now.get(line.currency)
        line.today = (
            exchanged(line.own_minor, line.currency, held.rate, plan.currency) if held else None
        )
        line.since_planned = None if held is None else line.today - line.planned_minor


def plans(brand):
    """All current plans, newest first, with their goals and owners (one query)."""
    return Plan.objects.of(brand).current().select_related("goal", "owner__person")


def learnings_to_answer(plan: Plan, today) -> list[tuple[Learning, LearningAnswer | None]]:
    """Every learning offered to the plan's brand, with the plan's answer (2 queries)."""
    answers = {answer.learning_id: answer for answer in plan.answers.all() if answer.learning_id}
    return [(learning, answers.get(learning.pk)) for learning in offered(plan.brand, today)]


def answers_to(brand, learning_id: str) -> list[LearningAnswer]:
    """How the brand's plans answered one learning, newest first (one query)."""
    given = LearningAnswer.objects.of(brand).filter(learning=learning_id)
    return list(given.select_related("plan", "owner__person").order_by("-created_at"))


def committed_by_plan(plans) -> dict[str, int]:
    """Minor units committed on each plan's lines (one query)."""
    entries = LedgerEntry.objects.filter(kind="commitment", line__plan__in=plans).order_by()
    return dict(entries.values_list("line__plan_id").annotate(Sum("amount_minor")))


def moves_of(plan: Plan) -> list[BudgetMove]:
    """Money shifted between the plan's lines, newest first (one query)."""
    return list(plan.moves.select_related("source", "target", "owner__person"))


def ledger_of(line: BudgetLine) -> list[LedgerEntry]:
    """The line's entries, newest first (one query)."""
    return list(line.entries.select_related("owner__person").order_by("-created_at", "-id"))


def last_approval(plan: Plan) -> PlanApproval | None:
    return plan.approvals.filter(decision="approved").select_related("by__person").first()


def editors(plan: Plan) -> set[str]:
    """Ids of the members whose work an approver would sign: author, owner, last editor (1 query)."""
    trail = AuditEvent.objects.filter(
        brand=plan.brand_id, kind="plan", object_id=plan.pk, verb__in=EDITS
    ).values_list("by_id", flat=True)
    acts = list(trail)
    return {member for member in (plan.owner_id, *acts[:1], *acts[-1:]) if member}

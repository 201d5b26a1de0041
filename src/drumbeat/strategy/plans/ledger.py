"""The budget as a ledger: promise, release, pay, move. Nobody can promise the same yuan twice.

Every verb locks its lines before it looks at what is left, so two people who commit at the same
moment are served one after the other. Promises are minor units of the plan's currency; what is
paid and moved is said in the line's own, and counted in the plan's by the rate the line is planned
by. What is above the limit of who acts needs somebody else's release (`strategy.limits`).
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.strategy.limits.holding import hold_to_limit
from drumbeat.strategy.plans.models import BudgetLine, BudgetMove, LedgerEntry, Plan
from drumbeat.strategy.plans.pricing import adding, arriving, leaving, worth
from drumbeat.strategy.plans.queries import line_balances
from drumbeat.ui.templatetags.format import money

# A channel manager may shift this share of a line within a week; more is the lead's decision.
FREE_SHARE_A_WEEK = 0.20
SPENDABLE = ("approved", "active")


def commit(
    line: BudgetLine, amount_minor: int, *, ref: str, by, note="", instead_of=0
) -> LedgerEntry:
    """Promise money of a line to `ref` ("placement:plc_…").

    instead_of: what `ref` gave back for it in this transaction; no more than that is no new promise,
    so no limit holds it.

    Raises NotAllowed (a reserve is the lead's), WrongState (plan not approved), Refused (I-06, limits).
    """
    by.must("budget_line.create", line)
    if amount_minor <= 0:
        raise Refused(Problem(_("Commit an amount above zero."), "amount"))
    with transaction.atomic():
        (line,) = _locked(line)
        _must_be_spendable(line.plan)
        _must_be_released(line, by)
        _must_be_left(line, amount_minor)
        if amount_minor > instead_of:
            hold_to_limit(line, "commitment", amount_minor, by)
        return _entered(line, "commitment", amount_minor, by, "committed", ref=ref, note=note)


def release(line: BudgetLine, *, ref: str, by, note="") -> LedgerEntry | None:
    """Give back all that `ref` holds of the line; None when it holds nothing. Raises NotAllowed."""
    by.must("budget_line.create", line)
    with transaction.atomic():
        (line,) = _locked(line)
        held = _held(line, ref)
        if not held:
            return None
        return _entered(line, "commitment", -held, by, "released", ref=ref, note=note)


def book_cost(
    line: BudgetLine, amount_minor: int, *, by, note, paper, on=None, ref=""
) -> LedgerEntry:
    """Book money spent outside the ad platforms; below zero for a credit note.

    amount_minor: as the paper says it, in the currency of the line.
    paper: number of the invoice or contract that proves it. A cost beyond the line is booked all
    the same: hiding what was spent would be worse than an overrun that shows.
    Raises NotAllowed, WrongState, Refused.
    """
    by.must("budget_line.create", line)
    if not paper.strip():
        raise Refused(Problem(_("Name the invoice or contract that proves the cost."), "paper"))
    with transaction.atomic():
        (line,) = _locked(line)
        if line.plan.state not in (*SPENDABLE, "closed"):
            raise WrongState(_("Costs are booked on approved plans only."))
        before = _spent(line, ref)
        _must_not_sink(before, amount_minor)
        hold_to_limit(line, "cost", _counted(line, amount_minor), by)
        return _entered(
            line,
            "cost",
            adding(line, amount_minor, before),
            by,
            "booked cost",
            own_minor=amount_minor if line.is_foreign else None,
            ref=ref,
            note=note,
            paper=paper,
            on=on or timezone.localdate(),
        )


def move(
    source: BudgetLine,
    target: BudgetLine,
    amount_minor: int,
    *,
    by,
    reason: str,
    expected_effect="",
    now=None,
) -> BudgetMove:
    """Shift planned money between two lines of one plan; the total stays as approved.

    amount_minor: in the currency of the line that it leaves. Both sides are kept in the currencies
    of their lines, and are worth the same in the plan's.
    Raises NotAllowed (reserve, or more than a fifth of the line in a week), WrongState, Refused.
    """
    by.must("budget_move.create", source)
    _must_make_sense(source, target, amount_minor, reason)
    now = now or timezone.now()
    with transaction.atomic():
        source, target = _locked(source, target)
        _must_be_spendable(source.plan)
        _must_be_released(source, by)
        counted = leaving(source, amount_minor)
        comes = arriving(target, counted)
        _must_be_coins(source, target, counted, comes)
        _must_be_small(source, counted, by, now)
        _must_be_left(source, counted)
        hold_to_limit(source, "move", _counted(source, amount_minor), by)
        goes = amount_minor if source.is_foreign else None
        done = BudgetMove(
            brand=by.brand,
            owner=by,
            plan=source.plan,
            source=source,
            target=target,
            amount_minor=counted,
            source_minor=goes,
            target_minor=comes,
            reason=reason,
            at=now,
            expected_effect=expected_effect,
        )
        with recorded(by, "moved budget", done, reason=reason):
            done.save()
        _replanned(source, -counted, -(goes or 0), by, reason)
        _replanned(target, counted, comes or 0, by, reason)
        return done


def _locked(*lines):
    """The lines as the table holds them now, in the order asked, locked in order of birth."""
    wanted = [line.pk for line in lines]
    locked = {
        line.pk: line
        for line in BudgetLine.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    }
    plans = Plan.objects.in_bulk({line.plan_id for line in locked.values()})
    for line in locked.values():
        line.plan = plans[line.plan_id]
    return [locked[pk] for pk in wanted]


def _must_be_spendable(plan):
    if plan.state not in SPENDABLE:
        raise WrongState(
            _("“%(plan)s” is not approved, so its money cannot be used yet.") % {"plan": plan}
        )


def _must_be_released(line, by):
    if line.is_reserve and not by.may("budget_line.approve", line):
        raise NotAllowed(_("“%(line)s” is a reserve: only the lead releases it.") % {"line": line})


def _must_be_left(line, amount_minor):
    left = line_balances([line])[line.pk].available
    if amount_minor > left:
        shown = {
            "line": line,
            "left": money(left, line.plan.currency),
            "asked": money(amount_minor, line.plan.currency),
        }
        raise Refused(
            Problem(_("“%(line)s” has %(left)s left; %(asked)s does not fit.") % shown, "amount")
        )


def _counted(line, own_minor):
    """That much of the line's currency in the plan's, whatever else is on the line."""
    return worth(line, own_minor) if line.is_foreign else own_minor


def _spent(line, ref) -> int:
    """What is booked for `ref`, in the currency of the line."""
    amount = "own_minor" if line.is_foreign else "amount_minor"
    costs = line.entries.filter(kind="cost", ref=ref)
    return costs.aggregate(sum=Sum(amount))["sum"] or 0


def _must_not_sink(spent, amount_minor):
    if amount_minor == 0 or spent + amount_minor < 0:
        raise Refused(Problem(_("A credit cannot be more than what was booked."), "amount"))


def _must_make_sense(source, target, amount_minor, reason):
    problems = []
    if source.pk == target.pk:
        problems.append(Problem(_("Choose two different lines."), "target"))
    if source.plan_id != target.plan_id:
        problems.append(Problem(_("Both lines must belong to the same plan."), "target"))
    if amount_minor <= 0:
        problems.append(Problem(_("Move an amount above zero."), "amount"))
    if not reason.strip():
        problems.append(Problem(_("Say why: the reason goes on the record."), "reason"))
    if problems:
        raise Refused(*problems)


def _must_be_coins(source, target, counted, comes):
    """Raises Refused for an amount that is nothing in one of the currencies that it passes."""
    for amount, currency in ((counted, source.plan.currency), (comes, target.currency)):
        if amount is not None and amount <= 0:
            told = _("That is less than the smallest coin of %(currency)s.")
            raise Refused(Problem(told % {"currency": currency}, "amount"))


def _must_be_small(source, amount_minor, by, now):
    if by.may("budget_move.approve", source):
        return
    week = source.moves_out.filter(at__gt=now - timedelta(days=7))
    moved = week.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    # The share is of what the line held before this week's moves, so ten small moves stay small.
    if moved + amount_minor > FREE_SHARE_A_WEEK * (source.planned_minor + moved):
        raise NotAllowed(_("More than a fifth of a line in a week is the lead's decision."))


def _held(line, ref):
    held = line.entries.filter(kind="commitment", ref=ref)
    return held.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def _entered(line, kind, amount_minor, by, verb, **values):
    entry = LedgerEntry(
        brand=line.brand, owner=by, line=line, kind=kind, amount_minor=amount_minor, **values
    )
    with recorded(by, verb, entry):
        entry.save()
    return entry


def _replanned(line, change_minor, own_change, by, reason):
    with recorded(by, "budget moved", line, reason=reason):
        line.planned_minor += change_minor
        if line.is_foreign:
            line.own_minor += own_change
        line.row_version += 1
        line.save(update_fields=["planned_minor", "own_minor", "row_version", "updated_at"])

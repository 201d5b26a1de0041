"""Re-forecasting: the plan in force keeps its baseline, and says anew what it will cost."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.forecasts.models import ForecastAmount, Reforecast
from drumbeat.strategy.forecasts.queries import Months, expected_by_month
from drumbeat.strategy.plans.ledger import SPENDABLE
from drumbeat.strategy.plans.models import BudgetLine, Plan

VERBS = (gettext_noop("re-forecast"),)


def reforecast(
    plan: Plan,
    expected: dict[str, Months],
    *,
    by,
    reason: str,
    seen: dict[str, int] | None = None,
) -> Reforecast:
    """Say what lines will cost, month by month; the newest word on a line replaces the one before.

    expected: line id → all its months. Lines not named keep what was said of them. Neither the
    approved baseline nor a planned amount changes. seen: the row version of each line as the person
    read it. Raises NotAllowed (the matrix says whose lines), WrongState (only a plan in force is
    re-forecast; a draft is simply edited), Refused.
    """
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "reason"))
    with transaction.atomic():
        stored = Plan.objects.select_for_update().select_related("goal").get(pk=plan.pk)
        if stored.state not in SPENDABLE:
            raise WrongState(
                _("Only a plan in force is re-forecast. A draft is edited, what is closed stays.")
            )
        changed = _changed(stored, expected, by, seen or {})
        made = Reforecast(brand=stored.brand, owner=by, plan=stored, reason=reason.strip())
        with recorded(by, "re-forecast", made, reason=made.reason):
            made.save()
            for line, said in changed:
                _say(made, line, said, by)
    return made


def _changed(plan, expected, by, seen) -> list[tuple[BudgetLine, Months]]:
    """The named lines, locked, with what is new about them."""
    locked = plan.lines.current().select_for_update().filter(pk__in=expected).order_by("pk")
    lines = {line.pk: line for line in locked}
    if set(lines) != set(expected):
        raise Refused(Problem(_("A line of this plan is not there any more. Reload the page.")))
    for line in lines.values():
        by.must("budget_line.edit", line)
        if seen.get(line.pk, line.row_version) != line.row_version:
            raise Refused(
                Problem(
                    _("“%(line)s” changed while you were writing. Reload the page to see how.")
                    % {"line": line}
                )
            )
    before = expected_by_month(lines.values(), plan.goal)
    changed = []
    for pk, said in expected.items():
        _must_be_amounts(said)
        if _without_nothing(said) != _without_nothing(before[pk]):
            changed.append((lines[pk], said))
    if not changed:
        raise Refused(Problem(_("Nothing differs from what is expected already.")))
    return changed


def _must_be_amounts(said: Months) -> None:
    if any(minor < 0 for minor in said.values()):
        raise Refused(Problem(_("The amount cannot be negative.")))
    if not said or any(month != month.replace(day=1) for month in said):
        raise ValueError("a forecast names each month by its first day")


def _without_nothing(said: dict[date, int]) -> Months:
    return {month: minor for month, minor in said.items() if minor}


def _say(made, line, said, by):
    ForecastAmount.objects.filter(line=line, is_current=True).update(is_current=False)
    ForecastAmount.objects.bulk_create(
        ForecastAmount(reforecast=made, line=line, month=month, amount_minor=minor)
        for month, minor in sorted(said.items())
    )
    with recorded(by, "re-forecast", line, reason=made.reason):
        line.forecast_minor = sum(said.values())
        line.row_version += 1
        line.save(update_fields=["forecast_minor", "row_version", "updated_at"])

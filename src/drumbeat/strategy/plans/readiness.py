"""What a plan still lacks before it can go to review: the guard of its machine."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.errors import Problem
from drumbeat.strategy.horizons.queries import horizon
from drumbeat.strategy.plans.models import Plan
from drumbeat.strategy.plans.queries import learnings_to_answer, line_balances, lines_of
from drumbeat.ui.templatetags.format import daterange, money


def problems(plan: Plan, today=None) -> Iterator[Problem]:
    """Everything that stands in the way of review or approval; nothing when it is ready."""
    yield from _choices(plan)
    yield from _reach(plan)
    yield from _years(plan) if plan.looks_ahead else _budget(plan)
    yield from _learnings(plan, today or timezone.localdate())


def _choices(plan):
    if not plan.choices_made.strip():
        yield Problem(_("Say what you choose to do."), "choices_made")
    if not plan.not_doing.strip():
        yield Problem(_("Say what you will not do: a choice has two sides."), "not_doing")


def _reach(plan):
    if not plan.audiences.exists():
        yield Problem(_("Choose at least one audience."), "audiences")
    if not plan.messages.exists():
        yield Problem(_("Choose at least one key message."), "messages")


def _years(plan):
    """A three-year plan says of each year what is chosen and what not; its money is below it."""
    years = horizon(plan)
    if not years[-1].starts_on <= plan.goal.ends_on <= years[-1].ends_on:
        shown = {"goal": plan.goal, "years": daterange(years[0].starts_on, years[-1].ends_on)}
        told = _("“%(goal)s” must end in the third of its years: %(years)s.")
        yield Problem(told % shown, "years")
    for year in years:
        if not year.is_complete:
            told = _("Say what year %(number)d is for, and what not.")
            yield Problem(told % {"number": year.number}, "years")


def _budget(plan):
    """Σ lines = plan budget (I-06), and no line below what it has promised already."""
    lines = lines_of(plan)
    if not lines:
        yield Problem(_("Split the budget into lines."), "lines")
        return
    total = sum(line.planned_minor for line in lines)
    if total != plan.budget_minor:
        shown = {
            "lines": money(total, plan.currency),
            "budget": money(plan.budget_minor, plan.currency),
            "difference": money(abs(plan.budget_minor - total), plan.currency),
        }
        yield Problem(
            _("The lines add up to %(lines)s, the budget is %(budget)s: %(difference)s apart.")
            % shown,
            "lines",
        )
    if plan.amends_id:
        yield from _promises(plan, lines)


def _promises(plan, lines):
    """An amendment keeps what the version before has promised or paid."""
    living = lines_of(plan.amends)
    balances = line_balances(living)
    kept = {line.continues_id: line for line in lines if line.continues_id}
    for line in living:
        stands = balances[line.pk]
        if line.pk not in kept and (stands.used or stands.committed):
            yield Problem(
                _("“%(line)s” has money promised or paid; the amendment must keep it.")
                % {"line": line},
                "lines",
            )
        elif (stands.used or stands.committed) and kept[line.pk].currency != line.currency:
            yield Problem(
                _("“%(line)s” has money promised or paid; it keeps its currency.") % {"line": line},
                "lines",
            )
        elif line.pk in kept and kept[line.pk].planned_minor < stands.committed:
            shown = {"line": line, "committed": money(stands.committed, plan.currency)}
            yield Problem(
                _("“%(line)s” has %(committed)s committed already; plan at least that.") % shown,
                "lines",
            )


def _learnings(plan, today):
    """Every learning that is offered is answered, or it is said that there are none (I-18)."""
    asked = learnings_to_answer(plan, today)
    open_count = sum(answer is None for _learning, answer in asked)
    if open_count:
        yield Problem(
            _("Answer every learning: %(count)d still open.") % {"count": open_count}, "learnings"
        )
    if not asked and not plan.answers.filter(answer="none_found").exists():
        yield Problem(_("Say that you looked for learnings and found none."), "learnings")

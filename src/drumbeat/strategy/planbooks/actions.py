"""Taking a changed workbook in: all of it or nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.forecasts.actions import reforecast
from drumbeat.strategy.planbooks.contents import Contents, contents_of
from drumbeat.strategy.planbooks.models import PlanUpload
from drumbeat.strategy.planbooks.reading import difference
from drumbeat.strategy.planbooks.telling import Difference
from drumbeat.strategy.plans.actions import changed, must_hold_money, remove_line
from drumbeat.strategy.plans.models import BudgetLine, Plan
from drumbeat.strategy.plans.pricing import price
from drumbeat.work.files.models import StoredFile

VERBS = (gettext_noop("read"), gettext_noop("took in"))
PRICED = {"currency", "planned_minor", "rate_on"}
"""Columns that say together what a line is worth."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_in(plan: Plan, data: bytes, name: str, *, by) -> PlanUpload:
    """Keep a workbook whose difference can be looked at. Nothing changes yet.

    Raises NotAllowed, and Refused when it is no workbook of this plan.
    """
    by.must("budget_line.create", plan)
    must_hold_money(plan)
    difference(data, name, contents_of(plan), by=by)
    upload = PlanUpload(brand=plan.brand, owner=by, plan=plan)
    with recorded(by, "read", upload):
        upload.file = StoredFile.keep(by, name, data, XLSX)
        upload.save()
    return upload


def look(upload: PlanUpload, *, by) -> tuple[Contents, Difference]:
    """What the workbook would change of the plan as it is now."""
    now = contents_of(upload.plan)
    return now, difference(upload.file.read(), upload.file.name, now, by=by)


def take_in(upload: PlanUpload, *, by, version: str, reason="") -> PlanUpload:
    """Change the plan as the workbook says: lines of a draft, the forecast of one in force.

    version: of the plan as the person saw the difference. reason: of a re-forecast.
    Raises NotAllowed, WrongState, Refused; then nothing has changed.
    """
    by.must("budget_line.create", upload.plan)
    with transaction.atomic():
        stored = PlanUpload.objects.select_for_update().get(pk=upload.pk)
        if stored.taken_at:
            raise WrongState(_("This workbook was taken in already."))
        plan = Plan.objects.select_for_update().get(pk=stored.plan_id)
        stored.plan = plan
        now, told = look(stored, by=by)
        if now.version != version:
            raise WrongState(_("The plan changed meanwhile. Look at the difference once more."))
        if told.refused:
            raise Refused(Problem(_("Some cells cannot be taken. Mend them and upload again.")))
        if told.is_empty:
            raise Refused(Problem(_("The workbook says what the plan says: nothing to take in.")))
        with recorded(by, "took in", stored, reason=reason or stored.file.name):
            stored.taken_at, stored.taken_by, stored.told = timezone.now(), by, told.as_rows()
            stored.save()
            if told.months:
                reforecast(plan, told.months, by=by, reason=reason)
            else:
                _change_lines(plan, now, told, by)
    return stored


def _change_lines(plan, now, told, by):
    for pk in told.removed:
        remove_line(now.lines[pk], by=by)
    place = plan.lines.count()
    with changed(plan, by, "changed the budget"):
        for pk, values in told.changed.items():
            line = BudgetLine.objects.select_for_update().get(pk=pk)
            with recorded(by, "edited", line):
                _fill(line, values).row_version += 1
                line.save()
        for at, values in enumerate(told.added):
            line = BudgetLine(brand=plan.brand, owner=by, plan=plan, position=place + at)
            with recorded(by, "created", line):
                _fill(line, values).save()


def _fill(line, values):
    for key, value in values.items():
        if key not in PRICED:
            setattr(line, "owner_id" if key == "owner" else key, value)
    if PRICED & values.keys():
        planned = line.own_minor if line.is_foreign else line.planned_minor
        on = values.get("rate_on", line.rate_on)
        line.currency = values.get("currency", line.currency)
        price(line, values.get("planned_minor", planned), on or timezone.localdate())
    return line

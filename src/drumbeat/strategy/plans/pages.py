"""What each plan page shows, put together from queries with a fixed count."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from drumbeat.formats.columns import Column
from drumbeat.knowledge.fragments import fragment
from drumbeat.people.errors import Refused
from drumbeat.people.records import in_language
from drumbeat.strategy.goals.queries import with_key_results
from drumbeat.strategy.horizons.queries import horizon
from drumbeat.strategy.insights.queries import cited_by
from drumbeat.strategy.plans import queries, readiness
from drumbeat.strategy.plans.baseline import fingerprint, since
from drumbeat.strategy.plans.models import BudgetLine
from drumbeat.strategy.plans.pricing import price
from drumbeat.thread.registry import resolve
from drumbeat.ui.fields import MoneyField
from drumbeat.ui.tables import table_file, table_links

# What readiness asks, in the order in which a plan is written; each names its problems' fields.
CHECKS = (
    ("choices_made", gettext_lazy("What we choose to do")),
    ("not_doing", gettext_lazy("What we will not do")),
    ("audiences", gettext_lazy("An audience")),
    ("messages", gettext_lazy("A key message")),
    ("years", gettext_lazy("Choices for each of the three years")),
    ("lines", gettext_lazy("Lines that add up")),
    ("learnings", gettext_lazy("Learnings answered")),
)


def plan_list(brand):
    found = list(queries.plans(brand))
    totals = queries.committed_by_plan(found)
    return {"rows": [(plan, totals.get(plan.pk, 0)) for plan in found]}


def plan_page(plan):
    """Everything on a plan's page (16 queries)."""
    approval = queries.last_approval(plan)
    return {
        "plan": plan,
        "checks": lights(plan) if plan.state in ("draft", "in_review") else [],
        "years": horizon(plan),
        "budget": queries.budget(plan),
        "actuals_url": fragment(f"channels/plans/{plan.pk}/actuals/"),
        "outlook_url": fragment(f"channels/plans/{plan.pk}/outlook/"),
        "exports": table_links("strategy:budget_table", plan.pk),
        "targets": with_key_results(plan.goal),
        "audiences": list(plan.audiences.all()),
        "cited": cited_by(plan, timezone.localdate()),
        "messages_": list(plan.messages.all()),
        "campaigns": list(plan.campaigns.all()),
        "asked": queries.learnings_to_answer(plan, timezone.localdate()),
        "none_found": plan.answers.filter(answer="none_found").first(),
        "moves": queries.moves_of(plan),
        "approval": approval,
        "changes": drift(approval, plan) if approval and plan.state != "superseded" else [],
        "next_versions": list(plan.amendments.all()),
        "editable": plan.state == "draft",
        "spendable": plan.state in ("approved", "active"),
    }


def lights(plan):
    """The readiness checks as lights, each with what it still lacks."""
    lacking = {}
    for problem in readiness.problems(plan):
        lacking.setdefault(problem.field, []).append(str(problem))
    return [
        {
            "label": label,
            "state": "no" if field in lacking else "ok",
            "reason": " ".join(lacking.get(field, ())),
        }
        for field, label in CHECKS
        if field != ("lines" if plan.looks_ahead else "years")
    ]


def ledger(line):
    """The line's entries, newest first, each with the object it is for (1 query, 1 more a kind)."""
    entries = queries.ledger_of(line)
    found = resolve(line.brand, {entry.ref for entry in entries if entry.ref})
    for entry in entries:
        entry.subject = found.get(entry.ref)
    return entries


def baseline_page(plan):
    approvals = list(plan.approvals.select_related("by__person"))
    frozen = [approval for approval in approvals if approval.decision == "approved"]
    latest = frozen[0] if frozen else None
    return {
        "plan": plan,
        "approvals": approvals,
        "approval": latest,
        "is_intact": latest is not None and fingerprint(latest.baseline) == latest.sha256,
        "lines": [_named(row) for row in latest.baseline["lines"]] if latest else [],
        "targets": [_target(row) for row in latest.baseline["targets"]] if latest else [],
        "changes": drift(latest, plan) if latest and plan.state != "superseded" else [],
    }


def drift(approval, plan):
    """Rows of what differs from the approved baseline, named in the reader's language."""
    return [_named(row) for row in since(approval.baseline, plan)]


def _named(row):
    return {**row, "name": in_language(row["title_en"], row["title_zh"])}


def _target(row):
    """A frozen key result, its texts read back as figures and a day."""
    figures = {name: Decimal(row[name]) for name in ("baseline", "target")}
    return _named(row) | figures | {"due_on": date.fromisoformat(row["due_on"])}


def line_sum(plan, typed):
    """Σ of the lines if the one called `line` had what is typed, and what is left to plan
    (1 query, 1 more for another currency)."""
    line, trouble = BudgetLine(brand=plan.brand, plan=plan, currency=typed.get("currency", "")), ""
    try:
        field = MoneyField(currency=line.currency or plan.currency, required=False)
        amount = field.clean(typed.get("planned_minor", "")) or 0
        price(line, amount, parse_date(typed.get("rate_on", "")) or timezone.localdate())
    except (ValidationError, ValueError):
        line.planned_minor = 0
    except Refused as refusal:
        line.planned_minor, trouble = 0, str(refusal)
    lines = queries.lines_of(plan)
    others = sum(one.planned_minor for one in lines if one.pk != typed.get("line", ""))
    total = others + line.planned_minor
    return {
        "plan": plan,
        "line": line,
        "trouble": trouble,
        "total": total,
        "left": plan.budget_minor - total,
        "over": total - plan.budget_minor,
    }


def budget_file(kind, plan):
    """The budget table as a file."""
    table = queries.budget(plan)
    money = {"kind": "money", "currency": plan.currency}
    columns = [
        Column("line", _("Line")),
        Column("category", _("Category")),
        Column("channel", _("Channel")),
        Column("phase", _("Phase")),
        Column("planned", _("Planned"), **money),
        Column("committed", pgettext("budget", "Committed"), **money),
        Column("cost", _("Booked cost"), **money),
        Column("available", _("Left"), **money),
        Column("forecast", _("Forecast"), **money),
        Column("currency", _("Currency")),
        Column("own", _("Planned in its own currency"), "money", currency_key="own_currency"),
        Column("own_currency", _("Its own currency")),
        Column("rate", _("Rate")),
        Column("rate_on", _("Rate of"), "date"),
        Column("today", _("Planned, at today’s rate"), **money),
    ]
    rows = (
        {
            "line": str(line),
            "category": str(line.get_category_display()),
            "channel": line.channel_kind,
            "phase": line.phase,
            "planned": stands.planned,
            "committed": stands.committed,
            "cost": stands.cost,
            "available": stands.available,
            "forecast": stands.forecast,
            "currency": plan.currency,
            "own_currency": line.currency or plan.currency,
            "own": line.own_minor if line.is_foreign else stands.planned,
            "rate": f"{line.rate.normalize():f}" if line.is_foreign else "",
            "rate_on": line.rate_on,
            "today": line.today if line.is_foreign else stands.planned,
        }
        for line, stands in table["rows"]
    )
    return table_file(kind, _("Budget"), columns, rows)

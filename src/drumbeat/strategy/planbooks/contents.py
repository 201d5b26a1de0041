"""What a plan's workbook says now: the rows of each sheet, as values that a cell is compared with."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.formats.columns import Column
from drumbeat.formats.currencies import from_minor
from drumbeat.formats.workbook import Sheet, write_workbook
from drumbeat.people.models import Member
from drumbeat.strategy.forecasts.queries import expected_by_month, frozen_lines
from drumbeat.strategy.planbooks.columns import (
    GOALS,
    LINES,
    MONTHS,
    PLAN,
    BookSheet,
    Value,
    in_every_language,
    plain,
)
from drumbeat.strategy.plans.ledger import SPENDABLE
from drumbeat.strategy.plans.models import BudgetLine, Plan
from drumbeat.strategy.plans.queries import lines_of
from drumbeat.strategy.rates.currencies import CODES

VERSION = "version"
PLAN_ID = "id"
FACTS = {
    PLAN_ID: gettext_lazy("Plan id"),
    VERSION: gettext_lazy("Version of the data"),
    "title_en": gettext_lazy("Name (English)"),
    "title_zh": gettext_lazy("Name (Chinese)"),
    "currency": gettext_lazy("Currency"),
    "budget": gettext_lazy("Budget"),
    "choices_made": gettext_lazy("What we choose to do"),
    "not_doing": gettext_lazy("What we will not do"),
}
"""What the plan's own sheet says, by the words in which it says so."""


@dataclass
class Contents:
    """rows: sheet key → row key → values by column key; `words` say what a choice stands for.

    version: changes with everything that a workbook could have changed.
    """

    plan: Plan
    lines: dict[str, BudgetLine]
    rows: dict[str, dict[object, dict[str, Value]]]
    choices: dict[str, dict[str, Value]]
    version: str
    words: dict[str, dict[Value, str]] = field(default_factory=dict)

    def currency_of(self, row: dict[str, Value]) -> str:
        """That a row's amount is in: as it says, else as its line is, else the plan's."""
        line = self.lines.get(str(row.get("id")))
        said = row.get("currency", line.currency if line else "")
        return str(said) or self.plan.currency

    @property
    def is_draft(self) -> bool:
        return self.plan.state == "draft"

    @property
    def in_force(self) -> bool:
        return self.plan.state in SPENDABLE


def contents_of(plan: Plan) -> Contents:
    """Everything that the workbook holds (6 queries)."""
    lines = lines_of(plan)
    owners = _owner_words(plan, lines)
    words = {
        "category": {key: str(name) for key, name in BudgetLine.CATEGORIES},
        "is_reserve": {True: _("yes"), False: _("no")},
        "owner": owners,
        "currency": {"": plan.currency},
    }
    version = _version(plan, lines)
    rows = {
        PLAN.key: _facts(plan, version),
        GOALS.key: {result.pk: _key_result(plan, result) for result in _key_results(plan)},
        LINES.key: {line.pk: _line(line) for line in lines},
        MONTHS.key: dict(_months(plan, lines)) if plan.state in SPENDABLE else {},
    }
    by_id = {line.pk: line for line in lines}
    return Contents(plan, by_id, rows, _choices(owners, plan), version, words)


def plan_workbook(plan: Plan) -> bytes:
    """The plan as XLSX: the plan, its goal's targets, its lines, and in force the months."""
    found = contents_of(plan)
    kept = [PLAN, GOALS, LINES, *([MONTHS] if found.in_force else [])]
    return write_workbook([_sheet(one, found) for one in kept], title=str(plan))


def _sheet(sheet: BookSheet, found: Contents) -> Sheet:
    kinds = {
        "money": "money",
        "own_money": "money",
        "date": "date",
        "month": "date",
        "number": "amount",
    }
    columns = [
        Column(
            column.key,
            str(column.header),
            kinds.get(column.kind, "text"),
            currency=found.plan.currency,
            currency_key="currency" if column.kind == "own_money" else None,
        )
        for column in sheet.columns
        # In force a line is expected to cost what its months add up to.
        if not (found.in_force and column.key == "forecast_minor")
    ]
    rows = [
        {key: found.words.get(key, {}).get(value, value) for key, value in row.items()}
        for row in found.rows[sheet.key].values()
    ]
    return Sheet(str(sheet.name), columns, rows)


@cache
def facts_by_name() -> dict[str, str]:
    """What a fact is called in every language → its key."""
    return {words: key for key, name in FACTS.items() for words in in_every_language(name)}


def _facts(plan, version) -> dict[str, dict[str, Value]]:
    said = {
        PLAN_ID: plan.pk,
        VERSION: version,
        "title_en": plain(plan.title_en),
        "title_zh": plain(plan.title_zh),
        "currency": plan.currency,
        "budget": str(from_minor(plan.budget_minor, plan.currency)),
        "choices_made": plain(plan.choices_made),
        "not_doing": plain(plan.not_doing),
    }
    return {key: {"field": str(FACTS[key]), "value": value} for key, value in said.items()}


def _key_results(plan):
    return plan.goal.key_results.current().select_related("owner__person")


def _key_result(plan, result):
    return {
        "id": result.pk,
        "goal": _both_names(plan.goal),
        "name": _both_names(result),
        "unit": plain(result.unit),
        "baseline": result.baseline,
        "target": result.target,
        "due_on": result.due_on,
        "owner": plain(str(result.owner)),
    }


def _both_names(record) -> str:
    """The same in every language of the page, so that a file may come back in another."""
    return " / ".join(filter(None, (plain(record.title_en), plain(record.title_zh))))


def _line(line):
    return {
        "id": line.pk,
        "title_en": plain(line.title_en),
        "title_zh": plain(line.title_zh),
        "category": line.category,
        "channel_kind": plain(line.channel_kind),
        "phase": plain(line.phase),
        "starts_on": line.starts_on,
        "ends_on": line.ends_on,
        "currency": line.currency,
        "planned_minor": line.own_minor if line.is_foreign else line.planned_minor,
        "rate_on": line.rate_on,
        "rate": f"{line.rate.normalize():f}" if line.is_foreign else "",
        "worth": line.planned_minor,
        "forecast_minor": line.forecast_minor,
        "is_reserve": line.is_reserve,
        "owner": line.owner_id,
        "note": plain(line.note),
    }


def _months(plan, lines):
    expected = expected_by_month(lines, plan.goal)
    approved = {frozen.id: frozen.by_month for frozen in frozen_lines(plan)}
    for line in lines:
        baseline = approved.get(line.pk, {})
        for month in sorted({*expected[line.pk], *baseline}):
            yield (
                (line.pk, month),
                {
                    "id": line.pk,
                    "line": plain(str(line)),
                    "month": month,
                    "baseline": baseline.get(month, 0),
                    "forecast": expected[line.pk].get(month, 0),
                },
            )


def _owner_words(plan, lines) -> dict[str, str]:
    """Member id → the name, with the address where two have the same name."""
    active = Member.objects.active().filter(brand=plan.brand_id).select_related("person")
    members = {member.pk: member for member in [*active, *(line.owner for line in lines)]}
    twice = Counter(plain(str(member)).casefold() for member in members.values())
    return {
        pk: f"{member} <{member.person.email}>"
        if twice[plain(str(member)).casefold()] > 1
        else str(member)
        for pk, member in members.items()
    }


def _choices(owners, plan) -> dict[str, dict[str, Value]]:
    """Column → what may be written in it, in any language, folded → its value."""
    categories = {}
    for key, name in BudgetLine.CATEGORIES:
        categories |= {words.casefold(): key for words in (*in_every_language(name), key)}
    yes, no = ("yes", "是", "true", "1", "x"), ("no", "否", "false", "0", "")
    return {
        "category": categories,
        "is_reserve": {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)},
        "currency": {code.casefold(): code for code in CODES}
        | dict.fromkeys((plan.currency.casefold(), ""), ""),
        "owner": {"": None} | {plain(words).casefold(): pk for pk, words in owners.items()},
    }


def _version(plan, lines) -> str:
    parts = [plan.pk, plan.state, *(f"{line.pk}:{line.row_version}" for line in lines)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

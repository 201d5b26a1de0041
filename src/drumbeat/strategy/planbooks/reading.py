"""A workbook read against its plan: what was added, changed, removed, and what cannot be taken."""

from datetime import date

from django.utils.translation import gettext as _

from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.planbooks.columns import GOALS, LINES, MONTHS, PLAN
from drumbeat.strategy.planbooks.contents import FACTS, PLAN_ID, VERSION, Contents, facts_by_name
from drumbeat.strategy.planbooks.lines import DraftLines
from drumbeat.strategy.planbooks.sheets import sheets_in
from drumbeat.strategy.planbooks.telling import Difference, Told, in_words, row_name
from drumbeat.ui.templatetags.format import month as month_words


def difference(data: bytes, filename: str, now: Contents, *, by) -> Difference:
    """What the workbook would change. Raises Refused when it is no workbook of this plan."""
    found = {one.sheet.key: one for one in sheets_in(data, filename, now)}
    told = Difference()
    _read_plan(found.get(PLAN.key), now, told)
    _read_only(found.get(GOALS.key), now, told, _("Targets are changed on the page of the goal."))
    needed = LINES if now.is_draft else MONTHS
    if (now.in_force or now.is_draft) and needed.key not in found:
        raise Refused(
            Problem(
                _("The file has no sheet with the columns of “%(sheet)s”. Start from the download.")
                % {"sheet": needed.name},
                "file",
            )
        )
    if now.is_draft:
        DraftLines(found[LINES.key], now, told, by).read()
        return told
    _read_only(found.get(LINES.key), now, told, _lines_are_frozen(now))
    if now.in_force:
        _read_months(found[MONTHS.key], now, told, by)
    return told


def _lines_are_frozen(now) -> str:
    if now.in_force:
        return _(
            "The plan is in force and its baseline frozen: re-forecast on “%(sheet)s”, or amend it."
        ) % {"sheet": MONTHS.name}
    return _("The plan is neither a draft nor in force, so nothing of it changes.")


def _read_plan(found, now, told):
    written = {}
    for number, values, _wrong in found.rows if found else ():
        if key := facts_by_name().get(values.get("field")):
            written[key] = (number, values.get("value", ""))
    if PLAN_ID in written and written[PLAN_ID][1] != now.plan.pk:
        raise Refused(Problem(_("This is the workbook of another plan or version."), "file"))
    told.is_stale = VERSION in written and written[VERSION][1] != now.version
    why = _("The plan itself is changed on its page.")
    for key in FACTS.keys() - {PLAN_ID, VERSION}:
        number, value = written.get(key, (0, None))
        before = now.rows[PLAN.key][key]
        if value is not None and value != before["value"]:
            told.told.append(
                Told(
                    "refused",
                    str(PLAN.name),
                    number,
                    before["field"],
                    "",
                    before["value"],
                    value,
                    why,
                )
            )


def _read_only(found, now, told, why):
    """Cells of a sheet that a file does not change: each that differs is refused."""
    if found is None:
        return
    known, sheet, seen = now.rows[found.sheet.key], found.sheet, set()
    for number, values, wrong in found.rows:
        before = known.get(values.get("id"))
        name = row_name(values)
        if before is None:
            told.told.append(Told("refused", str(sheet.name), number, "", name, why=why))
            continue
        seen.add(values["id"])
        for key in [*values, *wrong]:
            if key in wrong or values[key] != before[key]:
                told.told.append(
                    Told(
                        "refused",
                        str(sheet.name),
                        number,
                        str(sheet.column(key).header),
                        name,
                        in_words(now, sheet, key, before),
                        "" if key in wrong else in_words(now, sheet, key, values),
                        why,
                    )
                )
    for key, row in known.items():
        if key not in seen:
            told.told.append(Told("refused", str(sheet.name), None, "", row_name(row), why=why))


def _read_months(found, now, told, by):
    known, seen = now.rows[MONTHS.key], set()
    for number, values, wrong in found.rows:
        pk, month = values.get("id"), values.get("month")
        before = known.get((pk, month), _NOTHING)
        after = values.get("forecast")
        if after is None:
            after = before["forecast"]
        why = wrong | _faults(now, values, wrong, seen)
        differs = not why and after != before["forecast"]
        if differs and not by.may("budget_line.edit", now.lines[pk]):
            why["forecast"] = _("Your roles let you change your own lines only.")
        seen.add((pk, month))
        name = f"{now.lines.get(pk) or ''} · {month_words(month) if month else ''}".strip(" ·")
        for key, said in why.items():
            column = str(MONTHS.column(key).header)
            told.told.append(Told("refused", str(MONTHS.name), number, column, name, why=said))
        if differs and not why:
            told.months.setdefault(pk, _expected(now, pk))[month] = after
            told.told.append(
                Told(
                    "changed" if (pk, month) in known else "added",
                    str(MONTHS.name),
                    number,
                    str(MONTHS.column("forecast").header),
                    name,
                    in_words(now, MONTHS, "forecast", before),
                    in_words(now, MONTHS, "forecast", {"forecast": after}),
                )
            )


def _faults(now, values, wrong, seen) -> dict[str, str]:
    """Column → why this row cannot be a month of a line. seen: (line, month) of the rows before."""
    pk, month = values.get("id"), values.get("month")
    why = {}
    if pk not in now.lines:
        why["id"] = _("No line of this plan has this id.")
        return why
    if month is None and "month" not in wrong:
        why["month"] = _("Say which month: 2026-11-01.")
    elif (pk, month) in seen:
        why["month"] = _("This month of the line is in the file twice.")
    frozen = now.rows[MONTHS.key].get((pk, month), _NOTHING)["baseline"]
    if values.get("baseline", frozen) != frozen:
        why["baseline"] = _("The baseline is frozen; only the forecast changes.")
    return why


_NOTHING = {"baseline": 0, "forecast": 0}


def _expected(now, pk) -> dict[date, int]:
    """All months of a line, so that those the file leaves out keep what is expected of them."""
    return {
        month: row["forecast"] for (line, month), row in now.rows[MONTHS.key].items() if line == pk
    }

"""The lines of a draft as a workbook says them: added, changed, removed, or refused with a reason."""

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.people.errors import Refused
from drumbeat.strategy.planbooks.columns import LINES
from drumbeat.strategy.planbooks.contents import Contents
from drumbeat.strategy.planbooks.sheets import FoundSheet
from drumbeat.strategy.planbooks.telling import Difference, Told, in_words, row_name
from drumbeat.strategy.plans.models import BudgetLine
from drumbeat.strategy.rates.queries import rate_at

WORKED_OUT = ("rate", "worth")
"""For people to read: they follow from what is planned, and go stale when that is changed."""
LINE_FIELDS = tuple(column.key for column in LINES.columns if column.key not in ("id", *WORKED_OUT))
NATURAL = (
    "title_en",
    "title_zh",
    "category",
    "channel_kind",
    "phase",
    "starts_on",
    "ends_on",
    "currency",
)


class DraftLines:
    """Lines of a draft: rows with an id are compared, those without are new, missing ones go."""

    def __init__(self, found: FoundSheet, now: Contents, told: Difference, by):
        self.rows, self.now, self.told, self.by = found.rows, now, told, by
        self.known = now.rows[LINES.key]
        self.seen: set[str] = set()

    def read(self) -> None:
        twice = Counter(values.get("id") for _n, values, _w in self.rows if values.get("id"))
        named = set(twice)
        for number, values, wrong in self.rows:
            if not values.get("id") and not values.get("owner"):
                values.pop("owner", None)
            pk = values.get("id") or self._same(values, named)
            if wrong:
                for key, why in wrong.items():
                    self._refuse(number, values, why, key)
            elif pk and pk not in self.known:
                self._refuse(
                    number,
                    values,
                    _("No line of this plan has this id. Empty the cell to add a new line."),
                    "id",
                )
            elif pk and pk in self.seen:
                self._refuse(number, values, _("This line is in the file twice."), "id")
            elif pk:
                self._compare(number, pk, values)
            else:
                self._add(number, values)
            self.seen |= {pk} if pk in self.known else set()
        self._missing()

    def _same(self, values, named) -> str | None:
        """A row without an id that says what a line says already: added by this file before."""
        for pk, row in self.known.items():
            is_free = pk not in named and pk not in self.seen
            if is_free and all(values.get(key, row[key]) == row[key] for key in NATURAL):
                return pk
        return None

    def _compare(self, number, pk, values):
        before = self.known[pk]
        new = {key: values[key] for key in LINE_FIELDS if key in values}
        changed = {key: value for key, value in new.items() if value != before[key]}
        if not changed:
            return
        line = self.now.lines[pk]
        if not self.by.may("budget_line.edit", line):
            self._refuse(number, before, _("Your roles let you change your own lines only."), "")
        elif self._is_sound(number, before | changed):
            self.told.changed[pk] = changed
            for key in changed:
                self._tell("changed", number, key, before, before | changed)

    def _add(self, number, values):
        new = {key: values[key] for key in LINE_FIELDS if key in values}
        # Whoever brings the workbook owns what it adds, where it does not say otherwise.
        new["owner"] = new.get("owner") or self.by.pk
        if self._is_sound(number, new):
            self.told.added.append(new)
            self._tell("added", number, "planned_minor", {}, new)

    def _missing(self):
        for pk, row in self.known.items():
            if pk in self.seen:
                continue
            if self.by.may("budget_line.edit", self.now.lines[pk]):
                self.told.removed.append(pk)
                self._tell("removed", None, "planned_minor", row, {})
            else:
                self._refuse(None, row, _("Your roles let you remove your own lines only."), "")

    def _is_sound(self, number, values) -> bool:
        """What a form would ask of it; each complaint at its column."""
        problems = [*_problems(values), *_rate_problems(values, self.now.plan)]
        for key, why in problems:
            self._refuse(number, values, why, key)
        return not problems

    def _refuse(self, number, values, why, key):
        column = str(LINES.column(key).header) if key else ""
        self.told.told.append(
            Told("refused", str(LINES.name), number, column, row_name(values), why=why)
        )

    def _tell(self, kind, number, key, before, after):
        self.told.told.append(
            Told(
                kind,
                str(LINES.name),
                number,
                str(LINES.column(key).header),
                row_name(before or after),
                in_words(self.now, LINES, key, before),
                in_words(self.now, LINES, key, after),
            )
        )


def _rate_problems(values, plan) -> list[tuple[str, str]]:
    """Another currency needs a rate of its day; the plan's own needs none."""
    currency, on = values.get("currency"), values.get("rate_on")
    if not currency:
        told = _("A rate is for another currency than the plan’s.")
        return [("rate_on", told)] if on else []
    try:
        rate_at(plan.brand, currency, plan.currency, on or timezone.localdate())
    except Refused as refusal:
        return [("rate_on", str(refusal))]
    return []


def _problems(values) -> list[tuple[str, str]]:
    """(column key, sentence) of all that stops a line from being kept."""
    found = []
    if not values.get("title_en") and not values.get("title_zh"):
        found.append(("title_en", _("Give it a name in English or in Chinese.")))
    if not values.get("owner"):
        found.append(("owner", _("Say whose line it is.")))
    if values.get("planned_minor") is None:
        found.append(("planned_minor", _("Say how much is planned; 0 is an amount too.")))
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if bool(starts) != bool(ends):
        key = "starts_on" if ends else "ends_on"
        found.append((key, _("Give both days, or none of them.")))
    elif starts and ends < starts:
        found.append(("ends_on", _("It ends before it starts.")))
    for key in ("title_en", "title_zh", "channel_kind", "phase", "note"):
        limit = BudgetLine._meta.get_field(key).max_length
        if len(values.get(key) or "") > limit:
            found.append((key, _("At most %(limit)d characters.") % {"limit": limit}))
    return found

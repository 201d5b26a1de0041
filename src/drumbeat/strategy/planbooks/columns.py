"""The sheets of a plan's workbook: which columns each has, and how a cell is read back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from drumbeat.formats.cells import Cell, Number, as_text, parse_number
from drumbeat.formats.currencies import minor_digits
from drumbeat.formats.dates import parse_date
from drumbeat.formats.problems import Unreadable
from drumbeat.formats.tabular import read_header
from drumbeat.science.apportion import month_of

Value = str | int | Decimal | date | bool | None


class WrongCell(ValueError):
    """What is in the cell cannot be taken; the sentence says what to do."""


@dataclass(frozen=True)
class BookColumn:
    """A column by its key. kind: text, number, money, own_money (in the currency of its row), date,
    month or choice (see `Contents.choices`)."""

    key: str
    header: Promise
    kind: str = "text"


@dataclass(frozen=True)
class BookSheet:
    """needs: the columns that tell the sheet from the others."""

    key: str
    name: Promise
    columns: tuple[BookColumn, ...]
    needs: frozenset[str]

    def column(self, key: str) -> BookColumn:
        return next(column for column in self.columns if column.key == key)


PLAN = BookSheet(
    "plan",
    gettext_lazy("Plan"),
    (BookColumn("field", gettext_lazy("Field")), BookColumn("value", gettext_lazy("Value"))),
    frozenset({"field", "value"}),
)
GOALS = BookSheet(
    "goals",
    gettext_lazy("Goals"),
    (
        BookColumn("id", gettext_lazy("Key result id")),
        BookColumn("goal", gettext_lazy("Goal")),
        BookColumn("name", gettext_lazy("Key result")),
        BookColumn("unit", gettext_lazy("Unit")),
        BookColumn("baseline", gettext_lazy("Baseline"), "number"),
        BookColumn("target", gettext_lazy("Target"), "number"),
        BookColumn("due_on", gettext_lazy("Due"), "date"),
        BookColumn("owner", gettext_lazy("Owner")),
    ),
    frozenset({"id", "target"}),
)
LINES = BookSheet(
    "lines",
    gettext_lazy("Budget lines"),
    (
        BookColumn("id", gettext_lazy("Line id")),
        BookColumn("title_en", gettext_lazy("Name (English)")),
        BookColumn("title_zh", gettext_lazy("Name (Chinese)")),
        BookColumn("category", gettext_lazy("Cost type"), "choice"),
        BookColumn("channel_kind", gettext_lazy("Channel")),
        BookColumn("phase", gettext_lazy("Phase")),
        BookColumn("starts_on", gettext_lazy("Starts"), "date"),
        BookColumn("ends_on", gettext_lazy("Ends"), "date"),
        BookColumn("planned_minor", gettext_lazy("Planned"), "own_money"),
        BookColumn("currency", gettext_lazy("Currency"), "choice"),
        BookColumn("rate_on", gettext_lazy("Rate of"), "date"),
        BookColumn("rate", gettext_lazy("Rate")),
        BookColumn("worth", gettext_lazy("Planned in the plan’s currency"), "money"),
        BookColumn("forecast_minor", gettext_lazy("Forecast"), "money"),
        BookColumn("is_reserve", gettext_lazy("Reserve"), "choice"),
        BookColumn("owner", gettext_lazy("Owner"), "choice"),
        BookColumn("note", gettext_lazy("Note")),
    ),
    frozenset({"id", "planned_minor"}),
)
MONTHS = BookSheet(
    "months",
    pgettext_lazy("sheet", "Forecast by month"),
    (
        BookColumn("id", gettext_lazy("Line id")),
        BookColumn("line", gettext_lazy("Line")),
        BookColumn("month", gettext_lazy("Month"), "month"),
        BookColumn("baseline", gettext_lazy("Baseline"), "money"),
        BookColumn("forecast", gettext_lazy("Forecast"), "money"),
    ),
    frozenset({"id", "month", "forecast"}),
)
SHEETS = (MONTHS, LINES, GOALS, PLAN)


@cache
def headers_of(sheet: BookSheet) -> dict[str, str]:
    """Header as `read_header` spells it, in every language → column key."""
    return {
        read_header(words).name: column.key
        for column in sheet.columns
        for words in in_every_language(column.header)
    }


def in_every_language(words: Promise | str) -> list[str]:
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(str(words))
    return said


def plain(text: str) -> str:
    """Text as it is compared: lines end alike, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def reader(column: BookColumn, currency: str, choices: dict[str, Value]) -> Callable[[Cell], Value]:
    """How a cell of the column is read. choices: folded words → value. Raises WrongCell."""
    match column.kind:
        case "money" | "own_money":
            return lambda cell: _money(cell, currency)
        case "number":
            return _number
        case "date":
            return _day
        case "month":
            return lambda cell: (day := _day(cell)) and month_of(day)
        case "choice":
            return lambda cell: _choice(cell, choices)
        case _:
            return _text


def _text(cell: Cell) -> str:
    return plain(cell if isinstance(cell, str) else as_text(cell))


def _number(cell: Cell) -> Decimal | None:
    """Empty cells and dashes hold no number."""
    try:
        number = parse_number(cell)
    except Unreadable:
        number = Number(None, percent=True)
    if number.percent or number.threshold:
        raise WrongCell(
            _("“%(typed)s” is not an amount. Use 12000 or 1.2万.") % {"typed": as_text(cell)}
        )
    return number.value


def _money(cell: Cell, currency: str) -> int | None:
    number = _number(cell)
    if number is None:
        return None
    minor = number.scaleb(minor_digits(currency))
    # What a formula computes in binary is off by less than this.
    whole = round(minor)
    if abs(minor - whole) > 1e-4:
        raise WrongCell(
            _("That is finer than the smallest coin of %(currency)s.") % {"currency": currency}
        )
    if whole < 0:
        raise WrongCell(_("The amount cannot be negative."))
    if whole > 10**15:
        raise WrongCell(_("That amount is too large."))
    return whole


def _day(cell: Cell) -> date | None:
    try:
        day = parse_date(cell)
    except Unreadable:
        day = cell
    if day is None or isinstance(day, date):
        return day
    raise WrongCell(_("“%(typed)s” is not a day. Use 2026-11-23.") % {"typed": as_text(cell)})


def _choice(cell: Cell, choices: dict[str, Value]) -> Value:
    text = _text(cell)
    if text.casefold() not in choices:
        offered = ", ".join(filter(None, choices))[:200]
        raise WrongCell(
            _("“%(typed)s” is not known here. Use one of: %(offered)s.")
            % {"typed": text, "offered": offered}
        )
    return choices[text.casefold()]

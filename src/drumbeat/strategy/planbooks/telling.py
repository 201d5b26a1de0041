"""What a workbook would change, in words and as values."""

from dataclasses import asdict, dataclass, field
from datetime import date

from drumbeat.people.records import in_language
from drumbeat.strategy.planbooks.columns import Value
from drumbeat.ui.templatetags.format import date as day_words
from drumbeat.ui.templatetags.format import money


@dataclass(frozen=True)
class Told:
    """One line of the difference, in words. kind: added, changed, removed or refused."""

    kind: str
    sheet: str
    row: int | None
    column: str
    name: str
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass
class Difference:
    """told: for people. added, changed, removed: budget lines of a draft. months: of one in force.

    is_stale: the plan changed since the workbook was written.
    """

    told: list[Told] = field(default_factory=list)
    added: list[dict[str, Value]] = field(default_factory=list)
    changed: dict[str, dict[str, Value]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    months: dict[str, dict[date, int]] = field(default_factory=dict)
    is_stale: bool = False

    @property
    def refused(self) -> list[Told]:
        return [one for one in self.told if one.kind == "refused"]

    @property
    def is_empty(self) -> bool:
        return not self.told

    def as_rows(self) -> list[dict]:
        return [asdict(one) for one in self.told]


def row_name(values: dict[str, Value]) -> str:
    """What a row is about: a line's name in the language of the page, or a target's."""
    line = in_language(values.get("title_en") or "", values.get("title_zh") or "")
    return line or str(values.get("name") or "")


def in_words(now, sheet, key, row) -> str:
    """The cell of a row, as the values of its line or month."""
    value = row.get(key)
    if key in now.words and value in now.words[key]:
        return now.words[key][value]
    if value is None or value == "":
        return "—"
    kind = sheet.column(key).kind
    if kind == "own_money":
        return money(value, now.currency_of(row))
    if kind == "money":
        return money(value, now.plan.currency)
    return day_words(value) if kind in ("date", "month") else str(value)

"""Two versions side by side: every field and every row, what they have in common left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from drumbeat.strategy.brandbook.models import BrandPlatform, BrandRule
from drumbeat.strategy.brandbook.parts import PARTS, SLOTS, Part

_PLAIN = [
    f"{name}_{tongue}" for name in ("title", "promise", *SLOTS, "logo") for tongue in ("en", "zh")
]


@dataclass(frozen=True)
class Change:
    """One thing in two versions, as text; "" where a version does not have it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Section:
    label: str
    changes: list[Change]


def compare(before: BrandPlatform, after: BrandPlatform) -> list[Section]:
    """What differs, section by section; sections without a difference are left out (2 queries)."""
    fields = [Change(_label(name), getattr(before, name), getattr(after, name)) for name in _PLAIN]
    sections = [Section(str(_("Promise and positioning")), fields)]
    for key, part in PARTS.items():
        pairs = _paired(getattr(before, key), getattr(after, key), _row_name)
        sections.append(
            Section(
                str(part.label),
                [Change(_title(a, b), _row(a, part), _row(b, part)) for a, b in pairs],
            )
        )
    pairs = _paired(before.rules.all(), after.rules.all(), lambda rule: rule.key)
    rules = [Change(str(b or a), _rule(a), _rule(b)) for a, b in pairs]
    sections.append(Section(str(_("Rules")), rules))
    return [
        Section(section.label, changed)
        for section in sections
        if (changed := [one for one in section.changes if one.before != one.after])
    ]


def _paired(before: Iterable, after: Iterable, key) -> list[tuple]:
    """Rows of the same key beside each other; what is left over is taken as renamed, in order."""
    old = {key(row): row for row in before}
    new = {key(row): row for row in after}
    same = [(old[name], row) for name, row in new.items() if name in old]
    gone = [row for name, row in old.items() if name not in new]
    come = [row for name, row in new.items() if name not in old]
    return same + list(zip_longest(gone, come))


def _label(name: str) -> str:
    return capfirst(str(BrandPlatform._meta.get_field(name).verbose_name))


def _row_name(row: dict) -> tuple:
    return (row.get("name_en"), row.get("name_zh"), row.get("family"))


def _title(before: dict | None, after: dict | None) -> str:
    row = after or before
    return " · ".join(text for text in _row_name(row) if text)


def _row(row: dict | None, part: Part) -> str:
    # In the order of the part: a database may give the keys back in another one.
    return "\n".join(text for name in part.columns if (text := (row or {}).get(name)))


def _rule(rule: BrandRule | None) -> str:
    if rule is None:
        return ""
    instead = " / ".join(filter(None, (rule.instead_en, rule.instead_zh)))
    lines = (
        f"{rule.get_kind_display()} · {rule.get_severity_display()}",
        " / ".join(filter(None, (rule.words_en, rule.words_zh))),
        f"→ {instead}" if instead else "",
        f"ΔE ≤ {rule.limit:g}" if rule.limit else "",
        " / ".join(filter(None, (rule.reason_en, rule.reason_zh))),
    )
    return "\n".join(filter(None, lines))

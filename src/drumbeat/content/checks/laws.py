"""What the advertising-law rules say of a finding, in the language of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.content.checks.rulebook import Explained, reading, rules, wordcheck
from drumbeat.people.records import in_language

SEVERITY_NAMES = {
    "block": gettext_lazy("Blocks"),
    "high": gettext_lazy("High"),
    "warn": gettext_lazy("Warning"),
    "info": gettext_lazy("Hint"),
}


def explained_law(key: str) -> Explained | None:
    entry = wordcheck().entries.get(key)
    if entry is None:
        return None
    known = rules()["bases"]
    laws = [known[base]["zh"] if base in known else base for base in entry.bases]
    reason = in_language(*_reasons(entry, known))
    category = _category(entry.category)
    return Explained(key, entry.label, category, laws, reason, entry.suggestion, "zh-Hans")


def _reasons(entry, known):
    """What the laws say, in English and in Chinese; of a structural rule, what it asks."""
    if entry.category == "structural":
        why = next(row["why"] for row in reading()["structural"] if row["key"] == entry.key)
        return why["en"], why["zh"]
    said = reading()["english"]
    english = "; ".join(said.get(base, known[base]["en"]) for base in entry.bases)
    return english[:1].upper() + english[1:], "；".join(
        reading()["reasons"][base] for base in entry.bases
    )


def sectors() -> list[tuple[str, str]]:
    """Keys and names of the trades that have rules of their own; "" for all others."""
    wanted = wordcheck().sectors
    named = [
        (row["key"], in_language(row["en"], row["zh"]))
        for row in rules()["categories"]
        if row["key"] in wanted
    ]
    return [("", _("None of these")), *named]


def exemptions() -> list[tuple[str, str]]:
    """X1–X9 of the enforcement guide, and that the rule was wrong."""
    lawful = [
        (row["code"], f"{row['code']} · {in_language(row['en'], row['zh'])}")
        for row in rules()["exemptions"]
    ]
    return [*lawful, ("false_alarm", _("False alarm: the words do not say this"))]


def effects() -> list[tuple[str, str, str]]:
    """Severity, its name and what comes of it, the gravest first."""
    said = {
        "block": _("not approved, unless the marketing lead waives it with reason and proof"),
        "high": _("reword it, or the brand strategist clears it with proof"),
        "warn": _("the author confirms the words; the reviewer sees it"),
        "info": _("something is left unsaid, or could be said better; nobody is stopped"),
    }
    return [(key, SEVERITY_NAMES[key], effect) for key, effect in said.items()]


def _category(key):
    for row in rules()["categories"]:
        if row["key"] == key:
            return in_language(row["en"], row["zh"])
    return _("What has to be said")

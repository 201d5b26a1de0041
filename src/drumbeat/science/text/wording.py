"""Does a Chinese text say what advertising law forbids, or leave out what it asks for?

The rules are data (`drumbeat.wordcheck/1`): patterns with what they allow, severity, law and
suggestion. A second document (`drumbeat.reading/1`) says how words are disguised and which of the
law's structural rules can be seen in a text. Everything is compiled once; the same text gives the
same findings every time, and nothing is asked of anybody.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drumbeat.science.text.disguise import Disguises
from drumbeat.science.text.folding import Folded, fold, joined, simplified, without_covered

SEVERITIES = ("info", "warn", "high", "block")
ALWAYS = frozenset({"medical_terms", "finance"})
"""Sector categories that ask every text: claims of healing and of returns harm anywhere."""
_MASK = "\0"
_AROUND = 24
"""Characters on both sides in which a disguised word is read: no pattern looks further."""


@dataclass(frozen=True)
class Entry:
    """One rule. bases: keys of the laws. pattern: None for a structural rule.

    lifted_by: key of the structural rule whose being kept makes this one fall silent.
    """

    key: str
    category: str
    severity: str
    label: str
    bases: tuple[str, ...]
    suggestion: str
    note: str
    pattern: re.Pattern | None = None
    allow: re.Pattern | None = None
    lifted_by: str = ""


@dataclass(frozen=True)
class Structural:
    """What a text that says `when` must say too: each of `unless`.

    sectors: where it is asked, empty for everywhere. when: None asks every text of the sectors.
    fact: asked only where this is known of the text (“ai”, “email”).
    """

    entry: Entry
    when: re.Pattern | None
    unless: tuple[re.Pattern, ...]
    sectors: frozenset[str]
    fact: str = ""


@dataclass(frozen=True)
class Finding:
    """original[start:end] breaks the entry; what is missing altogether has no place.

    is_disguised: it was written so as not to be found, and weighs as a warning.
    """

    entry: Entry
    start: int | None
    end: int | None
    said: str
    severity: str
    is_disguised: bool = False

    @property
    def key(self) -> str:
        return self.entry.key

    @property
    def weight(self) -> int:
        return SEVERITIES.index(self.severity)


class Wordcheck:
    """The compiled rules. Raises KeyError, re.error for documents that are not as they say."""

    def __init__(self, rules: Mapping, reading: Mapping):
        self.edition = f"{rules['edition']} ({rules['checked']})"
        lifted = {key: row["key"] for row in reading["structural"] for key in row.get("lifts", ())}
        more = reading["allow"]
        entries = [_entry(row, lifted, more.get(row["id"], [])) for row in rules["entries"]]
        self.entries = {entry.key: entry for entry in entries}
        self.structural = [_structural(row, self.entries, rules) for row in reading["structural"]]
        self.entries |= {rule.entry.key: rule.entry for rule in self.structural}
        self.sectors = frozenset(reading["sectors"])
        self._words = [entry for entry in entries if entry.pattern]
        self._blocking = [entry for entry in self._words if entry.severity == "block"]
        self._disguises = Disguises(reading["disguises"])

    def check(
        self, text: str, sector: str = "", facts: Iterable[str] = frozenset()
    ) -> list[Finding]:
        """In reading order; what is missing altogether comes last.

        sector: key of a sector category, "" for ordinary goods. facts: what is known of the text.
        """
        if not text.strip():
            return []
        folded = joined(simplified(fold(text)))
        missing = self._missing(folded, sector, frozenset(facts))
        asked = [entry for entry in self._words if self._is_asked(entry.category, sector)]
        kept = {rule.entry.key for rule in self.structural if _is_kept(rule, folded.text)}
        found = [
            _finding(entry, folded, span)
            for entry in asked
            if entry.lifted_by not in kept
            for span in _hits(entry, folded.text)
        ]
        found += self._disguised(folded, found, sector)
        found += [one for one in missing if not _is_told(one, found)]
        placed = sorted(without_covered(found), key=lambda one: (one.start, -one.end, one.key))
        return placed + [one for one in found if one.start is None]

    def _is_asked(self, category, sector):
        return category not in self.sectors or category in ALWAYS or category == sector

    def _missing(self, folded, sector, facts):
        found = []
        for rule in self.structural:
            wanted = (not rule.sectors or sector in rule.sectors) and (
                not rule.fact or rule.fact in facts
            )
            said = rule.when.search(folded.text) if wanted and rule.when else None
            if wanted and (said or not rule.when) and not _is_kept(rule, folded.text):
                found.append(_finding(rule.entry, folded, said and said.span()))
        return found

    def _disguised(self, folded, plain, sector):
        found, said = [], _said(plain)
        for start, end, word in self._disguises.found(folded.text):
            place = folded.between(start, end)
            before = folded.text[max(0, start - _AROUND) : start]
            window = before + word + folded.text[end : end + _AROUND]
            at = (len(before), len(before) + len(word))
            for entry in self._blocking:
                if not self._is_asked(entry.category, sector):
                    continue
                if not said[entry.key].isdisjoint(range(*place)):
                    continue
                if any(a < at[1] and at[0] < b for a, b in _hits(entry, window)):
                    words = folded.original[slice(*place)]
                    found.append(Finding(entry, *place, words, "warn", is_disguised=True))
        return found


def _hits(entry: Entry, text: str) -> list[tuple[int, int]]:
    if not entry.pattern.search(text):
        return []
    if entry.allow:
        text = entry.allow.sub(lambda said: _MASK * len(said[0]), text)
    return [hit.span() for hit in entry.pattern.finditer(text) if hit.end() > hit.start()]


def _finding(entry: Entry, folded: Folded, span: tuple[int, int] | None) -> Finding:
    if span is None:
        return Finding(entry, None, None, "", entry.severity)
    start, end = folded.between(*span)
    return Finding(entry, start, end, folded.original[start:end], entry.severity)


def _is_kept(rule: Structural, text: str) -> bool:
    return bool(rule.unless) and all(pattern.search(text) for pattern in rule.unless)


def _said(plain: list[Finding]) -> Mapping[str, set[int]]:
    """The places in the original that each entry already found."""
    places = defaultdict(set)
    for one in plain:
        places[one.key].update(range(one.start, one.end))
    return places


def _is_told(missing: Finding, found: list[Finding]) -> bool:
    """Does a finding on the same law stand at the same place? Then it says so already."""
    return missing.start is not None and any(
        one.start < missing.end
        and missing.start < one.end
        and set(one.entry.bases) & set(missing.entry.bases)
        for one in found
        if one.start is not None
    )


def _entry(row: Mapping, lifted: Mapping[str, str], more: list[str]) -> Entry:
    allow = "|".join(f"(?:{pattern})" for pattern in [*row["allow"], *more])
    return Entry(
        row["id"],
        row["category"],
        row["severity"],
        row["label"],
        tuple(row["bases"]),
        row["suggestion"],
        row["note"],
        re.compile(row["regex"]) if "regex" in row else None,
        re.compile(allow) if allow else None,
        lifted.get(row["id"], ""),
    )


def _structural(row: Mapping, entries: Mapping[str, Entry], rules: Mapping) -> Structural:
    known = entries.get(row["key"])
    told = {rule["key"]: rule for rule in rules["structural_rules"]}
    return Structural(
        known
        or Entry(
            row["key"],
            "structural",
            "info",
            row["label"],
            (told[row["key"]]["base"],),
            row["suggestion"],
            told[row["key"]]["rule"],
        ),
        re.compile(row["when"]) if row.get("when") else None,
        tuple(re.compile(pattern) for pattern in row["unless"]),
        frozenset(row.get("sectors", ())),
        row.get("fact", ""),
    )

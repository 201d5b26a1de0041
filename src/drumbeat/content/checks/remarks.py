"""A text with all that is to be said of it, by the brand's rules, the advertising law and its craft."""

import re
from dataclasses import dataclass, field

from drumbeat.content.checks.craft import explained_craft, made, severity
from drumbeat.content.checks.laws import SEVERITY_NAMES, explained_law
from drumbeat.content.checks.rulebook import Explained, wordcheck
from drumbeat.people.members.models import Brand
from drumbeat.science.text.folding import HAN, marked
from drumbeat.science.text.wording import SEVERITIES, Finding
from drumbeat.strategy.brandbook.queries import active, tried
from drumbeat.strategy.models import BrandRule

_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True)
class Remark:
    """text[start:end] breaks a rule; no place: something is missing.

    law: the rule that comes with the product, of the law or of craft; rule: the brand's.
    """

    start: int | None
    end: int | None
    said: str
    severity: str
    law: Explained | None = None
    rule: BrandRule | None = None
    instead: str = ""
    is_disguised: bool = False

    @property
    def weight(self) -> int:
        return SEVERITIES.index(self.severity)

    @property
    def hint(self) -> str:
        return self.law.reason if self.law else self.rule.reason

    @property
    def is_missing(self) -> bool:
        return self.start is None

    def get_severity_display(self):
        return SEVERITY_NAMES[self.severity]


@dataclass(frozen=True)
class Read:
    """pieces: the text, each with the gravest remark on it; joined, they are the text."""

    remarks: list[Remark] = field(default_factory=list)
    pieces: list[tuple[str, Remark | None]] = field(default_factory=list)

    @property
    def gravest(self) -> str:
        """Severity of the gravest remark, "" for none."""
        return max(self.remarks, key=lambda one: one.weight).severity if self.remarks else ""


def by_law(text: str, sector: str = "", facts=frozenset()) -> list[Finding]:
    """Findings by the Chinese advertising law; it asks nothing of a text without Chinese."""
    return wordcheck().check(text, sector, facts) if _HAN.search(text) else []


def read(text: str, brand: Brand, sector: str = "", facts=frozenset()) -> Read:
    """In reading order, what is missing last (2 queries)."""
    platform = active(brand)
    told = tried(platform, text).told if platform else ()
    remarks = [_by_brand(one) for one in told]
    remarks += [_by_law(one) for one in by_law(text, sector, facts)]
    remarks += [_by_craft(one) for one in made(text, facts)]
    remarks.sort(key=lambda one: (one.start is None, one.start or 0, -one.weight))
    return Read(remarks, marked(text, remarks))


def _by_brand(told):
    found = told.finding
    return Remark(
        found.start,
        found.end,
        found.said,
        told.rule.severity,
        rule=told.rule,
        instead=found.instead,
    )


def _by_law(found):
    return Remark(
        found.start,
        found.end,
        found.said,
        found.severity,
        law=explained_law(found.key),
        instead=found.entry.suggestion,
        is_disguised=found.is_disguised,
    )


def _by_craft(slip):
    law = explained_craft(slip.key)
    return Remark(
        slip.start,
        slip.end,
        slip.said,
        severity(slip.key),
        law=law,
        instead=slip.instead or law.suggestion,
    )

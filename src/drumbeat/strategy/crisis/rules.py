"""What the crisis playbook says, as values: factors, levels, clocks. A document in, no database.

The rules are data: a team that weighs otherwise publishes a new version of its playbook. A crisis
keeps the rules it was opened under.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

HIGHEST = 4
"""Each factor is scored from 0 to this."""

KEPT = (
    "severity_levels",
    "severity_score",
    "severity_overrides_to_L4",
    "de_escalation",
    "containment",
    "cell",
    "statement_rules",
    "statement_rules_zh",
    "fast_path_L4",
    "fast_path_L4_zh",
    "clock",
)
_LEVEL_RULE = re.compile(r"score (\d+)-(\d+)(?P<override> or any override)?$")


@dataclass(frozen=True)
class Named:
    """Something of the document with its words in both languages."""

    key: str
    en: str
    zh: str


@dataclass(frozen=True)
class Factor(Named):
    weight: Decimal
    scale_en: str
    scale_zh: str


@dataclass(frozen=True)
class Level(Named):
    """`low`: the least score (0–100) that makes it. publishes: yes | optional | no."""

    low: int
    is_overridden_to: bool
    answer_within: timedelta
    publishes: str
    who_en: str
    who_zh: str


def kept(body: Mapping, shipped: Mapping) -> dict:
    """What of a playbook's document a crisis keeps; what an older one lacks comes from `shipped`."""
    return {name: deepcopy(body.get(name, shipped.get(name))) for name in KEPT}


def factors(rules: Mapping) -> list[Factor]:
    return [
        Factor(
            one["factor"],
            one.get("en") or _spoken(one["factor"]),
            one["zh"],
            Decimal(str(one["weight"])),
            one["scale"],
            one.get("scale_zh", one["scale"]),
        )
        for one in rules["severity_score"]
    ]


def levels(rules: Mapping) -> list[Level]:
    """From the mildest up. Raises ValueError for a level rule that cannot be read."""
    return sorted((_level(one) for one in rules["severity_levels"]), key=lambda level: level.low)


def level(rules: Mapping, key: str) -> Level | None:
    return next((one for one in levels(rules) if one.key == key), None)


def overrides(rules: Mapping) -> list[Named]:
    """What makes it the gravest level whatever the score."""
    return _named(rules["severity_overrides_to_L4"])


def cell(rules: Mapping) -> list[Named]:
    """Who must be named before the cell works."""
    return _named(rules["cell"])


def score(rules: Mapping, scored: Mapping[str, int]) -> Decimal:
    """Σ weight × score as a share of the most it could be, 0–100, to one decimal.

    scored: every factor of the rules → 0–4. Raises KeyError for a factor left out, ValueError for
    a score outside.
    """
    known = factors(rules)
    if any(not 0 <= scored[factor.key] <= HIGHEST for factor in known):
        raise ValueError(f"factors are scored from 0 to {HIGHEST}")
    most = HIGHEST * sum(factor.weight for factor in known)
    total = sum(factor.weight * scored[factor.key] for factor in known)
    return (100 * total / most).quantize(Decimal("0.1"), ROUND_HALF_UP)


def judged(rules: Mapping, scored: Mapping[str, int], struck: Iterable[str] = ()) -> Level:
    """The level that the factors give, or the one that an override lifts it to."""
    ladder = levels(rules)
    if set(struck) & {override.key for override in overrides(rules)}:
        return next(one for one in ladder if one.is_overridden_to)
    points = score(rules, scored)
    return [one for one in ladder if one.low <= points][-1]


def targets(rules: Mapping) -> dict[str, timedelta]:
    """How long after T0 each thing is due, by its key."""
    golden = rules["clock"]["golden_targets_h"]
    return {
        "triage": timedelta(hours=golden["triage"]),
        "holding": timedelta(hours=golden["holding_statement"]),
        "full": timedelta(hours=golden["full_response"]),
        "review": timedelta(days=golden["post_review_days"]),
    }


def de_escalation(rules: Mapping) -> list[Named]:
    """The conditions of the rule, each to be answered by itself."""
    rule = rules["de_escalation"]
    english = rule["rule"].split(" AND ")
    chinese = rule.get("rule_zh", rule["rule"]).split(" AND ")
    pairs = zip(english, chinese, strict=True)
    return [Named(str(number), en, zh) for number, (en, zh) in enumerate(pairs)]


def statement_rules(rules: Mapping) -> list[Named]:
    english = rules["statement_rules"]
    chinese = rules.get("statement_rules_zh") or english
    return [Named("", en, zh) for en, zh in zip(english, chinese, strict=True)]


def _level(one):
    found = _LEVEL_RULE.match(one["rule"])
    if not found:
        raise ValueError(f"a level's rule reads “score 0-24”, not “{one['rule']}”")
    says = one["publish_statement"]
    return Level(
        one["level"],
        one["en"],
        one["zh"],
        int(found[1]),
        bool(found["override"]),
        timedelta(hours=one["response_sla_h"]),
        {True: "yes", False: "no"}.get(says, str(says)),
        one["who"],
        one.get("who_zh", one["who"]),
    )


def _named(rows):
    """A row is a key with words, or in older documents the key alone."""
    return [
        Named(row["key"], row["en"], row["zh"])
        if isinstance(row, Mapping)
        else Named(row, _spoken(row), _spoken(row))
        for row in rows
    ]


def _spoken(key):
    return key.replace("_", " ").capitalize()

"""Learnings as the numbers would word them; a person edits, or throws them away."""

from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.results.scoreboard import Row
from drumbeat.review.retrospectives.surprise import surprises
from drumbeat.ui.templatetags.format import money, number, ratio

ENOUGH_ORDERS = 5
"""Below this many orders on a row its ROAS is mostly luck: worth a look, not a claim."""


@dataclass(frozen=True)
class Suggestion:
    """One sentence in both languages, on which object it rests, and the figures as they stood.

    key: names it on the page. ref: `"placement:plc_…"`. kind: of learning.
    """

    key: str
    kind: str
    ref: str
    title_en: str
    title_zh: str
    confidence: str
    figures: dict = field(default_factory=dict)


BETTER = _("“%(name)s” earned %(roas)s for each one spent, the whole campaign %(all)s")
WORSE = _("“%(name)s” earned only %(roas)s for each one spent, the whole campaign %(all)s")
MISSED = _("“%(name)s” brought %(actual)s orders where we expected %(expected)s (z %(z)s)")
EXCEEDED = _("“%(name)s” brought %(actual)s orders, more than the %(expected)s expected (z %(z)s)")


def suggestions(placements, messages, total: Row, currency: str) -> list[Suggestion]:
    """Best and worst by ROAS of either cut, and the largest surprise. Rows under one model.

    placements, messages: rows of the scoreboard. total: of the campaign.
    """
    found = [
        *_by_roas("placement", placements, total, currency),
        *_by_roas("message", messages, total, currency),
    ]
    return found + _missed(placements)


def _by_roas(cut, rows, total, currency) -> list[Suggestion]:
    known = sorted((row for row in rows if row.roas is not None), key=lambda row: row.roas)
    if len(known) < 2 or total.roas is None:
        return []
    worst, best = known[0], known[-1]
    told = [(best, BETTER, "positive")] if best.roas > total.roas else []
    if worst.roas < total.roas:
        told.append((worst, WORSE, "negative"))
    return [
        _worded(
            f"{cut}-{kind}",
            kind,
            f"{cut}:{row.key}",
            sentence,
            row,
            {
                "spend": money(row.spend_minor, currency),
                "revenue": money(row.revenue_minor, currency),
                "orders": number(row.outcomes, 1),
                "roas": round(row.roas, 4),
                "campaign_roas": round(total.roas, 4),
            },
            {"roas": ratio(row.roas), "all": ratio(total.roas)},
        )
        for row, sentence, kind in told
    ]


def _missed(rows) -> list[Suggestion]:
    top = next(iter(surprises(rows, 1)), None)
    if top is None or abs(top.z) < 2:
        return []
    row = next(row for row in rows if row.label == top.label and row.url == top.url)
    kind, sentence = ("positive", EXCEEDED) if top.is_better else ("negative", MISSED)
    words = {
        "actual": number(row.outcomes),
        "expected": number(top.expected),
        "z": number(top.z, 1),
    }
    figures = {"actual": row.outcomes, "expected": top.expected, "z": round(top.z, 2)}
    return [_worded("surprise", kind, f"placement:{row.key}", sentence, row, figures, words)]


def _worded(key, kind, ref, sentence, row, figures, words) -> Suggestion:
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = str(sentence) % (words | {"name": str(row.obj or row.label)})
    confidence = "medium" if row.outcomes >= ENOUGH_ORDERS else "low"
    return Suggestion(key, kind, ref, said["en"], said["zh-hans"], confidence, figures)

"""What to do about each piece, by rules that are told with their numbers. A person decides."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from drumbeat.content.models import Right
from drumbeat.content.rights.queries import ends_of
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.content_results.card import Decay, Fatigue, decay_of, fatigue_of_each
from drumbeat.insight.content_results.models import ADVICE, AdviceRules
from drumbeat.insight.content_results.page import days_of
from drumbeat.insight.content_results.pieces import Piece, Pieces
from drumbeat.insight.content_results.rules import rules_of, values_of
from drumbeat.insight.content_results.series import into_series
from drumbeat.ui.templatetags import format as say


@dataclass(frozen=True)
class Standing:
    """What the rules look at. is_out: today. ended: of its rights that are over the last; ending: of
    those that end within the days of the warning the first."""

    piece: Piece
    first: date
    is_out: bool
    decay: Decay | None
    fatigue: Fatigue | None
    ended: Right | None
    ending: Right | None

    def age(self, today: date) -> int:
        return (today - self.first).days

    def fades(self, rules: AdviceRules) -> bool:
        return (
            self.decay is not None
            and self.decay.is_told
            and self.decay.half_life is not None
            and self.decay.half_life < rules.fading_days
        )

    def place(self, rules: AdviceRules) -> float | None:
        """Its percentile, 0–1; None where its series has too few pieces for the rules."""
        piece = self.piece
        enough = piece.series is not None and len(piece.series.pieces) >= rules.series_pieces
        return piece.percentile if enough else None


@dataclass(frozen=True)
class Advice:
    """key: of ADVICE. why: the rule with its numbers, in words. figures: the same as numbers.
    right: the one that it is about. values: of the rules, by which it was made."""

    piece: Piece
    key: str
    why: str
    figures: dict = field(default_factory=dict)
    right: Right | None = None
    values: dict[str, int] = field(default_factory=dict)

    @property
    def name(self):
        return ADVICE[self.key]


def advice_of_each(brand, question: Question, today: date) -> list[Advice]:
    """One for each piece that was out (a fixed number of queries and questions)."""
    reading, rules = Pieces(brand, question), rules_of(brand)
    into_series(reading.all, "touches", with_leads=bool(reading.steps))
    found = [advice_of(one, rules, today) for one in _standings(reading, rules, today)]
    order = list(ADVICE)
    return sorted(found, key=lambda one: (order.index(one.key), one.piece.name))


def advice_of(standing: Standing, rules: AdviceRules, today: date) -> Advice:
    """The first rule that fits."""
    piece, place = standing.piece, standing.place(rules)
    key, why = "leave", _("No rule asks for anything.")
    if standing.ended:
        key = "retire"
        why = _("A right of it ended on %s.") % say.date(standing.ended.ends_on)
    elif standing.fatigue and standing.fatigue.is_tired:
        key = "refresh"
        why = _("Tired: click-through rate %(first)s → %(last)s.") % {
            "first": say.percent(standing.fatigue.first, 2),
            "last": say.percent(standing.fatigue.last, 2),
        }
    elif standing.is_out and standing.fades(rules):
        key = "refresh"
        why = _("Fades: half-life %s days while it is out.") % say.number(
            standing.decay.half_life, 1
        )
    elif place is not None and place >= rules.upper_percent / 100:
        key = "boost" if standing.is_out else "repeat"
        why = _("Percentile %(place)s of %(n)s in its series.") % _place(piece)
        if not standing.is_out:
            why += " " + _("It is not out any more.")
        if standing.ending:
            key = "renew"
            why += " " + _(
                "A right of it ends on %s: renew the right, or refresh without it."
            ) % say.date(standing.ending.ends_on)
    elif place is not None and _does_badly(standing, rules, today):
        key = "retire"
        why = _("Percentile %(place)s of %(n)s in its series.") % _place(piece)
        why += " " + _("Out since %s days.") % say.number(standing.age(today))
    elif place is None:
        why = _("Too few pieces of its kind to compare with.")
    right = {"retire": standing.ended, "renew": standing.ending}.get(key)
    figures = _figures(standing, today) | _told_of(right)
    return Advice(piece, key, why, figures, right, values_of(rules))


def _does_badly(standing: Standing, rules: AdviceRules, today: date) -> bool:
    is_low = standing.place(rules) <= rules.lower_percent / 100
    return is_low and standing.age(today) >= rules.old_days


def _told_of(right: Right | None) -> dict:
    return {"right": str(right), "right_ends_on": right.ends_on.isoformat()} if right else {}


def _place(piece: Piece) -> dict:
    return {
        "place": say.number(round(100 * piece.percentile)),
        "n": say.number(len(piece.series.pieces)),
    }


def _figures(standing: Standing, today: date) -> dict:
    """Plain values, to be kept as they stood when somebody decided."""
    piece, decay, fatigue = standing.piece, standing.decay, standing.fatigue
    return {
        "touches": piece.sums.touches,
        "outcomes": round(piece.sums.outcomes, 4),
        "revenue_minor": piece.sums.revenue_minor,
        "percentile": piece.percentile,
        "series_pieces": len(piece.series.pieces) if piece.series else None,
        "half_life_days": decay.half_life if decay and decay.is_told else None,
        "ctr_first": fatigue.first if fatigue else None,
        "ctr_last": fatigue.last if fatigue else None,
        "age_days": standing.age(today),
        "asked_on": today.isoformat(),
    }


def _standings(reading: Pieces, rules: AdviceRules, today: date) -> list[Standing]:
    spans: defaultdict[str, list] = defaultdict(list)
    for row in reading.placed:
        spans[row.lead].append(row)
    counts: defaultdict[str, dict[date, int]] = defaultdict(dict)
    for row in days_of(reading.brand, [one.pk for one in reading.all], reading.period).rows:
        counts[row["key"]][row["day"]] = row["touches"]
    leads = {row.pk: row.lead for row in reading.placed}
    tired = fatigue_of_each(reading.brand, leads, rules)
    rights = ends_of(list(spans), today)
    days, made = reading.period.days, []
    for piece in reading.all:
        rows = spans[piece.pk]
        down = max(row.ends_on for row in rows) + timedelta(days=1)
        series = [counts[piece.pk].get(day, 0) for day in days]
        ends = rights.get(piece.pk, [])
        made.append(
            Standing(
                piece,
                min(row.starts_on for row in rows),
                any(row.starts_on <= today <= row.ends_on for row in rows),
                decay_of(days, series, min(today, down), rules),
                tired.get(piece.pk),
                next((one for one in reversed(ends) if one.is_expired(today)), None),
                next((one for one in ends if one.expires_soon(today)), None),
            )
        )
    return made

"""The pieces that were out in a period, with what each of them brought.

Of several assets on a placement the lead one stands for all, as everywhere in the results. All that
happened comes from the lake's sums by day, placement by placement.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Length

from drumbeat.channels.models import Pin, Placement
from drumbeat.channels.spend.queries import current_facts
from drumbeat.content.models import Asset
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.content_results.sums import Sums
from drumbeat.insight.conversions.queries import current_conversions
from drumbeat.insight.results.asking import Asked
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import remembered_results
from drumbeat.insight.results.rows import own_money
from drumbeat.insight.spend.placements import spent_by_placement
from drumbeat.people.records import in_language
from drumbeat.warehouse.questions import Answer

MODEL = Asked.model
"""The attribution model of the results where nobody chose another."""


@dataclass
class Piece:
    """An asset that was out: what it is, where it was, what that brought.

    touches_by_kind: by kind of channel. audiences, campaigns: of its placements.
    """

    pk: str
    name: str
    kind: str
    language: str
    message: str
    stage: str
    topic: str
    pillar: str
    letters: int = 0
    sums: Sums = field(default_factory=Sums)
    touches_by_kind: dict[str, int] = field(default_factory=dict)
    by_audience: dict[str, Sums] = field(default_factory=dict)
    series: object = None
    percentile: float | None = None

    @property
    def channel_kind(self) -> str:
        """Where most of its touches came from; of equals the first by name."""
        return min(self.touches_by_kind, key=lambda kind: (-self.touches_by_kind[kind], kind))


class Placed(NamedTuple):
    """A placement. kind: of its channel. lead: its asset; version: the one that it shows, letters:
    of its text."""

    pk: str
    kind: str
    audience: str | None
    starts_on: date
    ends_on: date
    lead: str
    version: str
    letters: int | None


class Pieces:
    """Everything the pages about content say of one question, asked once each."""

    def __init__(self, brand, question: Question):
        self.brand, self.question = brand, question
        self.period, self.choices = question.period, question.choices
        conversions = current_conversions(brand)
        steps = tuple(one.key for one in conversions if not one.is_macro)
        # Where nothing but steps is defined, they are the outcomes.
        self.steps = steps if len(steps) < len(conversions) else ()
        self.windows = sorted({one.window_days for one in conversions if one.is_macro})

    @cached_property
    def placements(self):
        return placements_table(self.brand)

    def _by_placement(self, counted) -> Answer:
        return remembered_results(
            self.brand,
            period=self.period,
            placements=self.placements,
            by="placement",
            model=MODEL,
            conversion=counted,
            people=False,
        )

    @cached_property
    def answer(self) -> Answer:
        """Touches, orders and revenue of each placement."""
        return self._by_placement(self.question.counted)

    @cached_property
    def steps_answer(self) -> Answer | None:
        """The leads of each placement; None where the brand defined no steps on the way."""
        return self._by_placement(self.steps) if self.steps else None

    @cached_property
    def sums_by_placement(self) -> dict[str, Sums]:
        found: defaultdict[str, Sums] = defaultdict(Sums)
        for row in self.answer.rows:
            if row["key"]:
                one = found[row["key"]]
                one.touches, one.outcomes = row["touches"], row["outcomes"]
                one.revenue_minor = own_money(row, self.brand.currency)
        for row in self.steps_answer.rows if self.steps_answer else ():
            if row["key"]:
                found[row["key"]].leads = row["outcomes"]
        for placement, spent in spent_by_placement(self.brand, self.period).items():
            if placement:
                found[placement].spend_minor = spent.minor
        for placement, impressions, clicks in self._reported():
            found[placement].impressions, found[placement].clicks = impressions, clicks or 0
        return found

    def _reported(self):
        """Clicks only of days whose impressions are known, or their rate would be none."""
        facts = current_facts(self.brand, period=(self.period.start, self.period.end))
        facts = facts.filter(placement__isnull=False, impressions__isnull=False).order_by()
        return facts.values_list("placement").annotate(Sum("impressions"), Sum("clicks"))

    @cached_property
    def all(self) -> list[Piece]:
        """The pieces that were asked for, the name first in the alphabet first."""
        pieces: dict[str, Piece] = {}
        made = _pieces({row.lead for row in self.placed}, self.choices)
        for row in self.placed:
            if (piece := made.get(row.lead)) is None:
                continue
            pieces[row.lead] = piece
            sums = self.sums_by_placement.get(row.pk) or Sums()
            piece.sums.add(sums)
            piece.letters = max(piece.letters, row.letters or 0)
            piece.by_audience.setdefault(row.audience or "", Sums()).add(sums)
            piece.touches_by_kind[row.kind] = piece.touches_by_kind.get(row.kind, 0) + sums.touches
        return sorted(pieces.values(), key=lambda piece: piece.name)

    @cached_property
    def placed(self) -> list[Placed]:
        """What was out in the period, or still brought something (one query)."""
        lead = Pin.objects.filter(placement=OuterRef("pk")).order_by("position", "id")
        was_out = Q(starts_on__lte=self.period.end, ends_on__gte=self.period.start)
        found = (
            Placement.objects.filter(brand=self.brand)
            .filter(was_out | Q(pk__in=list(self.sums_by_placement)))
            .exclude(state="cancelled")
            .annotate(
                lead=Subquery(lead.values("version__asset")[:1]),
                version=Subquery(lead.values("version")[:1]),
                letters=Subquery(lead.values(size=Length("version__text"))[:1]),
            )
            .filter(lead__isnull=False)
            .order_by()
        )
        for name in ("campaign", "audience"):
            if self.choices.get(name):
                found = found.filter(**{name: self.choices[name]})
        about = ("pk", "channel__kind", "audience", "starts_on", "ends_on")
        return [Placed(*row) for row in found.values_list(*about, "lead", "version", "letters")]


# What a piece is, and the way there from its asset.
_ABOUT = {
    "format": "kind",
    "language": "language",
    "message": "message",
    "stage": "brief__angle__stage",
    "topic": "brief__angle__topic",
    "pillar": "brief__angle__topic__pillar",
}


def _pieces(assets: set[str], choices: dict[str, str]) -> dict[str, Piece]:
    """The assets as pieces without anything yet, those that were not asked for left out (one
    query)."""
    found = Asset.objects.filter(pk__in=assets).order_by()
    for name, column in _ABOUT.items():
        if choices.get(name):
            found = found.filter(**{column: choices[name]})
    rows = found.values_list("pk", "title_en", "title_zh", *_ABOUT.values())
    return {
        pk: Piece(pk, in_language(english, chinese), *(value or "" for value in about))
        for pk, english, chinese, *about in rows
    }

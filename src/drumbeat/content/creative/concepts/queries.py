"""What the pages of concepts read."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from drumbeat.content.assets.models import Asset
from drumbeat.content.briefs.models import Brief
from drumbeat.content.creative.concepts.criteria import CRITERIA
from drumbeat.content.creative.concepts.models import Concept, Score, Scorer, Scoring
from drumbeat.content.creative.concepts.rules import IN_WORK
from drumbeat.people.members.models import Member


@dataclass(frozen=True)
class Judged:
    """What was said of a concept by one criterion. scores: those that the reader may see."""

    key: str
    scores: list[Score]

    @property
    def label(self):
        return CRITERIA[self.key][0]

    @property
    def asked(self):
        return CRITERIA[self.key][1]

    @property
    def mean(self) -> float | None:
        """1–5 over who scored; None before anybody did."""
        points = [one.points for one in self.scores]
        return sum(points) / len(points) if points else None


class Wall:
    """A brief's concepts as one member sees them: the others' scores only after their own."""

    def __init__(self, brief: Brief, reader: Member):
        self.brief, self.reader = brief, reader
        self.concepts = _with_all(brief)
        self.scorers = [one.member for one in brief.scorers.select_related("member__person")]
        self.scoring = scoring_of(brief)
        for concept in self.concepts:
            concept.brief = brief
            concept.scored_by = len({one.by_id for one in concept.scores.all()})
            concept.mine = any(one.by_id == reader.pk for one in concept.scores.all())
        for concept in self.concepts:
            concept.judged = self._judged(concept)
            concept.mean = _mean([one.mean for one in concept.judged])

    @cached_property
    def standing(self):
        """Those side by side: put up, or decided on."""
        return [one for one in self.concepts if one.state in ("put_up", "chosen", "not_chosen")]

    @cached_property
    def drafts(self):
        return [one for one in self.concepts if one.state == "draft"]

    @cached_property
    def withdrawn(self):
        return [one for one in self.concepts if one.state == "withdrawn"]

    @cached_property
    def chosen(self):
        return next((one for one in self.concepts if one.state == "chosen"), None)

    @cached_property
    def is_asked(self):
        return self.reader.pk in {member.pk for member in self.scorers}

    @cached_property
    def to_score(self):
        """The concepts that wait for the reader's score."""
        return [
            one
            for one in self.concepts
            if self.is_asked
            and one.state == "put_up"
            and not one.mine
            and not one.belongs_to(self.reader)
        ]

    @cached_property
    def silent(self):
        """Those asked whose score of some concept is missing."""
        return [member for member in self.scorers if self._misses(member)]

    def _misses(self, member):
        return any(
            one.state == "put_up"
            and not one.belongs_to(member)
            and member.pk not in {score.by_id for score in one.scores.all()}
            for one in self.concepts
        )

    @property
    def is_late(self):
        return bool(self.scoring and self.silent) and self.scoring.due_on < timezone.localdate()

    @cached_property
    def speaks_last(self):
        """May the reader see what others gave? Whoever is asked gives theirs first."""
        return not self.to_score

    def _judged(self, concept):
        seen = [
            one for one in concept.scores.all() if self.speaks_last or one.by_id == self.reader.pk
        ]
        return [Judged(key, [one for one in seen if one.criterion == key]) for key in CRITERIA]


def scoring_of(brief: Brief) -> Scoring | None:
    """Until when its scores are asked for (1 query)."""
    return Scoring.objects.filter(brief=brief).first()


def silent_scorers():
    """Those asked whose score of some concept that is put up, and not their own, is missing (a lazy
    queryset)."""
    given = Score.objects.filter(concept=OuterRef("pk"), by=OuterRef(OuterRef("member")))
    put_up = Concept.objects.filter(brief=OuterRef("brief"), state="put_up")
    return Scorer.objects.filter(
        Exists(put_up.exclude(owner=OuterRef("member")).filter(~Exists(given)))
    )


def open_scorings():
    """Scorings of all brands that somebody has still to answer (a lazy queryset)."""
    silent = silent_scorers().filter(brief=OuterRef("brief"))
    return Scoring.objects.filter(Exists(silent), brief__archived_at=None, brief__state__in=IN_WORK)


def _with_all(brief):
    """The brief's concepts with all that their cards show (3 queries)."""
    made = Asset.objects.current().only("title_en", "title_zh", "kind", "concept")
    found = (
        Concept.objects.filter(brief=brief)
        .select_related("owner__person", "message", "taken_from__asset", "decided_by__person")
        .prefetch_related(
            Prefetch("scores", Score.objects.select_related("by__person")),
            Prefetch("assets", made),
        )
    )
    return list(found)


def _mean(values):
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None

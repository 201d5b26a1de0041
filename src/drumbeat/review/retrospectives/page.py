"""The retrospective writes itself: one reading of everything it says."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from drumbeat.insight.results.ground import CUTS, Ground, ground_of
from drumbeat.insight.spend.lines import Costs, costs_of
from drumbeat.knowledge.models import Learning
from drumbeat.review.models import Closing, Retrospective
from drumbeat.review.retrospectives.comparing import Comparison, comparison
from drumbeat.review.retrospectives.goals import Outcome, outcomes_of
from drumbeat.review.retrospectives.suggestions import Suggestion, suggestions
from drumbeat.review.retrospectives.surprise import Surprise, surprises
from drumbeat.review.retrospectives.timeline import Timeline, timeline_of
from drumbeat.strategy.models import Campaign
from drumbeat.thread.registry import ref

ROI_MODELS = ("last_non_direct", "linear")


@dataclass(frozen=True)
class Review:
    """Everything a retrospective says of a campaign, as of one reading.

    A cut is asked when somebody looks at it: the page shows one of five, files hold them all.
    """

    campaign: Campaign
    ground: Ground
    currency: str
    outcomes: list[Outcome]
    costs: Costs
    timeline: Timeline
    learnings: list[Learning]
    words: Retrospective | None
    closing: Closing | None
    asked: dict[str, Comparison] = field(default_factory=dict)

    def cut(self, by: str) -> Comparison:
        """One of CUTS under both models."""
        if by not in self.asked:
            self.asked[by] = comparison(self.campaign, by, self.ground)
        return self.asked[by]

    @property
    def cuts(self) -> list[Comparison]:
        return [self.cut(by) for by in CUTS]

    @property
    def main(self) -> Comparison:
        """By placement: its total, surprises and freshness are the page's."""
        return self.cut("placement")

    @property
    def board(self):
        return self.main.board

    @cached_property
    def surprises(self) -> list[Surprise]:
        return surprises(self.board.rows)

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Those whose object no learning of this campaign rests on yet."""
        told = {each.ref for one in self.learnings for each in one.evidence.all()}
        found = suggestions(
            self.board.rows, self.cut("message").board.rows, self.board.total, self.currency
        )
        return [one for one in found if one.ref not in told]

    @property
    def returns(self) -> list[tuple[str, int, float | None]]:
        """ROI under each model: (model, credited revenue in minor units, ROI)."""
        total = self.main.total
        pairs = zip(ROI_MODELS, (total.last, total.linear), strict=True)
        return [
            (model, row.revenue_minor, self.costs.roi(row.revenue_minor)) for model, row in pairs
        ]


def review_of(campaign: Campaign, now: datetime) -> Review:
    """Read everything (a fixed number of queries, two questions to the lake a cut)."""
    ground = ground_of(campaign)
    main = comparison(campaign, "placement", ground)
    words = Retrospective.objects.filter(campaign=campaign).first()
    return Review(
        campaign=campaign,
        ground=ground,
        currency=main.board.currency,
        outcomes=outcomes_of(campaign, main.board.total, main.board.currency),
        costs=costs_of(campaign),
        timeline=timeline_of(campaign, now),
        learnings=learnings_of(campaign, main),
        words=words,
        closing=Closing.objects.filter(retrospective__campaign=campaign)
        .select_related("by__person")
        .first(),
        asked={main.by: main},
    )


def learnings_of(campaign: Campaign, main: Comparison) -> list[Learning]:
    """Learnings that rest on the campaign itself or on one of its placements (2 queries)."""
    refs = {ref(campaign)} | {f"placement:{pair.last.key}" for pair in main.rows}
    found = Learning.objects.of(campaign.brand).current().filter(evidence__ref__in=refs)
    return list(found.select_related("owner__person").prefetch_related("evidence").distinct())

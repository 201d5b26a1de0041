"""Eight models take a moment the first time: ask them one after another, a short while at a time.

What was answered is remembered, so who comes back goes on where it stopped, and the progress that
a person sees is the number of questions that are answered.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from drumbeat.insight.attribution.comparison import Comparison, comparison_of
from drumbeat.insight.attribution.facts import Facts, facts_of
from drumbeat.insight.results.asking import MODELS
from drumbeat.insight.results.reading import UNATTRIBUTED, Reading
from drumbeat.warehouse.questions import Answer

# From what credits who opened the door to what credits who closed: so a picture reads as a story.
STORY = (
    "first",
    "position",
    "linear",
    "shapley",
    "markov",
    "time_decay",
    "last_non_direct",
    "last",
)


@dataclass(frozen=True)
class Counted:
    """How far all questions of the page are answered.

    unattributed: share of the outcomes that came by themselves or from nowhere known, 0–1.
    """

    reading: Reading
    answers: dict[str, Answer]
    facts: Facts | None
    unattributed: float | None = None

    @property
    def done(self) -> int:
        return len(self.answers) + (2 if self.facts else 0)

    @property
    def total(self) -> int:
        return len(STORY) + 2

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @property
    def last(self) -> str:
        return str(MODELS[next(reversed(self.answers))]) if self.answers else ""

    def comparison(self) -> Comparison:
        """All models side by side, in the order of the story."""
        answers = {model: self.answers[model] for model in STORY}
        return comparison_of(self.reading.brand, self.reading.asked, answers)


def counted(
    reading: Reading, seconds: float, clock: Callable[[], float] = time.perf_counter
) -> Counted:
    """Ask every model, until all have answered or `seconds` are over; at least one new answer."""
    until = clock() + seconds
    answers: dict[str, Answer] = {}
    chosen = reading.asked.model
    for model in (chosen, *(model for model in STORY if model != chosen)):
        answers[model] = reading.results(by=reading.asked.by, model=model)
        if clock() > until:
            return Counted(reading, answers, None)
    # What was counted in between is in some answers only: ask the others again, so that all add up.
    newest = max(answer.events_version for answer in answers.values())
    for model, answer in answers.items():
        if answer.events_version < newest:
            answers[model] = reading.results(by=reading.asked.by, model=model)
    facts = facts_of(reading)
    return Counted(reading, answers, facts, reading.share("outcomes", UNATTRIBUTED))

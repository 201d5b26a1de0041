"""Where a figure of the attribution page comes from."""

from collections.abc import Callable

from drumbeat.insight.attribution.counting import Counted
from drumbeat.insight.metrics.dictionary import METRICS
from drumbeat.insight.results.asked import BY_MODEL, Origin, completeness, in_words
from drumbeat.warehouse.questions import Answer

ASKABLE: dict[str, Callable[[Counted], tuple[object, Answer]]] = {
    "placement_share": lambda c: (c.facts.placed_share, c.facts.answer),
    "journeys": lambda c: (c.facts.journeys, c.facts.answer),
    "journey_length": lambda c: (c.facts.median_length, c.facts.answer),
    "unattributed": lambda c: (c.unattributed, c.reading.by_placement),
    "model_spread": lambda c: (c.comparison().moved, c.comparison().answer),
}


def origin(key: str, counted: Counted) -> Origin:
    """counted: of all questions. Raises KeyError for a figure that is not on the page."""
    value, answer = ASKABLE[key](counted)
    metric, reading = METRICS[key], counted.reading
    return Origin(
        metric,
        in_words(value, metric.unit, reading.brand.currency),
        answer,
        completeness(key, reading),
        METRICS[f"model_{reading.asked.model}"] if key in BY_MODEL else None,
    )

"""What is read of own metrics."""

from drumbeat.strategy.metrics.models import OwnMetric
from drumbeat.strategy.metrics.vocabulary import Vocabulary


def own_metrics(brand) -> list[OwnMetric]:
    """The brand's current ones, by key (one query)."""
    return list(OwnMetric.objects.of(brand).current().select_related("owner__person"))


def vocabulary(brand) -> Vocabulary:
    """All names of the brand's formulas (one query)."""
    return Vocabulary(own_metrics(brand))


def users_of(metric: OwnMetric) -> list:
    """Other metrics, key results and KPI trees that are current and need it (3 queries)."""
    known = vocabulary(metric.brand)
    return [
        *(one for one in known.own.values() if metric.key in known.parts(one.key)),
        *metric.key_results.current().filter(goal__archived_at=None).select_related("goal"),
        *metric.kpi_trees.current(),
    ]

"""The questions of this topic to the lake, remembered as those of Results are."""

from dataclasses import replace

import pyarrow as pa

from drumbeat.insight.conversions.queries import Counted
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.remembered import digest_of, paths_counted_when, remembered
from drumbeat.insight.results.several import answer_for
from drumbeat.warehouse.questions import (
    Answer,
    Period,
    channel_sales,
    journeys,
    removal_effects,
    traffic,
)


def remembered_journeys(
    brand, *, period: Period, placements: pa.Table, conversion: Counted = None
) -> Answer:
    """`warehouse.questions.journeys` for all that is counted: the rows of each outcome in turn."""
    lake, digest = lake_of(brand), digest_of(placements)

    def ask(key):
        return remembered(
            lake,
            ("journeys", period, key, digest),
            lambda: journeys(lake, period=period, placements=placements, conversion=key),
        )

    answers = [ask(key) for key in (conversion if isinstance(conversion, tuple) else [conversion])]
    return replace(
        answers[0],
        rows=[row for answer in answers for row in answer.rows],
        sql=";\n\n".join(answer.sql for answer in answers),
    )


def remembered_effects(
    brand,
    *,
    period: Period,
    placements: pa.Table,
    by: str,
    conversion: str | None = None,
    ahead: bool = False,
) -> Answer:
    """`warehouse.questions.removal_effects` of one chain."""
    lake = lake_of(brand)
    asks = {"period": period, "by": by, "conversion": conversion, "ahead": ahead}
    counted = paths_counted_when(lake, conversion, period) if ahead else None
    return remembered(
        lake,
        ("effects", *asks.values(), digest_of(placements), counted),
        lambda: removal_effects(lake, placements=placements, **asks),
    )


def remembered_traffic(brand, *, period: Period) -> Answer:
    """`warehouse.questions.traffic` by channel."""
    lake = lake_of(brand)
    return remembered(lake, ("traffic", period), lambda: traffic(lake, period=period))


def remembered_sales(brand, *, period: Period, conversion: Counted = None) -> Answer:
    """`warehouse.questions.channel_sales` for all that is counted."""
    lake = lake_of(brand)

    def ask(key):
        return remembered(
            lake, ("sales", period, key), lambda: channel_sales(lake, period=period, conversion=key)
        )

    return answer_for(conversion, ask, same=("key", "label"))

"""Questions to the lake, remembered for as long as the lake says the same.

Derived tables never change under a version: the same question about the same versions has the same
answer, so a page that refreshes every few seconds costs one query a derivation, not one a reader.
"""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

import pyarrow as pa

from drumbeat.insight.lake import lake_of
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import Answer, Period, daily, results

_REMEMBERED = 512
_answers: OrderedDict[tuple, Answer] = OrderedDict()
_lock = Lock()


def remembered_results(
    brand,
    *,
    period: Period,
    placements: pa.Table,
    by: str,
    model: str = "last_non_direct",
    conversion: str | None = None,
    within: dict[str, str] | None = None,
) -> Answer:
    """`warehouse.questions.results` over the brand's lake; do not change the rows you get."""
    cut = (period, by, model, conversion, *sorted((within or {}).items()), _digest(placements))
    return _remembered(
        lake_of(brand),
        cut,
        lambda lake: results(
            lake,
            period=period,
            placements=placements,
            by=by,
            model=model,
            conversion=conversion,
            within=within,
        ),
    )


def remembered_daily(brand, *, period: Period, conversion: str | None = None) -> Answer:
    """`warehouse.questions.daily` over the brand's lake; do not change the rows you get."""
    return _remembered(
        lake_of(brand),
        ("daily", period, conversion),
        lambda lake: daily(lake, period=period, conversion=conversion),
    )


def _remembered(lake: BrandLake, cut: tuple, ask: Callable[[BrandLake], Answer]) -> Answer:
    manifest = lake.manifest()
    state = (manifest.events_version, manifest.rules, *sorted(manifest.tables.items()))
    key = (str(lake.root), state, cut)
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    answer = ask(lake)
    with _lock:
        _answers[key] = answer
        while len(_answers) > _REMEMBERED:
            _answers.popitem(last=False)
    return answer


def _digest(table: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sha256(sink.getvalue()).hexdigest()

"""Questions to the lake, remembered for as long as the lake says the same.

Derived tables never change under a version: the same question about the same versions has the same
answer, so a page that refreshes every few seconds costs one query a derivation, not one a reader.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import TypeVar

import pyarrow as pa

from drumbeat.insight.conversions.queries import Counted
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.several import answer_for
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import Answer, Period, SavedMoves, daily, results
from drumbeat.warehouse.questions.moves_ahead import moves_counted_when

Told = TypeVar("Told")
_REMEMBERED = 512
_answers: OrderedDict[tuple, Future] = OrderedDict()
_lock = Lock()


def remembered_results(
    brand, *, placements: pa.Table, conversion: Counted = None, **asks
) -> Answer:
    """`warehouse.questions.results` over the brand's lake, for all that is counted.

    Do not change the rows you get.
    """
    lake, asks = lake_of(brand), _USUAL | asks

    def ask(key):
        cut = _cut_of_results(lake, placements, key, asks)
        return remembered(
            lake, cut, lambda: results(lake, placements=placements, conversion=key, **asks)
        )

    return answer_for(conversion, ask, same=("key", "label"))


def are_remembered(brand, *, placements: pa.Table, conversion: Counted = None, **asks) -> bool:
    """Whether these results are there already."""
    lake, asks = lake_of(brand), _USUAL | asks
    keys = conversion if isinstance(conversion, tuple) else (conversion,)
    return all(is_remembered(lake, _cut_of_results(lake, placements, key, asks)) for key in keys)


# What else `results` can be asked, as it means it where nothing is said.
_USUAL = {"model": "last_non_direct", "within": None, "people": True, "ahead": False}


def _cut_of_results(lake: BrandLake, placements: pa.Table, key: str | None, asks: dict) -> tuple:
    within = tuple(sorted((asks["within"] or {}).items()))
    given = sorted((name, value) for name, value in asks.items() if name != "within")
    counted = paths_counted_when(lake, key, asks["period"]) if asks["ahead"] else None
    return ("results", key, *given, within, digest_of(placements), counted)


def paths_counted_when(lake: BrandLake, key: str | None, period: Period) -> datetime | None:
    """When the paths to an outcome were last counted ahead."""
    return moves_counted_when(lake, SavedMoves(key, period.tz))


def remembered_daily(brand, *, period: Period, conversion: Counted = None) -> Answer:
    """`warehouse.questions.daily` in the same way."""
    lake = lake_of(brand)

    def ask(key):
        return remembered(
            lake, ("daily", period, key), lambda: daily(lake, period=period, conversion=key)
        )

    return answer_for(conversion, ask, same=("day",))


def remembered(lake: BrandLake, cut: tuple, ask: Callable[[], Told]) -> Told:
    """What `ask` gave when the lake stood as it does now. cut: all else that it depends on.

    Asked by several at once it is answered once, and the others wait for that.
    """
    key = _key(lake, cut)
    while True:
        with _lock:
            known = _answers.get(key)
            if known is None:
                mine = _answers[key] = Future()
                break
            _answers.move_to_end(key)
        # Whoever asked first may have failed of its own: then the question is still open.
        if known.exception() is None:
            return known.result()
    try:
        mine.set_result(ask())
    except BaseException as problem:
        with _lock:
            _answers.pop(key, None)
        mine.set_exception(problem)
        raise
    with _lock:
        while len(_answers) > _REMEMBERED:
            _answers.popitem(last=False)
    return mine.result()


def is_remembered(lake: BrandLake, cut: tuple) -> bool:
    """Whether the answer is there already."""
    with _lock:
        known = _answers.get(_key(lake, cut))
    return known is not None and known.done()


def _key(lake: BrandLake, cut: tuple) -> tuple:
    manifest = lake.manifest()
    state = (manifest.events_version, manifest.rules, *sorted(manifest.tables.items()))
    return str(lake.root), state, cut


def remembered_arrivals(lake: BrandLake, cut: tuple, ask: Callable[[], Told]) -> Told:
    """As `remembered`, for what is asked of the events themselves: they arrive before they are
    derived."""
    return remembered(lake, (lake.events_version(), cut), ask)


def digest_of(table: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sha256(sink.getvalue()).hexdigest()

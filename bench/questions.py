"""What pages ask, on derived tables, against the best engine that reads the raw events instead.

Every rival of `bench.rivals` that is installed answers the same question by hand; runs alternate.
The ratio is to the fastest of them, so a line says how far we are ahead of all.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from bench.biglog import period, placements, write
from bench.derive import RULES
from bench.rivals import (
    ATTRIBUTION,
    FUNNEL,
    KPIS,
    ORDER,
    PAGE,
    RETENTION,
    WINDOW_HOURS,
    rivals,
    seconds_apart,
)
from bench.timing import seconds
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import (
    MARKOV,
    MODELS,
    FunnelStep,
    daily,
    funnel,
    results,
    retention,
)

Named = dict[str, tuple[Callable[[], object], float]]

ROUNDS = 3
PATIENCE_SECONDS = 600.0  # with a rival
AHEAD, AHEAD_IN_ATTRIBUTION = 15.0, 30.0
SIZES = (1_000_000, 10_000_000, 100_000_000)
GROWTH = 2.0
"""Ten times the events may take so many times as long."""


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _against_rivals(_derived(Path(folder), SIZES[0] if quick else SIZES[1]))


def growth(*, quick: bool) -> Iterator[dict]:
    """Our answers at a million events, ten and a hundred, a tenth of each when quick: `reference`
    is the time that they may take. At the largest, the rivals are asked as well, once each."""
    sizes = [size // 10 for size in SIZES] if quick else SIZES
    points: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            lake = _derived(Path(folder), size)
            print(f"{size:,} events after {time.perf_counter() - began:.0f} s", file=sys.stderr)
            asked = _by_question(lake)
            times = _times(asked)
            for name, taken in times.items():
                points.setdefault(name, []).append((size, median(taken)))
            if size == sizes[-1]:
                yield from _grown(times, points)
                yield from _beside_rivals(lake, asked, times)


def _grown(times: dict[str, list[float]], points: dict[str, list[tuple[int, float]]]):
    for name, taken in times.items():
        (before, allowed), (size, _taken) = points[name][-2:]
        yield {
            "name": f"growth: {name}",
            "ours": taken,
            "reference": [GROWTH * allowed] * len(taken),
            "bar": 1.0,
            "what": f"{GROWTH:g} × that of {before:,} events, at {size:,}",
            "points": points[name],
        }


def _against_rivals(lake: BrandLake) -> Iterator[dict]:
    """All take turns, in this process."""
    engines = rivals(lake.root / "events")
    for question, names in _by_question(lake).items():
        theirs: dict[str, list[float]] = {engine: [] for engine in engines}
        ours: dict[str, list[float]] = {name: [] for name in names}
        for _round in range(ROUNDS):
            for engine, asked in engines.items():
                theirs[engine].append(seconds(asked[question]))
            for name, (ask, _bar) in names.items():
                ours[name].append(seconds(ask))
        yield from _told(lake, names, ours, theirs)


def _beside_rivals(
    lake: BrandLake, asked: dict[str, Named], ours: dict[str, list[float]]
) -> Iterator[dict]:
    """Rivals of a log that may be too much for them: each once, in a process of its own."""
    events = lake.root / "events"
    for question, names in asked.items():
        times = {
            engine: seconds_apart(engine, question, events, at_most=PATIENCE_SECONDS)
            for engine in rivals(events)
        }
        answered = {engine: [taken] for engine, taken in times.items() if taken is not None}
        if answered:
            yield from _told(lake, names, ours, answered)


def _told(
    lake: BrandLake,
    names: Named,
    ours: dict[str, list[float]],
    theirs: dict[str, list[float]],
) -> Iterator[dict]:
    best = min(theirs, key=lambda engine: median(theirs[engine]))
    size = round(sum(lake.event_rows().values()), -6) // 10**6
    for name, (_ask, bar) in names.items():
        yield {
            "name": f"questions: {name}, {size} M",
            "ours": ours[name],
            "reference": theirs[best],
            "bar": bar,
            "what": f"{best}, the fastest of {', '.join(theirs)}",
        }


def _derived(folder: Path, size: int) -> BrandLake:
    lake = write(folder, size)
    derive(lake, settings=RULES)
    return lake


def _times(asked: dict[str, Named]) -> dict[str, list[float]]:
    return {
        name: [seconds(ask) for _round in range(ROUNDS)]
        for names in asked.values()
        for name, (ask, _bar) in names.items()
    }


def _by_question(lake: BrandLake) -> dict[str, Named]:
    """The rivals' question → ours by name, with how far ahead each must be. Each was asked once
    before: the first time also makes the SQL."""
    days, owned = period(), placements()
    steps = [FunnelStep("page", PAGE), FunnelStep("event", ORDER)]
    found: dict[str, Named] = {
        KPIS: {"KPIs by day": (partial(daily, lake, period=days), AHEAD)},
        FUNNEL: {
            "a funnel that nobody saved": (
                partial(funnel, lake, period=days, steps=steps, window_hours=WINDOW_HOURS),
                1.0,
            )
        },
        RETENTION: {"weekly retention": (partial(retention, lake, period=days), AHEAD)},
        ATTRIBUTION: {"results by message": (_results(lake, days, owned, "message", "last"), AHEAD)}
        | {
            f"attribution by placement, {model}": (
                _results(lake, days, owned, "placement", model),
                AHEAD_IN_ATTRIBUTION,
            )
            for model in (*MODELS, MARKOV)
        },
    }
    for names in found.values():
        for ask, _bar in names.values():
            ask()
    return found


def _results(lake: BrandLake, days, owned, by, model):
    return partial(results, lake, period=days, placements=owned, by=by, model=model)

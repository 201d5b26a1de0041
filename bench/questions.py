"""What pages ask, on derived tables, against the best engine that reads the raw events instead.

Every rival of `bench.rivals` that is installed answers the same question by hand; runs alternate.
The ratio is to the fastest of them, so a line says how far we are ahead of all.
"""

import tempfile
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
)
from bench.timing import seconds
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.questions import (
    MARKOV,
    MODELS,
    FunnelStep,
    daily,
    funnel,
    results,
    retention,
)

ROUNDS = 3
AHEAD, AHEAD_IN_ATTRIBUTION = 15.0, 30.0
SIZES = (1_000_000, 10_000_000)
GROWTH = 2.0
"""Ten times the events may take so many times as long."""


def measure(*, quick: bool) -> Iterator[dict]:
    yield from _against_rivals(SIZES[0] if quick else SIZES[1])


def growth(*, quick: bool) -> Iterator[dict]:
    """Our answers at a million events and at ten: `reference` is the time that they may take."""
    sizes = (SIZES[0] // 10, SIZES[0]) if quick else SIZES
    small, large = (_times(size) for size in sizes)
    for name, times in large.items():
        yield {
            "name": f"growth: {name}",
            "ours": times,
            "reference": [GROWTH * median(small[name])] * len(times),
            "bar": 1.0,
            "what": f"{GROWTH:g} × that of {sizes[0]:,} events, at {sizes[1]:,}",
            "points": list(zip(sizes, (median(small[name]), median(times)), strict=True)),
        }


def _against_rivals(size: int) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        lake = _derived(Path(folder), size)
        engines = rivals(lake.root / "events")
        for question, names in _by_question(lake).items():
            theirs: dict[str, list[float]] = {engine: [] for engine in engines}
            ours: dict[str, list[float]] = {name: [] for name in names}
            for _round in range(ROUNDS):
                for engine, asked in engines.items():
                    theirs[engine].append(seconds(asked[question]))
                for name, (ask, _bar) in names.items():
                    ours[name].append(seconds(ask))
            best = min(theirs, key=lambda engine: median(theirs[engine]))
            for name, (_ask, bar) in names.items():
                yield {
                    "name": f"questions: {name}",
                    "ours": ours[name],
                    "reference": theirs[best],
                    "bar": bar,
                    "what": f"{best}, the fastest of {', '.join(engines)}",
                }


def _derived(folder: Path, size: int):
    lake = write(folder, size)
    derive(lake, settings=RULES)
    return lake


def _times(size: int) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        found = _by_question(_derived(Path(folder), size))
        return {
            name: [seconds(ask) for _round in range(ROUNDS)]
            for names in found.values()
            for name, (ask, _bar) in names.items()
        }


Named = dict[str, tuple[Callable[[], object], float]]


def _by_question(lake) -> dict[str, Named]:
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


def _results(lake, days, owned, by, model):
    return partial(results, lake, period=days, placements=owned, by=by, model=model)

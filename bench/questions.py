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
    ALL_MODELS,
    ATTRIBUTION,
    FUNNEL,
    KPIS,
    ORDER,
    PAGE,
    PATHS,
    PEOPLE,
    RETENTION,
    WINDOW_HOURS,
    rivals,
    seconds_apart,
)
from bench.timing import GROWTH, seconds
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import (
    MARKOV,
    MODELS,
    FunnelStep,
    SavedFunnel,
    SavedMoves,
    arrange_acts,
    count_ahead,
    count_moves_ahead,
    daily,
    funnel,
    page_paths,
    results,
    retention,
    saved_funnel,
)

STEPS = [FunnelStep("page", PAGE), FunnelStep("event", ORDER)]
Named = dict[str, tuple[Callable[[], object], float]]

ROUNDS = 3
PATIENCE_SECONDS = 300.0  # with a rival
AHEAD, AHEAD_IN_ATTRIBUTION = 15.0, 30.0  # of raw engines on a long log; on a short one not behind
LONG_MILLIONS = 90
SAVED_SECONDS, ESTIMATED_SECONDS, A_NIGHTS_SECONDS = 0.3, 0.5, 60.0
A_DAYS_SECONDS = 1.0
SIZES = (1_000_000, 10_000_000, 100_000_000)


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        lake = _derived(Path(folder), SIZES[0] if quick else SIZES[1])
        yield from _at_once(lake)
        yield from _against_rivals(lake)


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
            at_once = list(_at_once(lake))
            # Ways through so many pages are what the estimate is for.
            asked = {name: ways for name, ways in _by_question(lake).items() if name != PATHS}
            times = _times(asked)
            if size == sizes[-1]:
                yield from at_once
            for name, taken in times.items():
                points.setdefault(name, []).append((size, median(taken)))
            if size == sizes[-1]:
                yield from _grown(asked, times, points)
                yield from _beside_rivals(lake, asked, times)


def _at_once(lake: BrandLake) -> Iterator[dict]:
    """What is to be there at once, whatever the log, and what a night does for it."""
    began = time.perf_counter()
    if days := arrange_acts(lake):
        yield {
            "name": f"questions: a night's order of what people did in a day, {_millions(lake)} M",
            "ours": [(time.perf_counter() - began) / days],
            "reference": [A_DAYS_SECONDS],
            "bar": 1.0,
            "what": f"{A_DAYS_SECONDS:g} s",
        }
    yield {
        "name": f"questions: a night's count of Markov's paths, {_millions(lake)} M",
        "ours": [seconds(partial(count_moves_ahead, lake, SavedMoves(None, period().tz)))],
        "reference": [A_NIGHTS_SECONDS],
        "bar": 1.0,
        "what": "a minute",
    }
    for name, (ask, bar) in _quick(lake).items():
        ask()
        yield {
            "name": f"questions: {name}, {_millions(lake)} M",
            "ours": [seconds(ask) for _round in range(ROUNDS)],
            "reference": [bar],
            "bar": 1.0,
            "what": f"{bar:g} s",
        }


def _quick(lake: BrandLake) -> Named:
    days, saved = period(), SavedFunnel(tuple(STEPS), WINDOW_HOURS, period().tz)
    count_ahead(lake, saved)
    asked = {"period": days, "estimated": True}
    return {
        "a saved funnel": (partial(saved_funnel, lake, saved, period=days), SAVED_SECONDS),
        "an estimated funnel": (
            partial(funnel, lake, steps=STEPS, window_hours=WINDOW_HOURS, **asked),
            ESTIMATED_SECONDS,
        ),
        "estimated ways through pages": (partial(page_paths, lake, **asked), ESTIMATED_SECONDS),
    }


def _millions(lake: BrandLake) -> int:
    return round(sum(lake.event_rows().values()), -6) // 10**6


def _grown(
    asked: dict[str, Named],
    times: dict[str, list[float]],
    points: dict[str, list[tuple[int, float]]],
) -> Iterator[dict]:
    """A funnel that nobody saved may take as long as it does: its estimate is there at once."""
    bars = {
        name: 0.0 if question == FUNNEL else bar
        for question, names in asked.items()
        for name, (_ask, bar) in names.items()
    }
    for name, taken in times.items():
        (before, allowed), (size, _taken) = points[name][-2:]
        yield {
            "name": f"growth: {name}",
            "ours": taken,
            "reference": [GROWTH * allowed] * len(taken),
            "bar": min(bars[name], 1.0),
            "what": f"{GROWTH:g} × that of {before:,} events, at {size:,}",
            "points": points[name],
        }


def _against_rivals(lake: BrandLake) -> Iterator[dict]:
    """All take turns, in this process."""
    engines = rivals(lake.root / "events")
    for question, names in _by_question(lake).items():
        able = {engine: asked for engine, asked in engines.items() if question in asked}
        theirs: dict[str, list[float]] = {engine: [] for engine in able}
        ours: dict[str, list[float]] = {name: [] for name in names}
        for _round in range(ROUNDS):
            for engine, asked in able.items():
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
            for engine, able in rivals(events).items()
            if question in able
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
    is_long = _millions(lake) >= LONG_MILLIONS
    for name, (_ask, bar) in names.items():
        yield {
            "name": f"questions: {name}, {_millions(lake)} M",
            "ours": ours[name],
            "reference": theirs[best],
            "bar": bar if is_long else min(bar, 1.0),
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
    before: the first time also makes the SQL. What pages of long logs show at once is without
    visitors of each row, which follow, and Markov shares by paths counted ahead (`_at_once` tells in
    how long); with all paths counted now it is told beside it."""
    days, owned = period(), placements()

    def credited(by: str, model: str, **options):
        asks = {"period": days, "placements": owned, "people": False} | options
        return partial(results, lake, by=by, model=model, **asks)

    models = {
        f"attribution by placement, {model}": credited("placement", model, ahead=True)
        for model in (*MODELS, MARKOV)
    }
    found: dict[str, Named] = {
        KPIS: {"KPIs by day": (partial(daily, lake, period=days), AHEAD)},
        FUNNEL: {
            "a funnel that nobody saved": (
                partial(funnel, lake, period=days, steps=STEPS, window_hours=WINDOW_HOURS),
                1.0,
            )
        },
        PATHS: {"ways through pages": (partial(page_paths, lake, period=days), 1.0)},
        RETENTION: {"weekly retention": (partial(retention, lake, period=days), AHEAD)},
        ATTRIBUTION: {
            "results by message, without visitors": (credited("message", "last"), AHEAD),
            **{name: (ask, AHEAD_IN_ATTRIBUTION) for name, ask in models.items()},
            "attribution by placement, markov, paths counted now": (
                credited("placement", MARKOV),
                0.0,
            ),
        },
        ALL_MODELS: {
            "attribution by placement, all models": (
                lambda: [ask() for ask in models.values()],
                AHEAD_IN_ATTRIBUTION,
            )
        },
        PEOPLE: {"visitors by message": (credited("message", "last", people=True), 0.0)},
    }
    for names in found.values():
        for ask, _bar in names.values():
            ask()
    return found

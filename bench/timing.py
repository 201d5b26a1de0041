"""A stopwatch for the benches."""

import time
from collections.abc import Callable

GROWTH = 2.0  # ten times the events may take so many times as long


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long `work` takes, on the wall's clock unless told another."""
    began = clock()
    work()
    return clock() - began

"""A stopwatch for the benches."""

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long `work` takes, on the wall's clock unless told another."""
    began = clock()
    work()
    return clock() - began

"""Attribution of journeys, against the package from PyPI that an analyst would take.

ChannelAttribution is compiled, and both start from the same table: a path as text, how many
journeys took it and how many of these converted. Its Markov model simulates walks, ours solves the
chain; its three heuristics are first, last and linear, and so are ours.
"""

import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.util import find_spec

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.timing import seconds
from drumbeat.science.attribution import RULES, Journeys, Paths, credit, markov_credit

ROUNDS = 3
CHANNELS = 12
ARROW = ">"


def measure(*, quick: bool) -> Iterator[dict]:
    if not find_spec("ChannelAttribution"):
        return
    with redirect_stdout(sys.stderr):  # it greets, and says how far it is
        import ChannelAttribution
    import pandas

    table = _paths(20_000 if quick else 200_000)
    frame = pandas.DataFrame(table.to_pydict())
    wanted = {"var_path": "path", "var_conv": "conversions"}
    pairs = {
        "Markov, order 1": (
            lambda: _markov(table),
            lambda: ChannelAttribution.markov_model(
                frame, **wanted, var_null="nulls", order=1, flg_pro=False
            ),
        ),
        "first, last and linear": (
            lambda: _heuristics(table),
            lambda: ChannelAttribution.heuristic_models(frame, **wanted, flg_pro=False),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        times: tuple[list[float], list[float]] = ([], [])
        for _round in range(ROUNDS):
            for ask, kept in zip((ours, theirs), times, strict=True):
                with redirect_stdout(sys.stderr):
                    kept.append(seconds(ask))
        yield {"name": f"packages: {name}", "ours": times[0], "reference": times[1], "bar": 1.0,
               "what": f"ChannelAttribution on {len(frame):,} paths"}  # fmt: skip


def _paths(count: int) -> pa.Table:
    """Paths of a dozen channels, some touches long, one in thirty converting."""
    random = np.random.default_rng(2026)
    lengths = np.minimum(random.geometric(0.3, count), 30)
    names = random.integers(0, CHANNELS, lengths.sum()).astype(str)
    journeys = random.poisson(3, count) + 1
    conversions = random.binomial(journeys, 1 / 30)
    paths = [ARROW.join(part) for part in np.split(names, np.cumsum(lengths)[:-1])]
    return pa.table({"path": paths, "conversions": conversions, "nulls": journeys - conversions})


def _read(table: pa.Table) -> tuple[np.ndarray, np.ndarray, int]:
    """Ids of the channels path after path, where each path begins, how many channels."""
    lists = pc.split_pattern(table["path"].combine_chunks(), ARROW)
    channels = lists.flatten().dictionary_encode()
    return channels.indices.to_numpy(), lists.offsets.to_numpy(), len(channels.dictionary)


def _markov(table: pa.Table):
    channels, offsets, count = _read(table)
    conversions, nulls = (table[name].to_numpy() for name in ("conversions", "nulls"))
    return markov_credit(Paths(channels, offsets, conversions, count, nulls=nulls))


def _heuristics(table: pa.Table):
    channels, offsets, count = _read(table)
    values = table["conversions"].to_numpy()
    journeys = Journeys(offsets)
    return [
        np.bincount(channels, credit(RULES[rule](journeys), offsets, values), minlength=count)
        for rule in ("first", "last", "linear")
    ]

"""Random journeys and paths, and the plainest reckoning of the models, in exact fractions."""

from collections import defaultdict
from fractions import Fraction
from itertools import accumulate, combinations

from hypothesis import strategies as st

from drumbeat.science.attribution import Paths


def paths_of(rows, channel_count):
    """Paths of [(channels, conversions, value, nulls)]."""
    routes, conversions, values, nulls = zip(*rows, strict=True)
    flat = [channel for route in routes for channel in route]
    return Paths(flat, offsets_of(routes), conversions, channel_count, nulls, values)


def offsets_of(sequences):
    return [0, *accumulate(map(len, sequences))]


@st.composite
def path_rows(draw, max_channels=4, max_paths=6, max_length=5):
    """How many channels there are, and [(channels, conversions, value, nulls)] with a conversion."""
    channels = draw(st.integers(1, max_channels))
    route = st.lists(st.integers(0, channels - 1), min_size=1, max_size=max_length)
    row = st.tuples(route, st.integers(0, 9), st.integers(-500, 9_999), st.integers(0, 20))
    rows = draw(st.lists(row, min_size=1, max_size=max_paths))
    converting = (draw(route), draw(st.integers(1, 9)), draw(st.integers(0, 999)), 0)
    return channels, [*rows, converting]


def collapsed(rows):
    """Rows with repeats of a channel in a row told once."""
    return [([c for i, c in enumerate(r) if r[i - 1 : i] != [c]], *rest) for r, *rest in rows]


def markov_by_fractions(rows, channel_count, order):
    """P(conversion) and the removal effects, by solving the equations of every chain anew."""
    moves = defaultdict(lambda: defaultdict(Fraction))
    for route, conversions, _, nulls in rows:
        state = ()
        for channel in route:
            seen = (*state, channel)[-order:]
            moves[state][seen] += conversions + nulls
            state = seen
        moves[state]["conversion"] += conversions
        moves[state]["null"] += nulls
    full = _chance_of_conversion(moves, None)
    without = [_chance_of_conversion(moves, channel) for channel in range(channel_count)]
    return full, [1 - chance / full for chance in without]


def _chance_of_conversion(moves, removed):
    """From the start (), where a state that ends in `removed` is the end of the walk."""
    states = [s for s in moves if sum(moves[s].values()) and (not s or s[-1] != removed)]
    place = {state: i for i, state in enumerate(states)}
    rows = []
    for state in states:
        total = sum(moves[state].values())
        row = [Fraction(0)] * (len(states) + 1)
        row[place[state]] += 1
        for target, count in moves[state].items():
            if target == "conversion":
                row[-1] += count / total
            elif target in place:
                row[place[target]] -= count / total
        rows.append(row)
    return _solved(rows)[place[()]]


def _solved(rows):
    """Gauss–Jordan on [A | b] in fractions."""
    for i in range(len(rows)):
        pivot = next(k for k in range(i, len(rows)) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(len(rows)):
            if k != i and rows[k][i]:
                by = rows[k][i]
                rows[k] = [a - by * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [row[-1] for row in rows]


def totals_within(rows, coalition):
    """Conversions of journeys whose channels all lie in the coalition."""
    return Fraction(sum(row[1] for row in rows if set(row[0]) <= set(coalition)))


def rate_within(rows, coalition):
    """Conversion rate of journeys whose channels all lie in the coalition."""
    inside = [row for row in rows if set(row[0]) <= set(coalition)]
    journeys = sum(row[1] + row[3] for row in inside)
    return Fraction(sum(row[1] for row in inside), journeys) if journeys else Fraction(0)


def all_coalitions(players):
    return (set(c) for size in range(players + 1) for c in combinations(range(players), size))

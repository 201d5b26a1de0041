"""How a place in a proof is read and written: a moment of a film, a line drawn by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.content.creative.proofing.strokes import (
    CLOSE,
    bounds,
    distance,
    read_stroke,
    simplified,
)
from drumbeat.content.creative.times import as_time, read_time

# -- times --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "ms"),
    [("12.5", 12_500), ("1:15.5", 75_500), ("0:01:15", 75_000), (" 2：03 ", 123_000), ("0", 0)],
)
def test_a_time_is_read_as_people_write_it(typed, ms):
    assert read_time(typed) == ms


@pytest.mark.parametrize("typed", ["", "soon", "1:2:3:4", "-3", "1:x"])
def test_what_is_no_time_is_none(typed):
    assert read_time(typed) is None


@given(st.integers(0, 36_000))
def test_a_time_that_was_written_is_read_again(tenths):
    assert read_time(as_time(tenths * 100)) == tenths * 100


# -- lines drawn by hand -------------------------------------------------------------------------

_FRACTIONS = st.floats(0, 1)
_LINES = st.lists(st.tuples(_FRACTIONS, _FRACTIONS), min_size=2, max_size=60)


@given(_LINES)
def test_a_simplified_line_keeps_its_ends_and_strays_from_no_point(points):
    few = simplified(points)
    assert (few[0], few[-1]) == (points[0], points[-1])
    for point in points:
        assert min(distance(point, *piece) for piece in pairwise(few)) <= CLOSE + 1e-9


@given(_LINES)
def test_a_line_is_read_as_it_was_written_and_lies_in_its_bounds(points):
    assert read_stroke(" ".join(f"{x!r},{y!r}" for x, y in points)) == points
    x, y, w, h = bounds(points)
    assert all(x <= across and y <= down for across, down in points)
    assert max(across for across, _down in points) == pytest.approx(x + w)
    assert max(down for _across, down in points) == pytest.approx(y + h)


def test_a_straight_line_has_two_points_however_slowly_it_was_drawn():
    slowly = [(n / 1000, n / 1000) for n in range(1000)]
    assert simplified(slowly) == [slowly[0], slowly[-1]]


@pytest.mark.parametrize(
    "text", ["", "0.1,0.2", "0.1,0.2 1.5,0", "nan,0 0,0", "a,b c,d", "1,2,3 4"]
)
def test_what_is_no_line_inside_the_picture_is_none(text):
    assert read_stroke(text) is None

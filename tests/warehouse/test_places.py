"""Which files name a key: none that does is left out, and most that do not are."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from drumbeat.warehouse.derive.places import Places
from drumbeat.warehouse.events import to_table
from tests.warehouse.logs import a_lake, at

pytestmark = pytest.mark.lake


@pytest.fixture
def files(tmp_path):
    """A file for each of three visitors; the last came by a click."""
    lake = a_lake(tmp_path)
    for n in range(3):
        event = at(n, anonymous_id=f"visitor-{n}", click="click-2" if n == 2 else "")
        lake.append(to_table([event], f"test-{n}"), f"test-{n}")
    by_visitor = {}
    for file in lake.event_files(lake.events_version()):
        (visitor,) = pq.ParquetFile(file).read(["anonymous_id"])["anonymous_id"].to_pylist()
        by_visitor[visitor] = file
    return [by_visitor[f"visitor-{n}"] for n in range(3)]


@pytest.mark.parametrize("most", [1_000, 2, 0])
@pytest.mark.parametrize(("key", "number"), [("visitor-1", 1), ("click-2", 2), ("visitor-0", 0)])
def test_the_file_that_names_a_key_is_among_those_found(files, most, key, number):
    places = Places(most)
    for _ in range(2):
        assert files[number] in places.holding(files, pa.array([key]))


def test_other_files_are_left_out(files):
    assert Places().holding(files, pa.array(["visitor-1", "nobody"])) == [files[1]]
    assert Places().holding(files, pa.array([], pa.string())) == []


def test_beyond_what_it_may_remember_all_files_are_named(files):
    assert Places(0).holding(files, pa.array(["nobody"])) == files


def test_what_was_asked_for_longest_ago_makes_room(files):
    places = Places(1)
    assert places.holding(files[:1], pa.array(["nobody"])) == []
    assert places.holding(files[1:2], pa.array(["nobody"])) == []
    assert places.holding(files[:2], pa.array(["nobody"])) == files[:1]

"""A lake in an object store: what holds of one in a folder holds of it.

The sentences are those of the other modules, told here of a place in a real S3 server.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench import biglog
from drumbeat.warehouse import derive as derivation
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.engine import EngineMissing, FilesGone, Workspace, duck
from drumbeat.warehouse.engine.duck import DuckEngine
from drumbeat.warehouse.engine.objects import ReadObject
from drumbeat.warehouse.events import SCHEMA, to_table
from drumbeat.warehouse.lake import BrandLake, Lake
from drumbeat.warehouse.objects import ObjectPath, the_store
from drumbeat.warehouse.store import put
from tests.objects import BUCKET, an_object_store, used
from tests.warehouse.alike import plain, same, same_tables
from tests.warehouse.asked import every_question
from tests.warehouse.logs import RULES, a_lake, at, rows, the_lake
from tests.warehouse.test_affected import (  # noqa: F401
    looked_at,
    test_a_day_in_many_files_is_gathered_and_what_comes_then_is_all_that_is_derived,
    test_a_pass_that_dies_before_its_end_leaves_nothing_to_the_next,
    test_files_without_a_changed_row_stay_and_a_night_makes_one_of_them,
)
from tests.warehouse.test_engines import BIG, ORDERED
from tests.warehouse.test_erasure import (  # noqa: F401
    test_a_lake_of_nobody_else_is_empty_afterwards,
    test_a_reader_whose_files_are_gone_looks_again_and_answers_right,
    test_afterwards_the_lake_is_as_if_the_person_had_never_come,
    test_no_file_of_the_lake_has_a_byte_of_the_ids,
    test_what_a_dead_derivation_left_behind_goes_too,
)
from tests.warehouse.test_lake import (  # noqa: F401
    test_a_batch_is_committed_once_however_often_it_is_sent,
    test_a_derivation_that_dies_before_its_end_changes_nothing_for_readers,
    test_a_killed_writer_leaves_whole_batches_and_goes_on,
    test_compaction_changes_no_row_and_makes_nothing_stale,
    test_two_processes_with_the_same_batches_commit_each_once,
    test_two_spools_number_their_batches_on_their_own,
    test_vacuum_deletes_what_nobody_sees_any_more,
)
from tests.warehouse.test_retention import (  # noqa: F401
    test_every_number_is_the_same_before_and_after,
    test_who_came_only_long_ago_is_in_no_file,
)
from tests.warehouse.test_saved import (  # noqa: F401
    test_it_says_of_when_it_is,
    test_only_what_is_still_saved_is_kept,
)
from tests.warehouse.test_spark import a_busy_log

pytestmark = [pytest.mark.lake, pytest.mark.slow]


@pytest.fixture(autouse=True)
def however_many(monkeypatch):
    """Logs of tests are small: most of their events hang together with any new one."""
    monkeypatch.setattr(derivation, "MOST_AFFECTED", 2.0)


@pytest.fixture(scope="module", autouse=True)
def store():
    with an_object_store() as environment, used(environment):
        the_store.cache_clear()
        yield
    the_store.cache_clear()


@pytest.fixture
def tmp_path() -> ObjectPath:
    """Where the tests of the other modules have a folder."""
    return ObjectPath(f"s3://{BUCKET}/{uuid4()}")


@pytest.fixture(scope="module")
def twice(tmp_path_factory) -> tuple[BrandLake, BrandLake]:
    """The same log in a folder and in the store, derived where it lies."""
    folder = tmp_path_factory.mktemp("log")
    here = biglog.write(folder, 5_000)
    there = ObjectPath(f"s3://{BUCKET}/big")
    for file in folder.rglob("*"):
        if file.is_file():
            put(there / file.relative_to(folder).as_posix(), file.read_bytes())
    lakes = here, the_lake(there).brand(biglog.BRAND)
    for lake in lakes:
        derive(lake, settings=ORDERED)
    return lakes


def test_the_same_rows_are_derived_as_in_a_folder(twice):
    same_tables(*twice)


def test_every_question_has_the_same_answer_as_in_a_folder(twice):
    here, there = twice
    for name, question in every_question(BIG):
        same(plain(question(there)), plain(question(here)), name)


def test_many_who_ask_at_once_get_right_answers(twice):
    here, there = twice
    asked = [question for name, question in every_question(BIG) if name.startswith("results")]
    expected = [plain(question(here)) for question in asked]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda question: plain(question(there)), asked * 4))
    for number, answer in enumerate(answers):
        same(answer, expected[number % len(asked)], f"call {number}")


def test_in_parts_is_as_all_at_once_in_a_folder(tmp_path, tmp_path_factory):
    events = a_busy_log()
    once = a_lake(tmp_path_factory.mktemp("once"), events)
    derive(once, settings=RULES)
    parts = a_lake(tmp_path)
    for number in range(3):
        parts.append(to_table(events[number::3], f"test-{number}"), f"test-{number}")
        derive(parts, settings=RULES)
    for table in once.manifest().tables:
        assert rows(parts, table) == rows(once, table), table


def a_big_file(there: ObjectPath, rows: int = 400_000) -> str:
    """Numbers, and the same numbers as words, in portions of 50,000."""
    table = pa.table({"number": range(rows), "word": [f"word {n}" for n in range(rows)]})
    file = pa.BufferOutputStream()
    pq.write_table(table, file, row_group_size=50_000)
    put(there / "day=2026-03-02" / "some.parquet", file.getvalue())
    return str(there / "day=2026-03-02" / "some.parquet")


NUMBERED = pa.schema({"number": pa.int64(), "word": pa.string()})


def test_of_a_file_only_the_asked_columns_and_rows_are_fetched(tmp_path, monkeypatch):
    fetched, read = [], ReadObject.read
    monkeypatch.setattr(
        ReadObject, "read", lambda file, n: (data := read(file, n), fetched.append(len(data)))[0]
    )
    file = a_big_file(tmp_path)
    with Workspace() as space:
        space.files("numbered", [file], NUMBERED)
        found = space.run("SELECT number FROM numbered WHERE number BETWEEN 120000 AND 120009")
        assert found.num_rows == 10
        assert 0 < sum(fetched) < ObjectPath(file).stat().st_size / 8
        before = sum(fetched)
        space.run("SELECT number FROM numbered WHERE number BETWEEN 120000 AND 120009")
        assert sum(fetched) == before  # remembered


def test_threads_that_share_a_file_read_each_its_own_part(tmp_path):
    put(tmp_path / "numbers", b"".join(n.to_bytes(8, "big") for n in range(20_000)))
    file = ReadObject(str(tmp_path / "numbers"))

    def part(number):
        file.seek(8 * number)
        time.sleep(0.001)
        return int.from_bytes(file.read(8), "big")

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(part, range(0, 20_000, 200))) == list(range(0, 20_000, 200))


def test_a_chosen_file_that_is_gone_is_told(tmp_path):
    lake = a_lake(tmp_path, [at(0)])
    [file] = lake.event_files(lake.events_version())
    ObjectPath(file).unlink()
    with Workspace() as space, pytest.raises(FilesGone):
        space.files("events", [file], SCHEMA)


def test_what_was_fetched_is_forgotten_when_it_is_much(tmp_path, monkeypatch):
    file, engine = a_big_file(tmp_path), DuckEngine()
    monkeypatch.setattr(duck, "_MOST_FETCHED", 1_000_000)

    def fetched():
        with Workspace(engine) as space:
            memory = space.run("FROM duckdb_memory() WHERE tag = 'EXTERNAL_FILE_CACHE'")
            return memory["memory_usage_bytes"][0].as_py()

    with Workspace(engine) as space:
        space.files("numbered", [file], NUMBERED)
        space.run("SELECT max(number), max(word) FROM numbered")
        assert space.run("SELECT count(DISTINCT word) AS n FROM numbered")["n"].to_pylist() == [
            400_000
        ]
    assert fetched() == 0


def test_without_its_extra_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(duck, "find_spec", lambda name: None)
    with Workspace(DuckEngine()) as space, pytest.raises(EngineMissing, match=r"drumbeat\[s3\]"):
        space.files("numbered", [str(tmp_path / "day=2026-03-02" / "x.parquet")], NUMBERED)


def test_locks_need_a_local_folder(tmp_path):
    with pytest.raises(ValueError, match="local folder"), Lake(tmp_path).brand("b").deriving():
        pass

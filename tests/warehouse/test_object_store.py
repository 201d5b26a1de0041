"""A lake in an object store: what holds of one in a folder holds of it.

The sentences are those of the other modules, told here of a place in a real S3 server.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

from drumbeat.warehouse.objects import ObjectPath, the_store
from tests.objects import BUCKET, an_object_store, used
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
from tests.warehouse.test_saved import (  # noqa: F401
    test_it_says_of_when_it_is,
    test_only_what_is_still_saved_is_kept,
)

pytestmark = [pytest.mark.lake, pytest.mark.slow]


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

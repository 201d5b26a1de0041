"""Two people in the same moment: nothing that waits is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from drumbeat.work.files.models import StoredFile
from drumbeat.work.models import Dependency, Task
from drumbeat.work.tasks.actions import waive
from tests.work.factory import a_file, a_task

pytestmark = [
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one writer in at a time; rows are locked on PostgreSQL",
    ),
    pytest.mark.django_db(transaction=True),
]


def at_once(*acts):
    together = Barrier(len(acts))

    def run(act):
        together.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_what_waited_for_two_tasks_is_freed_when_both_end_at_once(lead):
    for _again in range(5):
        first, second = a_task(lead, "First"), a_task(lead, "Second")
        waiting = a_task(lead, "Third")
        for needs in (first, second):
            Dependency.objects.create(task=waiting, needs=needs)
        Task.objects.filter(pk=waiting.pk).update(state="blocked")
        at_once(
            *(lambda task=task: waive(task, by=lead, reason="done") for task in (first, second))
        )
        assert Task.objects.get(pk=waiting.pk).state == "ready"


def test_the_same_bytes_kept_twice_at_once_are_one_file(lead):
    kept = at_once(*(lambda: a_file(lead) for _person in range(4)))
    assert len({file.pk for file in kept}) == 1
    assert StoredFile.objects.get().is_intact()

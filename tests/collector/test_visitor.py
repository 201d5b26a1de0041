"""All intake processes know the same visitor, for one day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from drumbeat.collector.visitor import DailySalt
from tests.collector.asking import CHROME, NOON


def test_processes_that_start_together_agree_on_the_visitor(tmp_path):
    with ThreadPoolExecutor(8) as workers:
        ids = workers.map(
            lambda _: DailySalt(tmp_path).visitor("tea", "203.0.113.7", CHROME, NOON), range(32)
        )

    assert len(set(ids)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_the_secret_is_readable_by_its_owner_alone(tmp_path):
    DailySalt(tmp_path).visitor("tea", "203.0.113.7", CHROME, NOON)

    [file] = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_a_lost_secret_is_a_new_visitor(tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    first.mkdir()
    second.mkdir()

    assert DailySalt(first).visitor("tea", "203.0.113.7", CHROME, NOON) != DailySalt(
        second
    ).visitor("tea", "203.0.113.7", CHROME, NOON)


def test_the_secret_is_destroyed_even_when_nobody_comes(tmp_path):
    salt = DailySalt(tmp_path)
    salt.visitor("tea", "203.0.113.7", CHROME, NOON)

    salt.forget(NOON + timedelta(hours=14))
    assert len(list(tmp_path.iterdir())) == 1
    salt.forget(NOON + timedelta(hours=16))
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_tell_visitors_apart_is_no_visitor(tmp_path):
    assert DailySalt(tmp_path).visitor("tea", "", "", NOON) == ""


def test_the_first_salt_makes_its_folder(tmp_path):
    assert DailySalt(tmp_path / "new" / "salts").visitor("tea", "192.0.2.7", "Firefox", NOON) != ""

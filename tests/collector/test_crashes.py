"""Killed at any write of loading and deriving, the next process ends with the same tables."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.collector.conftest import ROOT
from tests.collector.crashes import at_each_write, copy, fill, go_on, gone_on, on_disk, tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, list]:
    folder = tmp_path_factory.mktemp("undisturbed")
    fill(folder)
    go_on(folder)
    return tables(folder)


def test_two_hundred_crashes_each_leave_the_tables_of_an_undisturbed_run(tmp_path, undisturbed):
    working, crashes = tmp_path / "working", []
    working.mkdir()
    fill(working)

    points, last = 0, None

    def note(where: str) -> None:
        nonlocal points, last
        points += 1
        # After one write and before the next the disk is the same: one copy stands for both.
        if (now := on_disk(working)) != last:
            crashes.append((where, copy(working, tmp_path / f"crash{len(crashes)}")))
            last = now

    with at_each_write(note):
        go_on(working)
    assert tables(working) == undisturbed
    assert points >= 200

    folders = [folder for _where, folder in crashes]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for (where, _folder), found in zip(crashes, pool.map(gone_on, folders), strict=True):
            assert found == undisturbed, where


@pytest.mark.parametrize("step", [0, 7, 31, 64, 99, 142])
def test_a_process_that_is_killed_leaves_what_the_next_one_needs(tmp_path, undisturbed, step):
    fill(tmp_path)

    ended = subprocess.run(
        [sys.executable, "-m", "tests.collector.crashes", str(tmp_path), str(step)], cwd=ROOT
    )
    assert ended.returncode == -9

    go_on(tmp_path)
    assert tables(tmp_path) == undisturbed


def test_what_an_undisturbed_run_leaves_is_worth_comparing(undisturbed):
    assert len(undisturbed["tea events"]) == 9
    assert len(undisturbed["coffee events"]) == 2
    assert len(undisturbed["set aside"]) == 3
    assert undisturbed["waiting"] == [0]
    for name in ("sessions", "touches", "conversions", "outcomes", "journeys", "identities"):
        assert undisturbed[f"tea {name}"], name

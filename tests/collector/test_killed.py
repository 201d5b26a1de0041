"""Server, loader and derivation die by kill -9, again and again, while real SDKs send."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from deltalake import DeltaTable

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.lake import Lake
from tests.collector.clients import CLIENTS, NODE
from tests.collector.conftest import ROOT, Server
from tests.collector.loading import rounds
from tests.warehouse.logs import RULES

pytestmark = pytest.mark.slow

EVENTS = 10_000
SECONDS = 55.0
KILLS = 20


@pytest.fixture(scope="module")
def node_modules(tmp_path_factory) -> Path | None:
    """A folder with @segment/analytics-node, None where there is no Node or no way to get it."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    folder = tmp_path_factory.mktemp("node")
    words = [npm, "install", "--no-audit", "--no-fund", "--silent", "@segment/analytics-node"]
    try:
        done = subprocess.run(words, cwd=folder, timeout=60, capture_output=True)
    except subprocess.TimeoutExpired:
        return None
    return folder if done.returncode == 0 else None


class Loader:
    """The loading process; `kill` is kill -9."""

    def __init__(self, *places: Path | str) -> None:
        self._places = [str(place) for place in places]
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "tests.collector.loading", *self._places]
        self._process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@dataclass(frozen=True)
class Survived:
    """What was left after all that. answers: the ids that each client was told are kept."""

    lake: Lake
    answers: dict[str, list[str]]


@pytest.fixture(scope="module")
def survived(tmp_path_factory, node_modules) -> Survived:
    folder = tmp_path_factory.mktemp("killed")
    server, lake = Server(folder), Lake(folder / "lake")
    places = (str(server.spool_path), str(lake.root), str(folder))
    loader = Loader(*places)
    asked = [server.host, str(EVENTS), str(SECONDS)]
    senders = {name: _python(name, asked) for name in CLIENTS}
    if node_modules:
        senders["node"] = _node(node_modules, asked)
    dice = random.Random()
    for number in range(KILLS):
        time.sleep(dice.uniform(0.3, 2.5))
        server.kill()
        if number % 2:
            loader.kill()
        time.sleep(dice.uniform(0.0, 0.3))
        server.start()
        if number % 2:
            loader.start()
    answers = {name: json.loads(_output(sender)) for name, sender in senders.items()}
    server.stop()
    loader.kill()
    for chunks in rounds(*places):
        if not chunks:
            break
    return Survived(lake, answers)


@pytest.mark.parametrize("client", [*CLIENTS, "node"])
def test_what_a_client_was_told_is_kept_is_in_the_events_exactly_once(survived, client):
    if client not in survived.answers:
        pytest.skip("@segment/analytics-node: there is no Node, or npm could not install it")
    acknowledged, copies = survived.answers[client], Counter(_ids(survived.lake))

    assert len(acknowledged) == len(set(acknowledged)) > EVENTS * 0.9
    assert all(copies[one] == 1 for one in acknowledged)


def test_no_event_is_there_twice(survived):
    copies = Counter(_ids(survived.lake))

    assert max(copies.values()) == 1
    assert len(copies) <= EVENTS * len(survived.answers)


def test_the_derived_tables_are_those_of_one_undisturbed_derivation(survived, tmp_path):
    shutil.copytree(survived.lake.root / "tea" / "events", tmp_path / "tea" / "events")
    mine, once = survived.lake.brand("tea"), Lake(tmp_path).brand("tea")
    derive(once, settings=RULES)

    assert once.manifest().tables.keys() == mine.manifest().tables.keys()
    for name in once.manifest().tables:
        assert _rows(mine, name) == _rows(once, name), name


def _rows(lake, name: str) -> list[tuple]:
    version = lake.manifest().tables[name]
    table = DeltaTable(str(lake.root / "derived" / name), version=version).to_pyarrow_table()
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)


def _ids(lake: Lake) -> list[str]:
    table = DeltaTable(str(lake.root / "tea" / "events")).to_pyarrow_table(columns=["message_id"])
    return table["message_id"].to_pylist()


def _python(name: str, asked: list[str]) -> subprocess.Popen:
    words = [sys.executable, "-m", "tests.collector.clients", name, *asked]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _node(folder: Path, asked: list[str]) -> subprocess.Popen:
    words = ["node", "--input-type=module", "-e", NODE, *asked]
    return subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)


def _output(sender: subprocess.Popen) -> str:
    told, _ = sender.communicate(timeout=150)
    assert sender.returncode == 0
    return told

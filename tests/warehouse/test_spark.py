"""Spark gives the same tables and the same answers, from processes of its own.

Slow: fifty thousand events, or as many as DRUMBEAT_EVENTS says; needs drumbeat[spark] and Java.
"""

from __future__ import annotations

import os
import random
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from msgspec.structs import replace

from bench import biglog
from drumbeat.warehouse import derive as derivation
from drumbeat.warehouse import engine
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import Workspace
from drumbeat.warehouse.engine.duck import DuckEngine
from drumbeat.warehouse.events import SCHEMA as EVENT
from drumbeat.warehouse.events import Event, to_table
from drumbeat.warehouse.lake import BrandLake, Lake
from drumbeat.warehouse.retention import retain
from tests.warehouse.alike import plain, same, same_tables
from tests.warehouse.asked import every_question
from tests.warehouse.logs import DAY, MINUTE, RULES, START, at
from tests.warehouse.test_engines import BIG, ORDERED, steps_of_derivation
from tests.warehouse.test_sampled import IN, OUT

pytestmark = pytest.mark.slow

EVENTS = int(os.environ.get("DRUMBEAT_EVENTS", "50_000"))
SPARK = os.environ.get("DRUMBEAT_TEST_SPARK", "local-cluster[2,1,2048]")


@pytest.fixture(scope="module", autouse=True)
def spark():
    pytest.importorskip("pyspark", reason="needs drumbeat[spark]")
    if not shutil.which("java"):
        pytest.skip("needs Java")


@contextmanager
def on_spark():
    """Whatever is asked inside of it, Spark answers."""
    engine.use(SPARK)
    try:
        yield
    finally:
        engine.use("")


@pytest.fixture(scope="module")
def twice(tmp_path_factory) -> tuple[BrandLake, BrandLake]:
    """The same log, derived by DuckDB and by Spark's own processes."""
    folder = tmp_path_factory.mktemp("engines")
    here = biglog.write(folder / "duck", EVENTS)
    shutil.copytree(folder / "duck", folder / "spark")
    there = Lake(folder / "spark").brand(biglog.BRAND)
    derive(here, settings=ORDERED)
    with on_spark():
        derive(there, settings=ORDERED)
    return here, there


@pytest.mark.spark
def test_spark_derives_the_same_rows_of_a_big_log(twice):
    here, there = twice
    assert set(here.manifest().tables) >= set(SCHEMAS)
    same_tables(here, there)


@pytest.mark.spark
def test_spark_gives_every_question_the_same_answer(twice):
    lake, _ = twice
    asked = list(every_question(BIG))
    expected = [plain(question(lake)) for _, question in asked]
    for path in (lake.root / "acts").glob("*"):  # Spark puts in order what it is asked
        path.unlink()
    with on_spark():
        for (name, question), here in zip(asked, expected, strict=True):
            same(plain(question(lake)), here, name)


def test_spark_takes_every_step_on_a_log_with_everything_in_it(tmp_path, monkeypatch):
    """Repeats, aliases, refunds, refusals, bots; late events; days that are sealed; at last an order
    alone, of which only what hangs together with it is derived."""
    taken = _steps_taken(monkeypatch)
    events = a_busy_log()
    early, late = events[::2], events[1::2]
    lakes = [Lake(tmp_path / name).brand("b") for name in ("duck", "spark")]
    after = 4.2 * 24 * 60
    touch = at(after, anonymous_id="a1", code="C1")
    # A user whom a server may have told of is in the sample only now.
    known = at(after, type="alias", previous_id=OUT, user_id=IN)
    order = at(
        after + 5,
        anonymous_id="a1",
        type="track",
        name="Order Completed",
        order_id="last",
        value_minor=100,
        currency="CNY",
    )
    for batch, some in enumerate((early, late, [touch, known], [order])):
        if batch == 3:
            monkeypatch.setattr(derivation, "MOST_AFFECTED", 2.0)  # of so small a log
        for lake in lakes:
            if batch == 2:
                day = datetime.fromtimestamp(START / 1e6, UTC).date()
                retain(lake, ids_from=day + timedelta(days=2), rows_from=day, settings=RULES)
            lake.append(to_table(some, f"test-{batch}"), f"test-{batch}")
        derive(lakes[0], settings=RULES)
        with on_spark():
            derive(lakes[1], settings=RULES)
        same_tables(*lakes)
    missed = {step.name for step in steps_of_derivation()} - taken
    assert not missed, f"no event in this log makes Spark take the steps {missed}"


def test_spark_says_that_a_chosen_file_is_gone(tmp_path):
    lake = Lake(tmp_path).brand("b")
    lake.append(to_table([at(0)], "test-0"), "test-0")
    [file] = lake.event_files(lake.events_version())
    with on_spark(), Workspace() as space:
        space.files("events", [file], EVENT)
        Path(file).unlink()
        with pytest.raises(engine.FilesGone):
            space.run("SELECT message_id FROM events")
        with pytest.raises(engine.FilesGone):
            space.files("events", [file], EVENT)


@pytest.mark.parametrize("sizes", [(0, 0, 1), (1, 0, 1), (0, 2, 0, 0, 3), (0, 0)])
def test_spark_reads_all_chunks_of_rows_whichever_are_empty(sizes):
    schema = pa.schema([("n", pa.int64())])
    table = pa.concat_tables([pa.table([list(range(size))], schema=schema) for size in sizes])
    with on_spark(), Workspace() as space:
        space.rows("told", table)
        assert space.run("SELECT count(*) AS n FROM told").to_pylist() == [{"n": sum(sizes)}]


def test_spark_understands_what_is_said_in_the_words_of_duckdb():
    names = pa.table({"name": ["Tee", "tea", None]})
    with on_spark(), Workspace() as space:
        space.rows("said", names)
        space.value("words", "^(?i)TE+$")
        space.view(
            "found", "SELECT name FROM said WHERE regexp_matches(name, getvariable('words'))"
        )
        assert space.run("SELECT count(*) AS n FROM found").to_pylist() == [{"n": 1}]
        ordered = space.stream("SELECT name FROM said ORDER BY name")
        assert ordered.read_all()["name"].to_pylist() == ["Tee", "tea", None]


def _steps_taken(monkeypatch) -> set[str]:
    """The names of steps that Spark computes from now on."""
    taken: set[str] = set()
    told = Workspace.told

    def listening(space, question):
        if not isinstance(space.engine, DuckEngine):
            taken.update(step.name for step in steps_of_derivation() if step.query is question)
        return told(space, question)

    monkeypatch.setattr(Workspace, "told", listening)
    return taken


def a_busy_log() -> list[Event]:
    """Five days of a few people who do everything that the derivation has a rule for."""
    chance = random.Random(7)
    events = [_an_event(chance, number) for number in range(160)]
    again = chance.sample(events, 12)
    return events + [
        replace(event, ts=event.ts + 40_000_000, received=event.received + 41_000_000)
        for event in again
    ]


def _an_event(chance: random.Random, number: int) -> Event:
    kind = chance.choice(["page"] * 6 + ["click"] * 2 + ["track"] * 4 + ["identify", "alias"])
    ts = START + chance.choice([0, 0, 1, 2, 3, 4]) * DAY + int(chance.gauss(0, 40) * MINUTE)
    fields: dict[str, Any] = {
        "anonymous_id": chance.choice(["a1", "a1", "a2", "a3", "a4", ""]),
        "user_id": chance.choice(["", "", "", "u1", "u2"]),
        "consent": chance.choice(["granted"] * 9 + ["denied"]),
        "bot": chance.random() < 0.05,
    }
    if kind == "click":
        fields |= {"user_id": "", "code": chance.choice(["C1", "C2"]), "click": f"m{number}"}
    elif kind == "page":
        fields |= {
            "code": chance.choice(["", "", "C1", "C2"]),
            "click": f"m{number - 1}" if chance.random() < 0.3 else "",
            "path": chance.choice(["/tea", "/bestellung/ärger", "/"]),
            "referrer": chance.choice(
                ["", "https://WWW.baidu.com/baidu.php?q=1", "https://shop.example.com/a", "weibo"]
            ),
            "utm_source": chance.choice(["", "newsletter", "baidu"]),
            "utm_medium": chance.choice(["", "email", "cpc"]),
            "in_app": chance.choice(["", "", "wechat"]),
        }
    elif kind == "track":
        fields |= {
            "name": chance.choice(["Order Completed"] * 3 + ["Order Refunded", "Lead Sent"]),
            "order_id": chance.choice(["", "o1", "o2", "o3", "o4"]),
            "value_minor": chance.choice([None, 0, 1, 100, 1001, -100, 9_007_199_254_740_993]),
            "currency": chance.choice(["CNY", "CNY", "EUR", ""]),
        }
    elif kind == "alias":
        fields |= {"previous_id": chance.choice(["a1", "a2", "u1", "u2"])}
    received = ts + chance.choice([5, 9, 1_500_000])
    return at(0, **fields, type=kind, message_id=f"m{number}", ts=ts, received=received)

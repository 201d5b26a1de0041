"""Which engine answers, and that it makes no difference to the answer."""

from __future__ import annotations

import importlib
import math
import os
import pkgutil
import shutil
from dataclasses import asdict, is_dataclass
from typing import Any

import pyarrow as pa
import pytest
import sqlglot

from bench import biglog
from drumbeat.warehouse import derive as derivation
from drumbeat.warehouse import engine
from drumbeat.warehouse.derive import ConversionRule, Settings, derive
from drumbeat.warehouse.derive.tables import SCHEMAS
from drumbeat.warehouse.engine import Step, Workspace
from drumbeat.warehouse.lake import BrandLake, Lake
from drumbeat.warehouse.questions import answer
from tests.warehouse.asked import Log, every_question

EVENTS = int(os.environ.get("DRUMBEAT_EVENTS", "1_000_000"))
SPARK = os.environ.get("DRUMBEAT_TEST_SPARK", "local-cluster[2,1,2048]")
RULES = Settings(conversions=(ConversionRule("order", "Order Completed"),))
BIG = Log(biglog.period(), biglog.placements(), "CODE0007", "order")


def test_duckdb_answers_unless_another_engine_is_named():
    assert engine.engine_at("") is engine.engine_at("duckdb") is engine.chosen()
    assert "DuckDB" in engine.chosen().answering()


@pytest.mark.parametrize("address", ["spark://main:7077", "local[*]", "local-cluster[2,1,2048]"])
def test_an_address_of_spark_chooses_it_and_starts_nothing(address):
    assert engine.engine_at(address) is engine.engine_at(address) is not engine.engine_at("")


@pytest.mark.parametrize("address", ["clickhouse://here", "spark", "localhost:7077"])
def test_an_unknown_engine_is_refused_by_name(address):
    with pytest.raises(ValueError, match=address):
        engine.engine_at(address)


def test_spark_without_java_says_what_to_install(monkeypatch, tmp_path):
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(engine.EngineMissing, match="Java"):
        engine.engine_at("local[1]").must_be_here()


def test_every_step_of_the_derivation_can_be_said_to_spark():
    steps = list(_steps())
    assert len(steps) > 15
    for step in steps:
        sqlglot.parse_one(step.query.sql("spark"), read="spark")


def test_every_question_can_be_said_to_spark(tmp_path, monkeypatch):
    lake = biglog.write(tmp_path, 2_000)
    derive(lake, settings=RULES)
    said = []

    def listening(asking, question):
        said.append(question.sql("spark"))
        return asked(asking, question)

    asked = answer.Asking.rows
    monkeypatch.setattr(answer.Asking, "rows", listening)
    for _, question in every_question(BIG):
        question(lake)
    assert said
    for sql in said:
        sqlglot.parse_one(sql, read="spark")


def _steps() -> set[Step]:
    found = set()
    for module in pkgutil.iter_modules(derivation.__path__, f"{derivation.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            found |= {value} if isinstance(value, Step) else set()
    return found


# -- on a cluster -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pyspark", reason="needs drumbeat[spark]")
    if not shutil.which("java"):
        pytest.skip("needs Java")
    return engine.engine_at(SPARK)


@pytest.fixture(scope="module")
def twice(spark, tmp_path_factory) -> tuple[BrandLake, BrandLake]:
    """The same log, derived by DuckDB and by Spark's own processes."""
    folder = tmp_path_factory.mktemp("engines")
    here = biglog.write(folder / "duck", EVENTS)
    shutil.copytree(folder / "duck", folder / "spark")
    there = Lake(folder / "spark").brand(biglog.BRAND)
    derive(here, settings=RULES)
    with on_spark():
        derive(there, settings=RULES)
    return here, there


class on_spark:
    """Whatever is asked inside of it, Spark answers."""

    def __enter__(self):
        engine.use(SPARK)

    def __exit__(self, *_):
        engine.use("")


@pytest.mark.slow
@pytest.mark.parametrize("table", SCHEMAS)
def test_spark_derives_the_same_rows(twice, table):
    here, there = (_rows(lake, table) for lake in twice)
    assert here.num_rows or table == "identities"
    assert there.equals(here), _first_difference(here, there)


@pytest.mark.slow
def test_spark_gives_every_question_the_same_answer(twice):
    lake, _ = twice
    asked = list(every_question(BIG))
    expected = [_plain(question(lake)) for _, question in asked]
    with on_spark():
        for (name, question), here in zip(asked, expected, strict=True):
            _same(_plain(question(lake)), here, name)


def _rows(lake: BrandLake, table: str) -> pa.Table:
    files = lake.derived_files(table, lake.manifest().tables.get(table))
    with Workspace() as space:
        space.files("derived", files, SCHEMAS[table])
        return space.run("SELECT * FROM derived ORDER BY ALL")


def _first_difference(here: pa.Table, there: pa.Table) -> str:
    if here.num_rows != there.num_rows:
        return f"{here.num_rows} rows here, {there.num_rows} on Spark"
    for one, other in zip(here.to_pylist(), there.to_pylist(), strict=True):
        if one != other:
            return f"{one}\n{other}"
    return "types differ"


def _plain(answer: Any) -> Any:
    """What was answered, without how it was found."""
    told = asdict(answer) if is_dataclass(answer) else answer
    return {key: told[key] for key in told if key not in ("sql", "seconds")}


def _same(there: Any, here: Any, where: str) -> None:
    """Whole numbers, texts, moments and NULLs exactly; fractions to 1e-9."""
    assert type(there) is type(here), f"{where}: {there!r} on Spark, {here!r} here"
    if isinstance(here, dict):
        assert list(there) == list(here), where
        for key in here:
            _same(there[key], here[key], f"{where}, {key}")
    elif isinstance(here, list):
        assert len(there) == len(here), where
        for number, (one, other) in enumerate(zip(there, here, strict=True)):
            _same(one, other, f"{where}, row {number}")
    elif isinstance(here, float):
        assert math.isclose(there, here, rel_tol=1e-9, abs_tol=1e-9), f"{where}: {there} {here}"
    else:
        assert there == here, f"{where}: {there!r} on Spark, {here!r} here"

"""Which engine answers, and that all that is asked can be said to each (test_spark.py asks it)."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache

import ibis
import pyarrow as pa
import pytest
import sqlglot

from bench import biglog
from drumbeat.warehouse import derive as derivation
from drumbeat.warehouse import engine
from drumbeat.warehouse.derive import ConversionRule, Settings
from drumbeat.warehouse.engine import Step, duck
from drumbeat.warehouse.questions import answer
from tests.warehouse.asked import Log, every_question
from tests.warehouse.logs import at, derived

ORDERED = Settings(conversions=(ConversionRule("order", "Order Completed"),))
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


def test_spark_without_its_extra_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(engine.EngineMissing, match=r"drumbeat\[spark\]"):
        engine.engine_at("local[1]").must_be_here()


def test_whole_numbers_are_divided_exactly_by_every_engine():
    numbers = pa.table({"part": [9_007_199_254_740_993 * 3, -7, 7], "of": [3, 2, -2]})
    rows = engine.named("numbers", numbers.schema)
    question = engine.to_sql(rows.select(times=rows.part // rows.of))
    with engine.in_process() as space:
        space.rows("numbers", numbers)
        assert space.run(question)["times"].to_pylist() == [9_007_199_254_740_993, -4, -4]
    assert " DIV " in question.sql("spark")


def test_texts_that_look_alike_have_numbers_of_their_own():
    """Of these million DuckDB's own hash gives a hundred the number of another one."""
    rows = engine.named("texts", pa.schema({"text": pa.string()}))
    numbers = engine.to_sql(rows.agg(numbers=rows.text.hash().nunique()))
    with engine.in_process() as space:
        space.view(
            "texts",
            "SELECT DISTINCT 'order:o' || (100_000_000 + hash(n) % 900_000_000) AS text"
            " FROM range(1_000_000) r(n)",
        )
        texts, plain = (
            space.run(f"SELECT count(*), count(DISTINCT {engine.number_of('text')}) FROM texts")
            .to_pylist()[0]
            .values()
        )
        [row] = space.run(numbers).to_pylist()
    assert row["numbers"] == plain == texts > 990_000


def test_a_step_that_is_kept_is_not_computed_again():
    numbers = pa.table({"n": [1, 2]})
    doubled = Step(
        "doubled", lambda: engine.named("numbers", numbers.schema).select(n=ibis._.n * 2)
    )
    with engine.in_process() as space:
        space.rows("numbers", numbers)
        space.keep(doubled)
        space.rows("numbers", numbers.slice(1))
        assert space.fetch(doubled)["n"].to_pylist() == [2, 4]
        space.rows("doubled", numbers)  # the name means something else now
        assert space.fetch(doubled)["n"].to_pylist() == [4]


def test_spark_without_java_says_what_to_install(monkeypatch, tmp_path):
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(engine.EngineMissing, match="Java"):
        engine.engine_at("local[1]").must_be_here()


@pytest.mark.lake
def test_every_step_of_the_derivation_can_be_said_to_spark():
    steps = steps_of_derivation()
    assert len(steps) > 15
    for step in steps:
        sqlglot.parse_one(step.query.sql("spark"), read="spark")


@pytest.mark.lake
def test_every_question_can_be_said_to_spark(tmp_path, monkeypatch):
    came = at(0, anonymous_id="a1", code="CODE0007")
    bought = at(5, anonymous_id="a1", type="track", name="Order Completed", order_id="o1")
    lake = derived(tmp_path, came, bought, settings=ORDERED)
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


@cache
def steps_of_derivation() -> frozenset[Step]:
    """Whatever the modules of the derivation call a step."""
    found = set()
    for module in pkgutil.iter_modules(derivation.__path__, f"{derivation.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            several = value if isinstance(value, list) else [value]
            found |= {one for one in several if isinstance(one, Step)}
    return frozenset(found)


def test_a_database_that_remembers_much_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(duck, "_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(duck, "_MOST_REMEMBERED", -1)
    own = duck.DuckEngine()
    with engine.Workspace(own) as first, engine.Workspace(own) as second:
        first.rows("numbers", pa.table({"n": [1, 2]}))
        second.run("SELECT 1")
        assert first.run("SELECT sum(n) AS n FROM numbers")["n"].to_pylist() == [3]
        assert first.run("SELECT current_setting('TimeZone') AS tz")["tz"].to_pylist() == ["UTC"]
        assert second.run("SELECT current_setting('TimeZone') AS tz")["tz"].to_pylist() == ["UTC"]


def test_whose_footers_are_few_stays(monkeypatch):
    monkeypatch.setattr(duck, "_BETWEEN_LOOKS", 1)
    own = duck.DuckEngine()
    own.session().close()
    database = own._database
    own.session().close()
    assert own._database is database

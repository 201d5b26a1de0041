"""Which engine answers, and that all that is asked can be said to each (test_spark.py asks it)."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import pytest
import sqlglot

from bench import biglog
from drumbeat.warehouse import derive as derivation
from drumbeat.warehouse import engine
from drumbeat.warehouse.derive import ConversionRule, Settings, derive
from drumbeat.warehouse.engine import Step
from drumbeat.warehouse.questions import answer
from tests.warehouse.asked import Log, every_question

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


def test_spark_without_java_says_what_to_install(monkeypatch, tmp_path):
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(engine.EngineMissing, match="Java"):
        engine.engine_at("local[1]").must_be_here()


def test_every_step_of_the_derivation_can_be_said_to_spark():
    steps = steps_of_derivation()
    assert len(steps) > 15
    for step in steps:
        sqlglot.parse_one(step.query.sql("spark"), read="spark")


def test_every_question_can_be_said_to_spark(tmp_path, monkeypatch):
    lake = biglog.write(tmp_path, 2_000)
    derive(lake, settings=ORDERED)
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

"""Which engine answers: one setting says it."""

from __future__ import annotations

from functools import cache

from drumbeat.warehouse.engine.duck import DuckEngine
from drumbeat.warehouse.engine.session import Engine

_SPARK = ("spark://", "local[", "local-cluster[")
_DUCK = DuckEngine()
_LIGHT = DuckEngine(threads=1)
_address = ""


def engine_at(address: str, *, light: bool = False) -> Engine:
    """DuckDB for "" or "duckdb", Apache Spark for the address of one (its "master"). Starts nothing.

    light: for work of so few rows that sharing it out among threads takes more than it gives.
    Raises ValueError for anything else.
    """
    if address in ("", "duckdb"):
        return _LIGHT if light else _DUCK
    if address != "local" and not address.startswith(_SPARK):
        raise ValueError(
            f"no engine {address!r}: duckdb, spark://host:7077, local[*] or local-cluster[2,1,2048]"
        )
    return _spark(address)


@cache
def _spark(address: str) -> Engine:
    # An extra: only who asks for it loads it.
    from drumbeat.warehouse.engine.spark import SparkEngine

    return SparkEngine(address)


def use(address: str) -> None:
    """Let this process ask the engine at the address, from the next question on."""
    global _address
    _address = address


def chosen(*, light: bool = False) -> Engine:
    """The engine that this process asks. Raises ValueError when the address is none of an engine."""
    return engine_at(_address, light=light)

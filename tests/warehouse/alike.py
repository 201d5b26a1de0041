"""Two lakes hold the same, and answer the same."""

from __future__ import annotations

import math
from dataclasses import asdict, is_dataclass
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable

from drumbeat.warehouse.engine import in_process
from drumbeat.warehouse.lake import BrandLake


def same_tables(here: BrandLake, there: BrandLake) -> None:
    """Whatever is derived, also what this test has never heard of."""
    assert set(there.manifest().tables) == set(here.manifest().tables)
    for table in here.manifest().tables:
        expected, found = _rows(here, table), _rows(there, table)
        assert found.equals(expected), f"{table}: {_first_difference(expected, found)}"


def _rows(lake: BrandLake, table: str) -> pa.Table:
    version = lake.manifest().tables[table]
    stored = DeltaTable(str(lake.root / "derived" / table), version=version)
    with in_process() as space:
        files = lake.derived_files(table, version)
        space.files("derived", files, pa.schema(stored.schema().to_arrow()))
        return space.run("SELECT * FROM derived ORDER BY ALL")


def _first_difference(here: pa.Table, there: pa.Table) -> str:
    if here.num_rows != there.num_rows:
        return f"{here.num_rows} rows here, {there.num_rows} there"
    for one, other in zip(here.to_pylist(), there.to_pylist(), strict=True):
        if one != other:
            return f"{one}\n{other}"
    return "types differ"


def plain(answer: Any) -> Any:
    """What was answered, without how it was found."""
    told = asdict(answer) if is_dataclass(answer) else answer
    if not isinstance(told, dict):
        return told
    return {key: told[key] for key in told if key not in ("sql", "seconds")}


def same(there: Any, here: Any, where: str) -> None:
    """Whole numbers, texts, moments and NULLs exactly; fractions to 1e-9."""
    assert type(there) is type(here), f"{where}: {there!r} there, {here!r} here"
    if isinstance(here, dict):
        assert list(there) == list(here), where
        for key in here:
            same(there[key], here[key], f"{where}, {key}")
    elif isinstance(here, list):
        assert len(there) == len(here), where
        for number, (one, other) in enumerate(zip(there, here, strict=True)):
            same(one, other, f"{where}, row {number}")
    elif isinstance(here, float):
        assert math.isclose(there, here, rel_tol=1e-9, abs_tol=1e-9), f"{where}: {there} {here}"
    else:
        assert there == here, f"{where}: {there!r} there, {here!r} here"

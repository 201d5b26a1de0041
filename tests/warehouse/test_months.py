"""Sums of a month with many rows: the days that change are written, and no others."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse import months
from tests.warehouse.examples import few_and
from tests.warehouse.logs import a_lake

pytestmark = pytest.mark.lake

SCHEMA = pa.schema(
    {"day": pa.date32(), "counted_by": pa.string(), "key": pa.string(), "people": pa.int64()}
)
FIRST, LAST = date(2026, 2, 25), date(2026, 4, 5)


def day(number: int) -> date:
    return date.fromordinal(FIRST.toordinal() + number)


def sums(days, mark: int) -> pa.Table:
    """Four rows a day, in order within it."""
    told = [
        {"day": one, "counted_by": way, "key": f"{way}-{n}", "people": mark}
        for one in days
        for way in ("person", "visitor")
        for n in (2, 1)
    ]
    return pa.Table.from_pylist(told, SCHEMA)


def held(lake, version: int) -> dict[date, list]:
    rows = [
        row
        for file in lake.derived_files("sums", version)
        for row in pq.ParquetFile(file).read().to_pylist()
    ]
    found: dict[date, list] = {}
    for row in rows:
        found.setdefault(row["day"], []).append((row["counted_by"], row["key"], row["people"]))
    return found


def expected(marks: dict[date, int]) -> dict[date, list]:
    keys = [("person", 2), ("person", 1), ("visitor", 2), ("visitor", 1)]
    return {
        one: [(way, f"{way}-{n}", mark) for way, n in keys] for one, mark in marks.items() if mark
    }


@few_and(30, few=5)
def test_days_are_what_was_put_last_however_the_files_are_cut(tried):
    @tried
    @given(
        st.integers(0, 40),
        st.lists(st.tuples(st.integers(0, 39), st.integers(0, 12), st.booleans()), max_size=6),
    )
    def holds(few, puts):
        days = [day(n) for n in range((LAST - FIRST).days + 1)]
        marks = dict.fromkeys(days, 1)
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
            lake = a_lake(Path(folder))
            patched.setattr(months, "FEW", few)
            version = lake.replace_days("sums", sums(days, 1), FIRST, LAST, by="month")
            for mark, (start, length, empty) in enumerate(puts, start=2):
                these = [one for one in map(day, range(start, start + length + 1)) if one <= LAST]
                rows = sums([] if empty else these, mark)
                version = lake.replace_days("sums", rows, these[0], these[-1], by="month")
                marks |= dict.fromkeys(these, 0 if empty else mark)
                assert held(lake, version) == expected(marks)

    holds()


def test_a_day_that_fills_is_written_alone_and_a_night_makes_one_file_of_the_month(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(months, "FEW", 10)
    lake = a_lake(tmp_path)
    march = [date(2026, 3, n) for n in range(1, 31)]
    version = lake.replace_days("sums", sums(march, 1), march[0], march[-1], by="month")
    version = lake.replace_days("sums", sums([march[-1]], 2), march[-1], march[-1], by="month")
    before = set(lake.derived_files("sums", version))
    version = lake.replace_days("sums", sums([march[-1]], 3), march[-1], march[-1], by="month")
    after = set(lake.derived_files("sums", version))
    assert len(before) == len(after) == 2
    assert len(before & after) == 1  # of the 29 days before

    rows = months.joined(sorted(after))
    version = lake.replace_days("sums", rows, march[0], months.last_day(march[0]), by="month")
    (one,) = lake.derived_files("sums", version)
    assert held(lake, version) == expected(dict.fromkeys(march, 1) | {march[-1]: 3})
    told = pq.ParquetFile(one)  # each way of counting lies for itself
    assert told.metadata.num_row_groups == 2


def test_the_last_day_of_a_month():
    ends = [months.last_day(date(2026, month, 1)).day for month in (2, 4, 12)]
    assert ends == [28, 30, 31]
    assert months.last_day(date(2028, 2, 1)).day == 29

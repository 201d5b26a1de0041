"""Whatever is uploaded: a file, or a refusal a person can read. Never another exception."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drumbeat.formats.orders import read_orders
from drumbeat.formats.problems import FileRefused
from drumbeat.formats.spend import read_spend

from . import fixtures as files

EXPORTS = {
    "google": files.google_ads(),
    "meta": files.meta_ads(),
    "baidu": files.baidu(),
    "html": files.html([files.BAIDU_HEADER, *files.BAIDU_ROWS]),
    "zip": files.zipped({"a.csv": files.baidu()}),
    "xlsx": files.workbook({"S": [files.BAIDU_HEADER, *files.BAIDU_ROWS]}),
}


def speak(found):
    for problem in (*found.problems, *found.warnings):
        # A place without its value would raise.
        assert problem.message + problem.hint


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data):
    for read in (read_spend, read_orders):
        with contextlib.suppress(FileRefused):
            speak(read(data, "x.csv"))


@pytest.mark.parametrize("name", list(EXPORTS))
@settings(deadline=None)
@given(st.data())
def test_an_export_damaged_anywhere(name, data):
    export = bytearray(EXPORTS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(export) - 1))
        export[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=4))
    with contextlib.suppress(FileRefused):
        speak(read_spend(bytes(export), "x.csv"))


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=9), max_size=6))
def test_any_cells_below_a_known_header(lines):
    with contextlib.suppress(FileRefused):
        speak(read_spend(files.baidu([files.BAIDU_ROWS[0], *lines]), "x.csv"))

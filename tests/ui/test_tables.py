"""A table as a file: named in the reader's language, plain in both kinds."""

import io

from openpyxl import load_workbook

from drumbeat.formats.columns import Column
from drumbeat.ui.tables import KINDS, table_file

COLUMNS = [Column("name", "名称"), Column("spent", "花费", "money", currency="CNY")]
ROWS = [{"name": "=1+1", "spent": 1050}]


def test_the_file_is_called_like_the_page():
    for kind in KINDS:
        answer = table_file(kind, "受众", COLUMNS, ROWS)
        assert f"%E5%8F%97%E4%BC%97.{kind}" in answer["Content-Disposition"]


def test_both_kinds_hold_the_same_rows_and_run_nothing():
    told = table_file("csv", "x", COLUMNS, iter(ROWS)).content.decode("utf-8-sig")
    assert told == "名称,花费\r\n'=1+1,10.50\r\n"
    book = load_workbook(io.BytesIO(table_file("xlsx", "x", COLUMNS, iter(ROWS)).content))
    cell, money = book.active[2]
    assert (cell.value, cell.data_type, money.value) == ("=1+1", "s", 10.5)

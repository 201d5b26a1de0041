import csv
import datetime as dt

import pytest

from drumbeat.formats.columns import Column
from drumbeat.formats.csv_out import safe_text, write_csv

COLUMNS = [
    Column("name", "名称"),
    Column("day", "Day", "date"),
    Column("spend", "Spend", "money", currency="CNY"),
    Column("orders", "Orders", "integer"),
    Column("cpa", "CPA", "ratio", formula="spend / orders"),
]


def lines(data):
    return list(csv.reader(data.decode("utf-8-sig").splitlines()))


def test_excel_opens_it_right_and_numbers_stay_numbers():
    rows = [{"name": "双11", "day": dt.date(2026, 11, 11), "spend": -1250, "orders": 5}]
    data = write_csv(COLUMNS, rows)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert lines(data)[1] == ["双11", "2026-11-11", "-12.50", "5", "-2.5"]


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1"]
)
def test_text_that_excel_would_run_is_defused(text):
    assert lines(write_csv(COLUMNS[:1], [{"name": text.strip()}]))[1][0].startswith("'")
    assert safe_text(text) == "'" + text


def test_plain_text_and_missing_cells_are_left_alone():
    assert lines(write_csv(COLUMNS, [{"name": 'A, "b"'}]))[1] == ['A, "b"', "", "", "", ""]

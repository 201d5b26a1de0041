import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from drumbeat.formats.columns import Column
from drumbeat.formats.formulas import evaluate, excel_formula
from drumbeat.formats.workbook import Sheet, write_workbook

COLUMNS = [
    Column("channel", "渠道"),
    Column("day", "Day", "date"),
    Column("spend", "Spend", "money", currency="CNY"),
    Column("revenue", "Revenue", "money", currency="CNY"),
    Column("orders", "Orders", "integer"),
    Column("share", "Share", "percent"),
    Column("roas", "ROAS", "ratio", formula="revenue / spend"),
    Column("cpa", "CPA", "ratio", formula="spend / orders"),
]
ROWS = [
    {"channel": "百度", "day": dt.date(2026, 11, 1), "spend": 10050, "revenue": 40200}
    | {"orders": 4, "share": 0.25},
    {"channel": "Google", "day": dt.date(2026, 11, 2), "spend": 0, "revenue": 5, "orders": 0},
]


def book(*sheets):
    return write_workbook(sheets)


def opened(data, **how):
    return openpyxl.load_workbook(io.BytesIO(data), **how).worksheets[0]


def test_cells_are_typed_and_money_is_exact():
    page = opened(book(Sheet("S", COLUMNS, ROWS)))
    assert [c.value for c in page[1]] == [column.header for column in COLUMNS]
    assert page["B2"].value == dt.datetime(2026, 11, 1)  # noqa: DTZ001 - a cell has no zone
    assert (page["C2"].value, page["E2"].value, page["F2"].value) == (100.5, 4, 0.25)
    assert page["F3"].value is None
    assert page.freeze_panes == "A2"
    assert "¥" in page["C2"].number_format
    assert page["F2"].number_format == "0.0%"


def test_ratios_are_live_formulas_that_carry_their_value():
    data = book(Sheet("S", COLUMNS, ROWS, totals=True))
    live, cached = opened(data), opened(data, data_only=True)
    assert live["G2"].value == '=IFERROR(D2/C2,"")'
    assert cached["G2"].value == 4
    assert cached["G3"].value in (None, ""), "nothing spent has no return on spend"
    without_engine = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert without_engine.to_python()[1][6] == 4


def test_totals_are_sums_and_ratios_of_sums_never_means():
    data = book(Sheet("S", COLUMNS, ROWS, totals=True, totals_label="合计"))
    live, cached = opened(data), opened(data, data_only=True)
    assert (live["A4"].value, live["C4"].value) == ("合计", "=SUM(C2:C3)")
    assert (cached["C4"].value, cached["D4"].value, cached["E4"].value) == (100.5, 402.05, 4)
    assert live["G4"].value == '=IFERROR(D4/C4,"")'
    assert cached["G4"].value == pytest.approx(402.05 / 100.5)
    assert live["F4"].value is None, "a share that is no formula has no total"


def test_currencies_are_not_added_to_one_another():
    columns = [
        Column("name", "Name"),
        Column("spend", "Spend", "money", currency_key="currency"),
        Column("twice", "Twice", "ratio", formula="spend * 2"),
    ]
    rows = [
        {"name": "A", "spend": 100, "currency": "CNY"},
        {"name": "B", "spend": 100, "currency": "JPY"},
    ]
    page = opened(book(Sheet("S", columns, rows, totals=True)))
    assert (page["B2"].value, page["B3"].value) == (1, 100)
    assert (page["B4"].value, page["C4"].value) == (None, None)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "https://a.example"]
)
def test_text_never_becomes_a_formula_or_a_link(text):
    data = book(Sheet("S", [Column("t", text)], [{"t": text}]))
    page = opened(data)
    assert (page["A1"].data_type, page["A2"].data_type) == ("s", "s")
    assert page["A2"].value == text
    assert page["A2"].hyperlink is None
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_sheet_names_follow_excels_rules():
    names = ["花费/收入 [2026]", "花费/收入 [2026]", "x" * 40, "X" * 40, ""]
    data = book(*(Sheet(name, [Column("a", "A")], []) for name in names))
    got = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert got[0] == "花费 收入  2026"
    assert len({name.casefold() for name in got}) == 5
    assert max(map(len, got)) <= 31


def test_the_same_rows_give_the_same_bytes():
    assert book(Sheet("S", COLUMNS, ROWS)) == book(Sheet("S", COLUMNS, ROWS))


def test_a_text_longer_than_a_cell_is_cut_with_a_sign():
    page = opened(book(Sheet("S", [Column("t", "T")], [{"t": "长" * 40_000}])))
    assert len(page["A2"].value) == 32_767
    assert page["A2"].value.endswith("…")


def test_formulas_are_arithmetic_and_nothing_else():
    where = {"a": "B2", "b": "C2"}
    assert excel_formula("(a - b) / b", where) == '=IFERROR(((B2-C2)/C2),"")'
    assert evaluate("(a - b) / b", {"a": 3.0, "b": 2.0}) == 0.5
    for bad in ("__import__('os')", "a ** b", "a.b", "HYPERLINK(1)", "'x'"):
        with pytest.raises(ValueError, match="may only use"):
            excel_formula(bad, where)
    with pytest.raises(ValueError, match="at least one sheet"):
        write_workbook([])

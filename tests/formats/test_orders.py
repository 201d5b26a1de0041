import datetime as dt
from pathlib import Path

import pytest

from drumbeat.formats.orders import read_orders
from drumbeat.formats.problems import FileRefused

from . import fixtures as files

CDNOW = Path(__file__).parents[3] / "shared" / "data" / "cdnow" / "CDNOW_master.txt"
LINES = b" 00001 19970101  1   11.77\r\n 00002 19970112  1   12.00\n\n 00002 19970112  1   12.00\n"


@pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW orders do not lie beside the checkout")
def test_cdnow_gives_every_order_customer_and_monthly_revenue():
    got = read_orders(CDNOW.read_bytes(), CDNOW.name)
    assert not got.problems
    assert len(got.rows) == 69_659
    assert len({row.customer_id for row in got.rows}) == 23_570
    assert len({row.order_id for row in got.rows}) == 69_659

    # The other way: no parser, only the columns of characters, in whole cents.
    expected: dict[str, int] = {}
    for line in CDNOW.read_text().splitlines()[1:]:
        month, dollars = line.split()[1][:6], line.split()[3]
        expected[month] = expected.get(month, 0) + int(dollars.replace(".", ""))
    revenue: dict[str, int] = {}
    for row in got.rows:
        month = f"{row.date:%Y%m}"
        revenue[month] = revenue.get(month, 0) + row.value_minor
    assert revenue == expected
    assert len(revenue) == 18


def test_two_identical_lines_are_two_orders_and_reading_again_gives_the_same_ids():
    first, again = (read_orders(LINES, "x.txt").rows for _ in range(2))
    assert [row.row_number for row in first] == [1, 2, 4]
    assert len({row.order_id for row in first}) == 3
    assert [row.order_id for row in first] == [row.order_id for row in again]
    assert (first[0].customer_id, first[0].units, first[0].value_minor) == ("00001", 1, 1177)
    assert first[0].date == dt.date(1997, 1, 1)
    assert first[0].currency == "USD"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"00003 19970230 1 5.00", "not_a_date"),
        (b"00003 19970201 one 5.00", "not_whole"),
        (b"00003 19970201 1 five", "not_an_amount"),
        (b"00003 19970201 1", "short_row"),
    ],
)
def test_a_bad_line_names_its_number(line, code):
    got = read_orders(LINES + line, "x.txt")
    assert [(p.row, p.code) for p in got.problems] == [(5, code)]


SHOPIFY_CSV = """\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Discount Code,Created at,\
Lineitem quantity,Lineitem name,Cancelled at,Refunded Amount,Id,Phone
#1001,An@Example.com,paid,2026-11-11 00:03:12 +0800,CNY,300.00,310.50,D11,\
2026-11-11 00:03:12 +0800,2,Tea,,0.00,5551,'+8613800000000
#1001,An@Example.com,,,,,,,2026-11-11 00:03:12 +0800,1,Cup,,,,
#1002,,refunded,,CNY,9.90,9.90,,2026-11-12 08:00:00 +0800,1,Tea,2026-11-13 08:00:00 +0800,\
9.90,5552,'+8613900000000
"""
SHOPIFY = [line.split(",") for line in SHOPIFY_CSV.splitlines()]


def test_shopify_line_items_belong_to_one_order():
    got = read_orders(files.delimited(SHOPIFY).encode(), "orders_export.csv")
    assert (got.layout, got.problems) == ("shopify", [])
    first, second = got.rows
    assert (first.order_id, first.customer_id, first.units) == ("5551", "an@example.com", 3)
    assert (first.value_minor, first.currency, first.state) == (31050, "CNY", "paid")
    assert (first.row_number, first.discount_code) == (2, "D11")
    assert first.at.isoformat() == "2026-11-11T00:03:12+08:00"
    assert first.date == dt.date(2026, 11, 11)
    assert (second.row_number, second.customer_id) == (4, "+8613900000000")
    assert (second.cancelled, second.refunded_minor) == (True, 990)


def test_a_shopify_order_without_total_or_currency_is_a_problem():
    broken = [list(line) for line in SHOPIFY]
    broken[1][6], broken[3][4] = "", "coins"
    got = read_orders(files.delimited(broken).encode(), "x.csv")
    assert [(p.row, p.column, p.code) for p in got.problems] == [
        (2, "Total", "order_without_total"),
        (4, "Currency", "unknown_currency"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"hello\nworld\n", "unknown_orders"),
        (files.google_ads(), "unknown_orders"),
        (files.delimited(SHOPIFY[:1]).encode(), "no_rows"),
    ],
)
def test_what_is_no_order_file_is_refused(data, code):
    with pytest.raises(FileRefused) as caught:
        read_orders(data, "x.csv")
    assert caught.value.code == code

from decimal import Decimal

import pytest

from drumbeat.formats.cells import id_text, parse_number
from drumbeat.formats.currencies import currency_code, from_minor, mark_fits, to_minor
from drumbeat.formats.problems import Unreadable


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1\u00a0234.50", "1234.50"),
        ("1\u202f234.50", "1234.50"),
        ("12,34,567.00", "1234567.00"),
        ("￥1,234.50", "1234.50"),
        ("¥ 0.10", "0.10"),
        ("US$12.00", "12.00"),
        ("CNY 12.00", "12.00"),
        ("12.00元", "12.00"),
        ("１２．５", "12.5"),
        ("1.2万", "12000"),
        ("3.4亿", "340000000"),
        ("1,234万", "12340000"),
        ("12.3%", "0.123"),
        ("１２．３％", "0.123"),
        ("(5.00)", "-5.00"),
        ("（5.00）", "-5.00"),
        ("-¥5.00", "-5.00"),
        ("−5", "-5"),
        ("1.5E+05", "150000"),
        (12, "12"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_number_is_read_as_the_platforms_write_it(written, value):
    assert parse_number(written).value == Decimal(value)


@pytest.mark.parametrize("written", ["", "--", " --", "-", "—", "N/A", "暂无", None, "null"])
def test_dashes_and_words_for_nothing_are_not_zero(written):
    assert parse_number(written).value is None


@pytest.mark.parametrize("written", [" < 10%", "<10%", "< 10%", "> 90%"])
def test_a_threshold_is_flagged_and_has_no_value(written):
    number = parse_number(written)
    assert number.value is None
    assert number.threshold


@pytest.mark.parametrize(
    "written", ["1.2万万", "twelve", "1,23", "1.2.3", "12,50", "(5", "=1+1", "1 2", True]
)
def test_what_is_no_amount_is_refused_rather_than_guessed(written):
    with pytest.raises(Unreadable) as refusal:
        parse_number(written)
    assert refusal.value.code == "not_an_amount"


@pytest.mark.parametrize(
    ("written", "value"),
    [("1.234,50", "1234.50"), ("12,5", "12.5"), ("1 234,50", "1234.50"), ("1.234", "1234")],
)
def test_a_decimal_comma_is_read_where_the_file_uses_one(written, value):
    assert parse_number(written, decimal_comma=True).value == Decimal(value)


def test_ten_thousands_are_remembered_as_rounded():
    assert parse_number("1.2万").rounded
    assert not parse_number("12000").rounded


def test_money_is_whole_minor_units_of_its_currency():
    assert to_minor(Decimal("12.345"), "CNY") == 1235
    assert to_minor(Decimal("1234"), "JPY") == 1234
    assert to_minor(Decimal("1.2345"), "KWD") == 1235
    assert from_minor(12345, "CNY") == Decimal("123.45")
    assert from_minor(12345, "JPY") == 12345


def test_a_sign_that_many_currencies_share_decides_nothing():
    assert currency_code("¥") is None
    assert currency_code("$") is None
    assert currency_code("元") == "CNY"
    assert currency_code("hk$") == "HKD"
    assert mark_fits("¥", "CNY")
    assert not mark_fits("$", "CNY")


def test_an_id_survives_excel_wrapping_but_not_rounding():
    assert id_text('="00123"') == "00123"
    assert id_text(120210000000123) == "120210000000123"
    with pytest.raises(Unreadable) as refusal:
        id_text("1.2021E+17")
    assert refusal.value.code == "id_lost_digits"
    with pytest.raises(Unreadable):
        id_text(1.2021000000012345e17)

"""What we write in a platform's layout reads back the same, to the cent."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.formats.dates import Period
from drumbeat.formats.spend import SpendRow, read_spend, write_spend

_BOTH = ("impressions", "clicks", "conversions")
CARRIED = {
    "google_ads": (*_BOTH, "conv_value_minor"),
    "meta_ads": (*_BOTH, "conv_value_minor", "reach", "clicks_link", "views", "engagements"),
    "baidu": _BOTH,
}
ENTITY = ("date", "campaign", "campaign_id", "adgroup", "adgroup_id", "ad", "ad_id")

# Anything a person could type as a name, except the dashes platforms print for “nothing”.
names = (
    st.text(
        st.characters(categories=["L", "N", "P", "S"], include_characters=" "),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(lambda text: text.strip("-—–"))
)
ids = st.from_regex(r"[1-9][0-9]{5,17}", fullmatch=True)
counts = st.none() | st.integers(0, 10**9)
money = st.integers(0, 10**11)


@st.composite
def spend_rows(draw):
    size = draw(st.integers(1, 12))
    day = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    return [
        SpendRow(
            date=draw(day),
            campaign=draw(names),
            campaign_id=f"{number}{draw(ids)}",
            adgroup=draw(st.just("") | names),
            ad=draw(st.just("") | names),
            ad_id=draw(st.just("") | ids),
            currency="CNY",
            spend_minor=draw(money),
            impressions=draw(counts),
            reach=draw(counts),
            clicks=draw(counts),
            clicks_link=draw(counts),
            views=draw(counts),
            engagements=draw(counts),
            conversions=draw(st.none() | st.decimals(0, 10**6, places=2)),
            conv_value_minor=draw(st.none() | money),
        )
        for number in range(1, size + 1)
    ]


@pytest.mark.parametrize("layout", list(CARRIED))
@given(rows=spend_rows())
def test_written_and_read_again_gives_the_same_rows(layout, rows):
    got = read_spend(write_spend(layout, rows, currency="CNY", account="示例账户"), "x.csv")
    assert not got.problems
    assert (got.layout, got.currency, got.account) == (layout, "CNY", "示例账户")
    fields = (*ENTITY, "spend_minor", "currency", *CARRIED[layout])
    assert [[getattr(r, f) for f in fields] for r in got.rows] == [
        [getattr(r, f) for f in fields] for r in rows
    ]
    assert got.totals.declared_minor == sum(row.spend_minor for row in rows)
    assert all(check.difference == 0 for check in got.totals.checks)


def a_row(**given_):
    return SpendRow(**{"date": dt.date(2026, 11, 1), "campaign": "A", "spend_minor": 1} | given_)


def test_the_bytes_are_those_of_the_platform():
    rows = [a_row(currency="CNY", spend_minor=123456)]
    period = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    google = write_spend("google_ads", rows, currency="CNY", period=period)
    assert google.startswith(b"\xff\xfe")
    assert google.decode("utf-16").splitlines()[:2] == [
        "Campaign report",
        '"November 1, 2026 - November 30, 2026"',
    ]
    meta = write_spend("meta_ads", rows, currency="CNY", period=period)
    assert meta.startswith(b"\xef\xbb\xbf")
    assert "Amount spent (CNY)" in meta.decode()
    baidu = write_spend("baidu", rows, currency="CNY", account="甲", period=period).decode(
        "gb18030"
    )
    assert baidu.splitlines()[1:3] == ["账户：甲", "时间范围：2026-11-01 至 2026-11-30"]
    assert baidu.splitlines()[-1].startswith("合计,")


def test_yen_have_no_decimals():
    data = write_spend("meta_ads", [a_row(currency="JPY", spend_minor=1234)], currency="JPY")
    got = read_spend(data, "x.csv")
    assert (got.currency, got.rows[0].spend_minor) == ("JPY", 1234)


def test_a_foreign_currency_or_no_rows_are_refused():
    with pytest.raises(ValueError, match="CNY"):
        write_spend("google_ads", [a_row(currency="USD")], currency="CNY")
    with pytest.raises(ValueError, match="CNY"):
        write_spend("baidu", [a_row(currency="USD")], currency="USD")
    with pytest.raises(ValueError, match="at least one row"):
        write_spend("google_ads", [], currency="CNY")
    with pytest.raises(KeyError):
        write_spend("tiktok", [a_row(currency="CNY")], currency="CNY")


def test_fractions_of_a_conversion_survive():
    data = write_spend(
        "google_ads", [a_row(currency="CNY", conversions=Decimal("0.33"))], currency="CNY"
    )
    assert read_spend(data, "x").rows[0].conversions == Decimal("0.33")

import datetime as dt

import pytest

from drumbeat.formats.spend import SpendRow, read_spend, write_spend


@pytest.mark.slow
def test_half_a_million_rows_are_read_whole():
    first = dt.date(2026, 1, 1)
    rows = [
        SpendRow(
            date=first + dt.timedelta(days=n % 365),
            campaign=f"Campaign {n // 365 % 40}",
            adgroup=f"Group {n // 365}",
            currency="USD",
            spend_minor=n % 1_000_003,
            impressions=n % 9_999,
            clicks=n % 99,
        )
        for n in range(500_000)
    ]
    got = read_spend(write_spend("google_ads", rows, currency="USD", account="A"), "big.csv")
    assert (len(got.rows), got.problems) == (500_000, [])
    assert got.totals.difference_minor == 0
    assert sum(row.spend_minor for row in got.rows) == sum(row.spend_minor for row in rows)

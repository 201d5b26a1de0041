"""The three layouts read in full, in every container they come in."""

import datetime as dt
from decimal import Decimal

import pytest

from drumbeat.formats.dates import Period
from drumbeat.formats.spend import read_spend

from . import fixtures as files

NOVEMBER = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


def test_google_ads_in_utf16_with_tabs_although_it_is_called_csv():
    got = read_spend(files.google_ads(), "Campaign report.csv")
    assert (got.layout, got.encoding, got.delimiter) == ("google_ads", "utf-16-le", "\t")
    assert (got.header_row, got.preamble.report_name) == (3, "Campaign report")
    assert (got.currency, got.account, got.period) == ("USD", "Atelier", NOVEMBER)
    assert not got.problems
    first = got.rows[0]
    assert (first.row_number, first.date) == (4, dt.date(2026, 11, 1))
    assert (first.campaign, first.campaign_id) == ("Spring | Search", "1001")
    assert (first.spend_minor, first.impressions, first.clicks) == (123456, 12345, 321)
    assert (first.conversions, first.conv_value_minor) == (Decimal("12.50"), 250000)
    assert first.raw["Search impr. share"] == " < 10%"


def test_google_dashes_are_unknown_and_not_zero():
    row = read_spend(files.google_ads(), "x.csv").rows[2]
    assert (row.clicks, row.conversions, row.spend_minor) == (None, None, 0)


def test_google_is_checked_against_its_campaign_total_not_against_a_network_or_the_account():
    got = read_spend(files.google_ads(), "x.csv")
    assert got.totals.label == "Total: Campaigns"
    assert (got.totals.declared_minor, got.totals.summed_minor) == (133500, 133500)
    assert got.totals.within_tolerance
    subtotal_first = [
        files.google_total("Total: Search", cost="1.00"),
        files.google_total("Total: Account"),
    ]
    got = read_spend(files.google_ads(totals=subtotal_first), "x.csv")
    assert got.totals.label == "Total: Account"
    assert got.totals.within_tolerance


def test_a_campaign_called_total_is_a_campaign():
    assert read_spend(files.google_ads(), "x.csv").rows[2].campaign == "Total Fitness"
    rows = [[*files.GOOGLE_ROWS[0][:3], "Total", *files.GOOGLE_ROWS[0][4:]]]
    assert [r.campaign for r in read_spend(files.google_ads(rows, totals=[]), "x.csv").rows] == [
        "Total"
    ]


def test_meta_takes_the_currency_from_the_header_and_drops_the_nameless_summary():
    got = read_spend(files.meta_ads(), "report.csv")
    assert (got.layout, got.currency, got.encoding, got.delimiter) == (
        "meta_ads",
        "CNY",
        "utf-8",
        ",",
    )
    assert [(r.date.day, r.campaign, r.spend_minor) for r in got.rows] == [
        (1, "双11, 预热", 10025),
        (2, "双11, 预热", 20050),
    ]
    assert (got.rows[0].clicks, got.rows[0].clicks_link, got.rows[0].reach) == (55, 40, 900)
    assert got.rows[0].conversions == 3, "a purchase counts, not the “result” of the campaign"
    assert got.totals.row_number == 2
    assert got.totals.within_tolerance
    assert "reach" not in {check.measure for check in got.totals.checks}


def test_meta_in_chinese():
    chinese = [
        "报告开始日期",
        "报告结束日期",
        "广告系列名称",
        "花费金额 (CNY)",
        "展示次数",
        "链接点击量",
    ]
    data = files.meta_ads([["2026-11-01", "2026-11-01", "新品", "9.90", "100", "2"]], None, chinese)
    got = read_spend(data, "报告.csv")
    assert (got.layout, got.rows[0].spend_minor, got.rows[0].clicks_link) == ("meta_ads", 990, 2)


def test_baidu_in_gb18030_with_eight_lead_lines():
    got = read_spend(files.baidu(), "推广报告.csv")
    assert (got.layout, got.encoding, got.header_row) == ("baidu", "gb18030", 9)
    assert (got.account, got.currency, got.period) == ("示例账户", "CNY", NOVEMBER)
    assert got.preamble.report_name == "推广计划报告"
    assert got.preamble.generated == "2026-12-01 09:00:00"
    assert [r.date.day for r in got.rows] == [1, 2, 3]
    assert [r.spend_minor for r in got.rows] == [1234560, 1200000, 0]
    assert [r.impressions for r in got.rows] == [12000, 800, None]
    assert got.totals.within_tolerance
    assert "rounded_amounts" in {w.code for w in got.warnings}


def test_a_header_in_ten_thousands_of_yuan_is_scaled():
    header = [*files.BAIDU_HEADER[:6], "消费(万元)", "点击率"]
    rows = [[*files.BAIDU_ROWS[0][:6], "1.23456", "2.68%"]]
    got = read_spend(files.baidu(rows, total=None, header=header), "x.csv")
    assert got.rows[0].spend_minor == 1234560


@pytest.mark.parametrize("name", ["google.csv", "google.tsv", "google.xls", "no suffix"])
def test_the_name_of_the_file_does_not_matter(name):
    assert read_spend(files.google_ads(), name).layout == "google_ads"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_google_in_any_unicode(encoding):
    got = read_spend(files.google_ads(encoding=encoding), "x.csv")
    assert sum(row.spend_minor for row in got.rows) == 133500


def test_baidu_zipped_gzipped_and_as_utf8():
    plain = files.baidu()
    for data in (
        files.zipped({"报告.csv": plain, "__MACOSX/._报告.csv": b"x"}),
        files.gzipped(plain),
        files.baidu(encoding="utf-8"),
        files.zipped({"inner.csv": files.gzipped(plain)}),
    ):
        assert sum(row.spend_minor for row in read_spend(data, "x").rows) == 2434560


def test_a_workbook_keeps_dates_and_exact_cents():
    rows = [
        [*files.META_HEADER[:5], "Impressions", "Amount spent (CNY)"],
        [dt.date(2026, 11, 1), dt.date(2026, 11, 1), "A", "1", "s", 10, 0.1 + 0.2],
        [46328, 46328, "A", "1", "s", 10, 1234.56],
    ]
    got = read_spend(files.workbook({"Raw Data Report": rows}), "meta.xlsx")
    assert (got.container, got.sheet) == ("xlsx", "Raw Data Report")
    assert [(r.row_number, r.date.day, r.spend_minor) for r in got.rows] == [
        (2, 1, 30),
        (3, 2, 123456),
    ]


def test_an_xls_that_is_a_web_page():
    lines = [*files.BAIDU_LEAD, files.BAIDU_HEADER, *files.BAIDU_ROWS, files.BAIDU_TOTAL]
    got = read_spend(files.html(lines), "report.xls")
    assert (got.container, got.layout) == ("html", "baidu")
    assert sum(row.spend_minor for row in got.rows) == 2434560


def test_a_semicolon_file_has_decimal_commas():
    lines = [
        ["Day", "Campaign", "Currency code", "Impr.", "Clicks", "Cost"],
        ["2026-11-01", "Ä", "EUR", "1.234", "12", "1.234,56"],
    ]
    got = read_spend(files.delimited(lines, ";").encode("cp1252"), "x.csv")
    assert (got.delimiter, got.encoding) == (";", "cp1252")
    assert (got.rows[0].campaign, got.rows[0].spend_minor, got.rows[0].impressions) == (
        "Ä",
        123456,
        1234,
    )


def test_traditional_chinese_and_western_names_are_not_taken_for_each_other():
    header = ["Day", "Campaign", "Currency code", "Impr.", "Clicks", "Cost"]
    for encoding, name in (
        ("big5", "臺灣品牌關鍵字廣告"),
        ("cp1252", "Café d'été ÄB"),
        ("gb18030", "品牌词·核心"),
    ):
        lines = [header, ["2026-11-01", name, "EUR", "1", "1", "1.00"]]
        got = read_spend(files.delimited(lines).encode(encoding), "x.csv")
        assert (got.encoding, got.rows[0].campaign) == (encoding, name)


def test_the_same_bytes_give_the_same_fingerprint():
    assert read_spend(files.baidu(), "a").sha256 == read_spend(files.baidu(), "b").sha256
    assert read_spend(files.baidu(), "a").sha256 != read_spend(files.meta_ads(), "a").sha256

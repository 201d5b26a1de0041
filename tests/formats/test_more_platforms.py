"""The other ad platforms: one small file each through the same reader."""

import datetime as dt

from drumbeat.formats.spend import BY_KEY, LAYOUTS, read_spend

from . import fixtures as files


def _words(line):
    return line.split(";")


def read(lines, **how):
    return read_spend(files.delimited(lines).encode("utf-8-sig"), "x.csv", **how)


def test_linkedin_in_utf16_with_five_lead_lines_in_utc():
    lines = [
        ["Campaign Performance Report (in UTC)"],
        ["Report Start: November 1, 2026, 12:00 AM"],
        ["Report End: November 30, 2026, 11:59 PM"],
        ["Date Generated: December 1, 2026, 9:00 AM"],
        [],
        _words(
            "Start Date (in UTC);Account Name;Currency;Campaign Group Name;Campaign Name;Campaign ID;"
            "Total Spent;Impressions;Clicks;Leads"
        ),
        ["11/13/2026", "ACME", "EUR", "Brand", "CFOs", "77", "1,234.50", "900", "9", "1"],
    ]
    data = b"\xff\xfe" + files.delimited(lines, "\t").encode("utf-16-le")
    got = read_spend(data, "linkedin.csv")
    assert (got.layout, got.currency, got.tz, got.header_row) == ("linkedin", "EUR", "UTC", 6)
    assert got.preamble.report_name == "Campaign Performance Report (in UTC)"
    assert got.period == (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    row = got.rows[0]
    assert (row.campaign, row.adgroup, row.adgroup_id) == ("Brand", "CFOs", "77")
    assert (row.date, row.spend_minor) == (dt.date(2026, 11, 13), 123450)


def test_tiktok_workbook_with_total_of_n_results():
    rows = [
        _words(
            "Campaign name;Ad group name;By Day;Cost;Impressions;"
            "Clicks (destination);CPM;Video views;Currency"
        ),
        ["Launch", "18-24", "2026-11-01", 12.5, 1000, 20, 12.5, 400, "USD"],
        ["Launch", "25-34", "2026-11-01", 7.5, 500, 10, 15.0, 200, "USD"],
        ["Total of 2 results", "-", "-", 20, 1500, 30, 13.33, 600, "USD"],
    ]
    got = read_spend(files.workbook({"Sheet1": rows}), "tiktok.xlsx")
    assert (got.layout, got.currency) == ("tiktok", "USD")
    assert [r.spend_minor for r in got.rows] == [1250, 750]
    assert [r.clicks_link for r in got.rows] == [20, 10]
    assert got.totals.within_tolerance


def test_ocean_engine_with_the_total_in_the_first_row_and_both_clocks():
    header = [
        "时间",
        "账户名称",
        "项目名称",
        "项目ID",
        "广告名称",
        "广告ID",
        "消耗",
        "展示数",
        "点击数",
    ]
    body = [
        ["共2条", "-", "-", "-", "-", "-", "30.00", "3000", "30", "3"],
        ["2026-11-01", "店", "拉新", "1", "视频A", "11", "10.00", "1000", "10", "1"],
        ["2026-11-01", "店", "拉新", "1", "视频B", "12", "20.00", "2000", "20", "2"],
    ]
    got = read([[*header, "转化数"], *body])
    assert (got.layout, got.currency, got.account) == ("ocean_engine", "CNY", "店")
    assert (len(got.rows), got.rows[0].clock) == (2, "conversion")
    assert got.totals.within_tolerance
    assert read([[*header, "转化数(计费时间)"], *body]).rows[0].clock == "touch"


def test_tencent_takes_its_clock_from_the_lead_lines():
    header = ["日期", "账户ID", "推广计划", "广告名称", "广告ID", "曝光次数", "点击次数", "花费"]
    body = [["2026-11-01", "9", "A", "a", "1", "1000", "10", "5.00", "2", "40.00"]]
    full = [*header, "下单量", "下单金额"]
    for words, clock in (
        ("报表口径：转化回传口径", "conversion"),
        ("报表口径：广告播放口径", "touch"),
        ("报表口径：激活时间", "activation"),
    ):
        got = read([[words], full, *body])
        assert (got.layout, got.rows[0].clock) == ("tencent", clock)
    assert (got.rows[0].conversions, got.rows[0].conv_value_minor) == (2, 4000)


def test_xiaohongshu_with_the_total_in_the_first_row():
    got = read(
        [
            [
                "时间",
                "计划名称",
                "计划ID",
                "单元名称",
                "笔记ID",
                "消费",
                "展现量",
                "点击量",
                "互动量",
            ],
            ["合计", "-", "-", "-", "-", "66.60", "800", "30", "12"],
            ["2026-11-01", "种草", "5", "搜索", "n1", "66.60", "800", "30", "12"],
        ]
    )
    assert (got.layout, got.currency) == ("xiaohongshu", "CNY")
    assert (got.rows[0].ad_id, got.rows[0].engagements) == ("n1", 12)
    assert got.totals.within_tolerance


def test_weibo():
    got = read(
        [
            ["日期", "系列", "计划", "创意/博文", "花费", "曝光量", "互动数", "导流数", "转发"],
            ["2026-11-01", "大促", "粉丝", "博文1", "88.00", "9000", "70", "40", "5"],
        ]
    )
    row = got.rows[0]
    assert (got.layout, got.currency) == ("weibo", "CNY")
    assert (row.campaign, row.adgroup, row.ad) == ("大促", "粉丝", "博文1")
    assert (row.spend_minor, row.clicks_link, row.engagements) == (8800, 40, 70)


def test_microsoft_with_its_block_of_lead_lines_and_copyright():
    got = read(
        [
            ["Report Name: Daily spend"],
            ["Report Time: 2026-11-01 - 2026-11-30"],
            ["Time Zone: (GMT+08:00) Beijing, Chongqing, Hong Kong, Urumqi"],
            ["Last Completed Available Day: 2026-11-30"],
            ["Last Completed Available Hour: 2026-11-30 23:00"],
            ["Report Aggregation: Daily"],
            ["Report Filter: "],
            ["Potential Incomplete Data: true"],
            ["Rows: 1"],
            [],
            _words(
                "TimePeriod;AccountName;CampaignName;CampaignId;Impressions;Clicks;"
                "Spend;Conversions;Revenue"
            ),
            ["2026-11-01", "ACME", "Brand", "3", "100", "5", "12.34", "1", "99.00"],
            ["©2026 Microsoft Corporation. All rights reserved. "],
        ],
        currency="USD",
    )
    assert (got.layout, got.preamble.report_name, got.tz) == (
        "microsoft_ads",
        "Daily spend",
        "UTC+08:00",
    )
    assert got.period == (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert [(r.spend_minor, r.conv_value_minor) for r in got.rows] == [(1234, 9900)]


def test_every_layout_is_told_from_every_other_by_its_own_headers():
    for layout in LAYOUTS:
        values = {"date": "2026-11-01", "spend": "1.00", "campaign": "A", "impressions": "9"}
        wanted = [
            name
            for name in ("date", "campaign", "spend", "impressions", "clicks")
            if name in layout.columns
        ]
        others = [layout.also[0], layout.also[1]]
        header = [*(layout.columns[name][0] for name in wanted), *others]
        got = read([header, [*(values.get(name, "1") for name in wanted), "", ""]], currency="CNY")
        assert got.layout == layout.key
    assert set(BY_KEY) == {layout.key for layout in LAYOUTS}

"""Exports as the platforms make them, built line by line so that every trap can be read here."""

import csv
import gzip
import io
import zipfile

import xlsxwriter


def delimited(lines, delimiter=",", newline="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(lines)
    return out.getvalue()


GOOGLE_HEADER = [
    "Day",
    "Account name",
    "Campaign status",
    "Campaign",
    "Campaign ID",
    "Currency code",
    "Impr.",
    "Clicks",
    "CTR",
    "Cost",
    "Conversions",
    "Conv. value",
    "Search impr. share",
]
_SPRING = ["Atelier", "Enabled", "Spring | Search", "1001", "USD"]
_FITNESS = ["Atelier", "Paused", "Total Fitness", "1002", "USD"]
GOOGLE_ROWS = [
    ["2026-11-01", *_SPRING, "12,345", "321", "2.60%", "1,234.56", "12.50", "2,500.00", " < 10%"],
    ["2026-11-02", *_SPRING, "2,000", "40", "2.00%", "100.44", "1.00", "80.00", "34.11%"],
    ["2026-11-02", *_FITNESS, "10", " --", " --", "0.00", " --", " --", " --"],
]


def google_total(label, impressions="14,355", clicks="361", cost="1,335.00"):
    return [label, *[" --"] * 4, "USD", impressions, clicks, "2.51%", cost, "13.50", "2,580.00", ""]


def google_ads(rows=None, totals=None, encoding="utf-16", header=GOOGLE_HEADER):
    """The “Excel .csv”: UTF-16LE with a mark, tabs, report name, quoted date range, totals."""
    if totals is None:
        totals = [
            google_total("Total: Campaigns"),
            google_total("Total: Search", impressions="14,345", cost="1,335.00"),
            google_total("Total: Account", impressions="99,999", cost="9,999.00"),
        ]
    lead = 'Campaign report\r\n"November 1, 2026 - November 30, 2026"\r\n'
    table = delimited([header, *(GOOGLE_ROWS if rows is None else rows), *totals], "\t")
    if encoding == "utf-16":
        return b"\xff\xfe" + (lead + table).encode("utf-16-le")
    return (lead + table).encode(encoding)


META_HEADER = [
    "Reporting starts",
    "Reporting ends",
    "Campaign name",
    "Campaign ID",
    "Ad set name",
    "Attribution setting",
    "Results",
    "Result indicator",
    "Reach",
    "Impressions",
    "Amount spent (CNY)",
    "Link clicks",
    "Clicks (all)",
    "Purchases",
    "Purchases conversion value",
]


def meta_row(day, name, spend, *, campaign_id="23850001", impressions="1000", ends=None):
    about = [day, ends or day, name, campaign_id, "Lookalike 1%", "7-day click"]
    return [
        *about,
        "40",
        "actions:link_click",
        "900",
        impressions,
        spend,
        "40",
        "55",
        "3",
        "597.00",
    ]


_NAMELESS = ["2026-11-01", "2026-11-02", "", "", "", "7-day click"]
META_SUMMARY = [*_NAMELESS, "80", "", "1700", "2000", "300.75", "80", "110", "6", "1194.00"]


def meta_ads(rows=None, summary=META_SUMMARY, header=META_HEADER):
    """UTF-8 with a mark; the currency stands in a header; the summary row has no name."""
    if rows is None:
        rows = [
            meta_row("2026-11-01", "双11, 预热", "100.25"),
            meta_row("2026-11-02", "双11, 预热", "200.50"),
        ]
    lines = [header, *([summary] if summary else []), *rows]
    return delimited(lines, newline="\n").encode("utf-8-sig")


BAIDU_LEAD = [
    ["报告名称：推广计划报告"],
    ["账户：示例账户"],
    ["时间范围：2026-11-01 至 2026-11-30"],
    ["时间单位：分日"],
    ["推广设备：全部"],
    ["数据来源：百度营销"],
    ["生成时间：2026-12-01 09:00:00"],
    [],
]
BAIDU_HEADER = ["日期", "账户", "推广计划", "推广单元", "展现", "点击", "消费", "点击率"]
BAIDU_ROWS = [
    ["2026-11-01", "示例账户", "品牌词", "核心", "1.2万", "321", "￥12,345.60", "2.68%"],
    ["2026年11月2日", "示例账户", "品牌词", "核心", "800", "12", "￥1.2万", "1.50%"],
    ["20261103", "示例账户", "品牌词", "长尾", "--", "--", "--", "--"],
]
BAIDU_TOTAL = ["合计", "-", "-", "-", "12,800", "333", "￥24,345.60", "2.60%"]


def baidu(rows=None, total=BAIDU_TOTAL, encoding="gb18030", lead=BAIDU_LEAD, header=BAIDU_HEADER):
    """GB18030, eight lines before the header (the last one empty), 合计 at the end."""
    lines = [*lead, header, *(BAIDU_ROWS if rows is None else rows), *([total] if total else [])]
    return delimited(lines).encode(encoding)


def workbook(sheets):
    """An .xlsx of {sheet name: rows}; numbers and dates keep their type."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if hasattr(value, "year"):
                    page.write_datetime(line, column, value, day)
                elif isinstance(value, str):
                    page.write_string(line, column, value)
                else:
                    page.write(line, column, value)
    book.close()
    return out.getvalue()


def html(lines):
    """What some platforms call .xls: a web page with a table."""
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines
    )
    page = f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'
    return page.encode()


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


gzipped = gzip.compress

"""Write spend the way three platforms export it: encoding, lead lines, headers, totals and all.

The demo's small world hands its spend over in these files, so that importing it is the real thing.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from decimal import Decimal

from ..currencies import from_minor
from ..dates import Period
from .model import SpendRow

Lines = list[list[str]]


def write_spend(
    layout: str,
    rows: Sequence[SpendRow],
    *,
    currency: str,
    account: str = "",
    period: Period | None = None,
    generated: dt.datetime | None = None,
) -> bytes:
    """The rows as an export of “google_ads”, “meta_ads” or “baidu”.

    All rows must be in `currency`. `period` defaults to the days of the rows, `generated` (only
    百度 prints it) to the evening of the last day. Raises KeyError for another layout, ValueError
    for no rows or a foreign currency.
    """
    write = _WRITERS[layout]
    if not rows:
        raise ValueError("an export has at least one row")
    if any(row.currency != currency for row in rows):
        raise ValueError(f"every row must be in {currency}")
    days = [row.date for row in rows]
    period = period or Period(min(days), max(days))
    generated = generated or dt.datetime.combine(period.end, dt.time(23, 30))
    return write(rows, currency, account, period, generated)


def _google(
    rows: Sequence[SpendRow], currency: str, account: str, period: Period, _: dt.datetime
) -> bytes:
    header = "Day,Account name,Campaign,Campaign ID,Ad group,Ad group ID,Ad name,Ad ID,Currency code,Impr.,"
    header += "Clicks,CTR,Avg. CPC,Cost,Conversions,Conv. value"
    body = [
        [
            row.date.isoformat(),
            account or " --",
            row.campaign,
            row.campaign_id or " --",
            row.adgroup or " --",
            row.adgroup_id or " --",
            row.ad or " --",
            row.ad_id or " --",
            currency,
            *_google_figures(row.spend_minor, row.conv_value_minor, row, currency),
        ]
        for row in rows
    ]
    total = _sum(rows, currency)
    figures = _google_figures(total.spend_minor, total.conv_value_minor, total, currency)
    ends = [
        [f"Total: {what}", *[" --"] * 7, currency, *figures] for what in ("Campaigns", "Account")
    ]
    lead = f'Campaign report\r\n"{_long(period.start)} - {_long(period.end)}"\r\n'
    table = _delimited([header.split(","), *body, *ends], "\t", "\r\n")
    return ("\ufeff" + lead + table).encode("utf-16-le")


def _google_figures(spend: int, value: int | None, row: SpendRow, currency: str) -> list[str]:
    ctr = f"{100 * row.clicks / row.impressions:.2f}%" if row.clicks and row.impressions else " --"
    cpc = _grouped(Decimal(spend) / row.clicks, currency) if row.clicks else " --"
    return [
        _count(row.impressions, " --"),
        _count(row.clicks, " --"),
        ctr,
        cpc,
        _grouped(spend, currency),
        f"{row.conversions:,}" if row.conversions is not None else " --",
        _grouped(value, currency) if value is not None else " --",
    ]


def _meta(
    rows: Sequence[SpendRow], currency: str, account: str, period: Period, _: dt.datetime
) -> bytes:
    header = "Reporting starts,Reporting ends,Day,Account name,Campaign name,Campaign ID,"
    header += "Ad set name,Ad set ID,Ad name,Ad ID,Reach,Impressions,"
    header += f"Amount spent ({currency}),Clicks (all),Link clicks,ThruPlays,Post engagements,"
    header += "Purchases,Purchases conversion value"

    def figures(row: SpendRow) -> list[str]:
        return [
            _plain(row.reach),
            _plain(row.impressions),
            _money(row.spend_minor, currency),
            _plain(row.clicks),
            _plain(row.clicks_link),
            _plain(row.views),
            _plain(row.engagements),
            _plain(row.conversions),
            _money(row.conv_value_minor, currency),
        ]

    bounds = [day.isoformat() for day in period]
    body = [
        [
            *bounds,
            row.date.isoformat(),
            account,
            row.campaign,
            row.campaign_id,
            row.adgroup,
            row.adgroup_id,
            row.ad,
            row.ad_id,
            *figures(row),
        ]
        for row in rows
    ]
    summary = [*bounds, *[""] * 8, *figures(_sum(rows, currency))]
    return _delimited([header.split(","), summary, *body], ",", "\n").encode("utf-8-sig")


def _baidu(
    rows: Sequence[SpendRow],
    currency: str,
    account: str,
    period: Period,
    generated: dt.datetime,
) -> bytes:
    if currency != "CNY":
        raise ValueError("百度营销 settles in CNY")
    lead = [
        ["报告名称：推广计划报告"],
        [f"账户：{account}"],
        [f"时间范围：{period.start} 至 {period.end}"],
        ["时间单位：分日"],
        ["推广设备：全部"],
        ["数据来源：百度营销"],
        [f"生成时间：{generated:%Y-%m-%d %H:%M:%S}"],
        [],
    ]
    header = "日期,账户,推广计划,推广计划ID,推广单元,推广单元ID,创意,创意ID,展现,点击,消费,"
    header += "点击率,平均点击价格,目标转化量"

    def figures(row: SpendRow) -> list[str]:
        ctr = (
            f"{100 * row.clicks / row.impressions:.2f}%" if row.clicks and row.impressions else "-"
        )
        cpc = _money(round(Decimal(row.spend_minor) / row.clicks), currency) if row.clicks else "-"
        return [
            _count(row.impressions, "-"),
            _count(row.clicks, "-"),
            "￥" + _grouped(row.spend_minor, currency),
            ctr,
            cpc,
            _plain(row.conversions) or "-",
        ]

    body = [
        [
            row.date.isoformat(),
            account,
            row.campaign,
            row.campaign_id or "-",
            row.adgroup or "-",
            row.adgroup_id or "-",
            row.ad or "-",
            row.ad_id or "-",
            *figures(row),
        ]
        for row in rows
    ]
    total = ["合计", *["-"] * 7, *figures(_sum(rows, currency))]
    table = _delimited([*lead, header.split(","), *body, total], ",", "\r\n")
    return table.encode("gb18030")


_Writer = Callable[[Sequence[SpendRow], str, str, Period, dt.datetime], bytes]
_WRITERS: dict[str, _Writer] = {"google_ads": _google, "meta_ads": _meta, "baidu": _baidu}


def _sum(rows: Sequence[SpendRow], currency: str) -> SpendRow:
    """The totals row. Reach stays empty: it does not add up over days."""

    def total(name: str) -> int | Decimal | None:
        known = [value for row in rows if (value := getattr(row, name)) is not None]
        return sum(known) if known else None

    return SpendRow(
        date=rows[0].date,
        campaign="",
        currency=currency,
        **{
            name: total(name)
            for name in (
                "spend_minor",
                "impressions",
                "clicks",
                "clicks_link",
                "views",
                "engagements",
                "conversions",
                "conv_value_minor",
            )
        },
    )


def _delimited(lines: Lines, delimiter: str, newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(lines)
    return out.getvalue()


def _long(day: dt.date) -> str:
    months = "January February March April May June July August September October November December"
    return f"{months.split()[day.month - 1]} {day.day}, {day.year}"


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{from_minor(minor, currency):f}"


def _grouped(minor: int | Decimal, currency: str) -> str:
    return f"{from_minor(round(minor), currency):,f}"


def _count(value: int | None, blank: str) -> str:
    return blank if value is None else f"{value:,}"


def _plain(value: int | Decimal | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)

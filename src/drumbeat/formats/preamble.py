"""The lines above the header: report name, period, time zone, currency, account."""

import re
import unicodedata
from dataclasses import dataclass, field

from .cells import Cell, as_text
from .currencies import currency_code
from .dates import Period, find_period, parse_date
from .problems import Unreadable

_LABELLED = re.compile(r"\s*([^:：]{1,40}?)\s*[:：]\s*(.+?)\s*")
_OFFSET = re.compile(r"(?:GMT|UTC)\s*([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_REGION = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_IN_UTC = re.compile(r"\bin UTC\b|^UTC$")
_LABELS = {
    "report_name": ("report name", "报告名称", "报表名称", "报告类型"),
    "account": ("account", "account name", "账户", "账户名称", "账号", "推广账户", "广告主"),
    "currency": ("currency", "currency code", "币种", "货币", "货币单位"),
    "tz": ("time zone", "timezone", "report time zone", "时区"),
    "start": ("report start", "start date", "reporting starts", "开始日期", "开始时间"),
    "end": ("report end", "end date", "reporting ends", "结束日期", "结束时间"),
    "generated": ("date generated", "generated", "生成时间", "导出时间", "下载时间"),
}
_FIELD_OF = {label: name for name, labels in _LABELS.items() for label in labels}


@dataclass(slots=True)
class Preamble:
    """What the file says about itself. `lines` keeps every line, `labelled` every “key: value”."""

    report_name: str = ""
    account: str = ""
    period: Period | None = None
    tz: str = ""
    currency: str | None = None
    start: str = ""
    end: str = ""
    generated: str = ""
    lines: list[str] = field(default_factory=list)
    labelled: dict[str, str] = field(default_factory=dict)


def read_preamble(rows: list[list[Cell]]) -> Preamble:
    """Read the rows above the header; lines it does not understand are only kept."""
    preamble = Preamble()
    for row in rows:
        cells = [text for cell in row if (text := as_text(cell))]
        if not cells:
            continue
        line = " ".join(cells).lstrip("# ")
        preamble.lines.append(line)
        label, value = _label_and_value(cells, line)
        if label:
            preamble.labelled[label] = value
            _take(preamble, _FIELD_OF.get(label.casefold(), ""), value)
        preamble.period = preamble.period or find_period(line)
        preamble.tz = preamble.tz or find_time_zone(line)
        if not preamble.report_name and not label and find_period(line) is None:
            preamble.report_name = line
    _join_start_and_end(preamble)
    return preamble


def find_time_zone(text: str) -> str:
    """“Asia/Shanghai”, “UTC+08:00”, “UTC”, or "" when the text names none."""
    if found := _REGION.search(text):
        return found[0]
    if found := _OFFSET.search(text):
        return f"UTC{found[1]}{int(found[2]):02d}:{found[3] or '00'}"
    return "UTC" if _IN_UTC.search(text) else ""


def _label_and_value(cells: list[str], line: str) -> tuple[str, str]:
    first = unicodedata.normalize("NFKC", cells[0]).rstrip(":").strip()
    if len(cells) >= 2 and first.casefold() in _FIELD_OF:
        return first, " ".join(cells[1:])
    found = _LABELLED.fullmatch(line)
    return (found[1], found[2]) if found else ("", "")


def _take(preamble: Preamble, name: str, value: str) -> None:
    if name in ("report_name", "account", "generated", "start", "end"):
        setattr(preamble, name, value)
    elif name == "tz":
        preamble.tz = find_time_zone(value) or value
    elif name == "currency":
        preamble.currency = currency_code(value)


def _join_start_and_end(preamble: Preamble) -> None:
    try:
        start, end = (parse_date(side) for side in (preamble.start, preamble.end))
    except Unreadable:
        return
    if start and end and not isinstance(start, Period) and not isinstance(end, Period):
        preamble.period = Period(start, end)

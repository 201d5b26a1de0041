"""The CDNOW layout: one order a line, blanks between: customer id, yyyymmdd, units, dollars."""

import hashlib
import re
from decimal import Decimal

from ..currencies import to_minor
from ..dates import parse_date
from ..problems import RowProblem, Unreadable
from .model import OrderRow

KEY = "cdnow"
CURRENCY = "USD"
_LINE = re.compile(r"\s*(\S+)\s+(\d{8})\s+(\d+)\s+(\d+(?:\.\d+)?)\s*")
_HEADER = re.compile(r"\s*[A-Za-z_]+(\s+[A-Za-z_]+){3}\s*")


def fits(text: str) -> bool:
    """The first line with content, or the one after a line of four names, is an order."""
    lines = [line for line in text[:4096].splitlines() if line.strip()][:2]
    return bool(lines) and any(_LINE.fullmatch(line) for line in lines)


def read(text: str, currency: str | None) -> tuple[list[OrderRow], list[RowProblem]]:
    """Orders and problems. Amounts are dollars unless the caller says otherwise."""
    rows: list[OrderRow] = []
    problems: list[RowProblem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (number == 1 and _HEADER.fullmatch(line)):
            continue
        try:
            rows.append(_order(number, line, currency or CURRENCY))
        except Unreadable as bad:
            problems.append(RowProblem(number, None, bad.code, bad.params))
    return rows, problems


def _order(number: int, line: str, currency: str) -> OrderRow:
    parts = line.split()
    if len(parts) != 4:
        raise Unreadable("short_row", found=len(parts), expected=4)
    customer, day, units, amount = parts
    date = parse_date(day)
    if not units.isdecimal():
        raise Unreadable("not_whole", value=units)
    if not _LINE.fullmatch(line):
        raise Unreadable("not_an_amount", value=amount)
    return OrderRow(
        row_number=number,
        order_id=_order_id(number, parts),
        customer_id=customer,
        date=date,
        units=int(units),
        value_minor=to_minor(Decimal(amount), currency),
        currency=currency,
    )


def _order_id(number: int, parts: list[str]) -> str:
    """Two identical lines are two orders; the same file read again gives the same ids."""
    digest = hashlib.sha256(" ".join([str(number), *parts]).encode()).hexdigest()
    return f"{KEY}-{number}-{digest[:10]}"

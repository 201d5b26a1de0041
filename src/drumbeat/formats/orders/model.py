"""What an order file becomes."""

import datetime as dt
from dataclasses import dataclass

from ..problems import RowProblem


@dataclass(slots=True)
class OrderRow:
    """One order. `value_minor` in minor units of `currency`, as charged, before refunds.

    `row_number` is the line the order starts on. `at` is the moment with its offset where the file
    has one. `customer_id` is as the shop writes it (an e-mail address is personal data: the caller
    decides how to keep it); "" for an anonymous order. `state` is the shop's own word, lower case.
    """

    row_number: int
    order_id: str
    customer_id: str
    date: dt.date
    units: int
    value_minor: int
    currency: str
    at: dt.datetime | None = None
    refunded_minor: int = 0
    cancelled: bool = False
    state: str = ""
    discount_code: str = ""


@dataclass(slots=True)
class OrdersFile:
    """An order file read to the end. With `problems`, do not import it."""

    layout: str
    rows: list[OrderRow]
    warnings: list[RowProblem]
    problems: list[RowProblem]
    sha256: str

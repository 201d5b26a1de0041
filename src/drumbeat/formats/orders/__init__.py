"""Order files: the CDNOW lines and Shopify's orders export."""

import hashlib

from ..container import Text, unwrap
from ..problems import FileRefused, RowProblem
from ..sniff import decodings, readings
from ..tabular import find_tables
from . import cdnow, shopify
from .model import OrderRow, OrdersFile

__all__ = ["OrderRow", "OrdersFile", "read_orders"]


def read_orders(data: bytes, filename: str, *, currency: str | None = None) -> OrdersFile:
    """Read an order file of a known layout.

    `currency` (ISO code) overrides the dollars of the CDNOW layout; Shopify names its own. Raises
    FileRefused("unknown_orders"), "no_rows" and whatever `container.unwrap` refuses.
    """
    layout, (rows, problems) = _read(data, filename, currency)
    if not rows and not problems:
        raise FileRefused("no_rows", filename=filename)
    return OrdersFile(layout, rows, [], problems, hashlib.sha256(data).hexdigest())


def _read(
    data: bytes, filename: str, currency: str | None
) -> tuple[str, tuple[list[OrderRow], list[RowProblem]]]:
    content = unwrap(data, filename)
    if isinstance(content, Text):
        text, _ = next(decodings(content.data), ("", ""))
        if cdnow.fits(text):
            return cdnow.KEY, cdnow.read(text, currency)
    tables = [
        t for t in find_tables(readings(data, filename), shopify.VOCABULARY) if shopify.fits(t)
    ]
    if not tables:
        raise FileRefused("unknown_orders", filename=filename)
    return shopify.KEY, shopify.read(tables[0])

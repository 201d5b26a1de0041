"""Spend exports of the ad platforms: read them, check them, write them."""

from ..problems import CurrencyUnknown, FileRefused, RowProblem, UnknownLayout
from .model import MeasureCheck, SpendFile, SpendRow, Totals
from .platforms import BY_KEY, LAYOUTS
from .read import read_spend
from .write import write_spend

__all__ = [
    "BY_KEY",
    "LAYOUTS",
    "CurrencyUnknown",
    "FileRefused",
    "MeasureCheck",
    "RowProblem",
    "SpendFile",
    "SpendRow",
    "Totals",
    "UnknownLayout",
    "read_spend",
    "write_spend",
]

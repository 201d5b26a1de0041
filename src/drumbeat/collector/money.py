"""Amounts as shops send them, in whole minor units."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal, DecimalException

# ISO 4217 currencies whose minor unit is not a hundredth.
EXPONENTS = (
    dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    )
    | dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)
    | dict.fromkeys(["CLF", "UYW"], 4)
)
COLLOQUIAL = {"RMB": "CNY", "CNH": "CNY"}
_CURRENCY = re.compile(r"[A-Z]{3}")
_LARGEST = 10**18  # fits the lake's 64-bit column


def currency_code(text: object) -> str:
    """The ISO 4217 code in upper case (RMB is CNY); "" for anything else."""
    code = str(text).strip().upper() if isinstance(text, str) else ""
    return COLLOQUIAL.get(code, code) if _CURRENCY.fullmatch(code) else ""


def minor_units(amount: object, currency: str) -> int | None:
    """19.99 USD → 1999; 500 JPY → 500. None for what is not a finite amount or has no currency.

    Halves of a minor unit go to the even neighbour. Raises nothing.
    """
    if not currency or isinstance(amount, bool) or not isinstance(amount, (int, float, str)):
        return None
    try:
        # A float goes through its shortest text: 19.99 means 19.99, not 19.989999….
        value = Decimal(str(amount).strip().replace(",", ""))
        minor = value.scaleb(EXPONENTS.get(currency, 2)).to_integral_value(ROUND_HALF_EVEN)
    except DecimalException:
        return None
    if not minor.is_finite() or abs(minor) > _LARGEST:
        return None
    return int(minor)

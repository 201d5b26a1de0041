"""Currencies: codes, signs, smallest units. Money is whole minor units, computed in Decimal."""

import unicodedata
from decimal import ROUND_HALF_UP, Decimal

_SYMBOLS = {
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "A$": "AUD",
    "C$": "CAD",
    "S$": "SGD",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "₹": "INR",
    "RMB": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "港元": "HKD",
    "港币": "HKD",
    "欧元": "EUR",
    "日元": "JPY",
}
_SHARED_SYMBOLS = {
    "¥": frozenset({"CNY", "JPY"}),
    "$": frozenset(
        {"USD", "AUD", "CAD", "HKD", "SGD", "TWD", "NZD", "MXN", "CLP", "COP", "ARS", "MOP"}
    ),
}
_CODES = (
    "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP HKD HUF IDR ILS INR "
    "IQD ISK JOD JPY KES KRW KWD KZT LKR LYD MAD MOP MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN PYG "
    "QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH UGX USD UYU VND XAF XOF ZAR"
)
CURRENCIES = frozenset(_CODES.split())
_NO_MINOR_UNIT = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"})
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def currency_code(mark: str) -> str | None:
    """ISO code of a sign, word or code; None for no currency and for signs many share (¥, $)."""
    text = unicodedata.normalize("NFKC", mark).strip().upper()
    if text in CURRENCIES:
        return text
    return _SYMBOLS.get(text)


def mark_fits(mark: str, currency: str) -> bool:
    """Can an amount of this currency carry this sign? ¥ fits CNY and JPY, $ fits many."""
    if mark in _SHARED_SYMBOLS:
        return currency in _SHARED_SYMBOLS[mark]
    return currency_code(mark) in (currency, None)


def minor_digits(currency: str) -> int:
    """Decimals of the currency's smallest unit: 2 for CNY, 0 for JPY, 3 for KWD."""
    if currency in _NO_MINOR_UNIT:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def to_minor(value: Decimal, currency: str) -> int:
    """Whole minor units (分, cents) of an amount, half rounded away from zero."""
    return int(value.scaleb(minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount with its decimals: 12345 CNY → 123.45."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def exchanged(minor: int, currency: str, rate: Decimal, against: str) -> int:
    """An amount in minor units of `against`. rate: what one unit of `currency` is worth in it."""
    return to_minor(from_minor(minor, currency) * rate, against)

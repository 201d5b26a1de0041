"""Which currencies money may be planned in, with their names."""

from babel.numbers import get_currency_name, get_currency_precision

from drumbeat.formats.currencies import CURRENCIES, minor_digits
from drumbeat.ui.templatetags.format import locale

# Only those whose smallest coin is the same for whoever shows an amount and whoever writes files.
CODES = sorted(code for code in CURRENCIES if minor_digits(code) == get_currency_precision(code))


def currency_choices() -> list[tuple[str, str]]:
    """ISO 4217 codes with their names in the language of the page."""
    return [(code, f"{code} {get_currency_name(code, locale=locale())}") for code in CODES]

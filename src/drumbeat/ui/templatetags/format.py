"""Numbers, money and dates in the reader's language, by Babel.

`{% load format %}` replaces Django's `date` filter. Nothing known shows as a dash, never as zero.
"""

from datetime import date as Day
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache, wraps

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_timedelta
from babel.numbers import (
    NumberPattern,
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    get_currency_symbol,
    parse_pattern,
)
from babel.units import format_unit
from django import template
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()

DASH = "—"
LOCALES = {"zh-hans": "zh_Hans_CN", "zh-cn": "zh_Hans_CN", "en": "en"}
# One sign per currency in both languages; the yen and the yuan share ¥, so the yen gives way.
SIGNS = {"CNY": "¥", "JPY": "JP¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}


def locale() -> Locale:
    """Babel's locale for Django's active language; English when it has none."""
    return _parsed(LOCALES.get((get_language() or "en").lower(), "en"))


@cache
def _parsed(name: str) -> Locale:
    # A page formats hundreds of numbers, and Babel reads a name anew each time.
    return Locale.parse(name)


def remembered(write):
    """Keep what was written last: a page repeats its numbers, and the next page repeats the page.

    `write` may depend on nothing but what it is given and the active language.
    """

    @lru_cache(maxsize=4096, typed=True)
    def kept(_language, *given):
        return write(*given)

    @wraps(write)
    def answer(*given):
        return kept(get_language(), *given)

    return answer


def unknown(value) -> bool:
    return value is None or value == ""


def major(minor: int, currency: str) -> Decimal:
    """Whole minor units (fen, cents) as an exact amount. Raises TypeError for anything else."""
    if isinstance(minor, bool) or not isinstance(minor, int):
        raise TypeError(f"money is a whole number of minor units, not {minor!r}")
    return Decimal(minor).scaleb(-get_currency_precision(currency))


def _sign(text: str, currency: str) -> str:
    ours = SIGNS.get(currency)
    return text.replace(_symbol(currency, str(locale())), ours) if ours else text


@cache
def _symbol(currency: str, name: str) -> str:
    return get_currency_symbol(currency, _parsed(name))


@register.filter
@remembered
def money(minor: int | None, currency: str) -> str:
    """102360000 fen → ¥1,023,600.00."""
    if unknown(minor):
        return DASH
    return _sign(format_currency(major(minor, currency), currency, locale=locale()), currency)


@register.filter
@remembered
def money_whole(minor: int | None, currency: str) -> str:
    """102360049 fen → ¥1,023,600: for headlines, where the fen only tire the eye."""
    if unknown(minor):
        return DASH
    whole = major(minor, currency).quantize(Decimal(1), ROUND_HALF_EVEN)
    text = format_currency(
        whole,
        currency,
        locale=locale(),
        currency_digits=False,
        format=_whole_pattern(str(locale())),
    )
    return _sign(text, currency)


@register.filter
def signed(minor: int | None, currency: str) -> str:
    """A difference in money, with its sign: +¥1,200.00, −¥3.50."""
    return _plus_or_minus(minor) + money(minor and abs(minor), currency)


@register.filter
def signed_whole(minor: int | None, currency: str) -> str:
    """A difference beside whole amounts: +¥1,200, −¥4."""
    return _plus_or_minus(minor) + money_whole(minor and abs(minor), currency)


def _plus_or_minus(minor: int | None) -> str:
    return "+" if minor and minor > 0 else "−" if minor and minor < 0 else ""


@cache
def _whole_pattern(name: str) -> NumberPattern:
    return parse_pattern(_parsed(name).currency_formats["standard"].pattern.replace(".00", ""))


@register.filter
@remembered
def money_short(minor: int | None, currency: str) -> str:
    """87300000 fen → ¥873k, in Chinese ¥87.3万."""
    if unknown(minor):
        return DASH
    text = format_compact_currency(
        major(minor, currency), currency, locale=locale(), fraction_digits=1
    )
    text = text.replace("K", "k") if locale().language == "en" else text
    return _sign(text, currency)


@register.filter
@remembered
def number(value, digits: int = 0) -> str:
    """1234567 → 1,234,567; `digits` are shown always, so that a column lines up."""
    if unknown(value):
        return DASH
    return format_decimal(value, format=_pattern(digits), locale=locale())


@register.filter
def ratio(value, digits: int = 2) -> str:
    """0.9714 → 0.97: a pacing index, a ROAS."""
    return number(value, digits)


@register.filter
@remembered
def percent(value, digits: int = 1) -> str:
    """A share 0–1 → 71.3%; no trailing zero."""
    if unknown(value):
        return DASH
    return format_percent(value, format=_percent_pattern(digits), locale=locale())


@cache
def _pattern(digits: int) -> NumberPattern:
    return parse_pattern(f"#,##0.{'0' * int(digits)}" if digits else "#,##0")


@cache
def _percent_pattern(digits: int) -> NumberPattern:
    return parse_pattern(f"#,##0.{'#' * int(digits)}%" if digits else "#,##0%")


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and value.tzinfo else value


@register.filter
def date(value: Day | datetime | None, style: str = "medium") -> str:
    """A day, in the viewer's zone when it is a moment. `style`: short, medium, long, full."""
    if unknown(value):
        return DASH
    value = _local(value)
    return _day(value.date() if isinstance(value, datetime) else value, style)


@remembered
def _day(value: Day, style: str) -> str:
    return format_date(value, style, locale=locale())


@register.filter
def month(value: Day, is_short: bool = False) -> str:
    """Oct 2026, or Oct alone."""
    return format_skeleton("MMM" if is_short else "yMMM", value, locale=locale())


@register.filter
def daterange(start: Day | None, end: Day | None) -> str:
    """Oct 12 – Dec 6, 2026; what both ends share is said once."""
    if unknown(start) and unknown(end):
        return DASH
    if unknown(start) or unknown(end):
        return f"{'' if unknown(start) else date(start)} – {'' if unknown(end) else date(end)}"
    return _days(_local(start), _local(end))


@remembered
def _days(start: Day, end: Day) -> str:
    return format_interval(start, end, skeleton="yMMMd", locale=locale())


@register.filter
def moment(value: datetime | None) -> str:
    """Date and time to the minute, in the active time zone."""
    if unknown(value):
        return DASH
    # Without its zone: moments of two zones are equal, what their clocks show is not.
    return _minute(_local(value).replace(second=0, microsecond=0, tzinfo=None))


@remembered
def _minute(value: datetime) -> str:
    clock = format_skeleton("Hm", value, locale=locale())
    return f"{_day(value.date(), 'medium')} {clock}"


@register.filter
def ago(value: datetime | None, now: datetime | None = None) -> str:
    """“3 hours ago”, “in 2 days”, seen from `now` (the present, if not given)."""
    if unknown(value):
        return DASH
    return format_timedelta(value - (now or timezone.now()), add_direction=True, locale=locale())


@register.filter
def duration_hours(hours, hours_a_day: int = 24) -> str:
    """27 → “1 day 3 hours”; give 8 for working days. Minutes only below one day."""
    if unknown(hours):
        return DASH
    minutes = round(Decimal(str(hours)) * 60)
    sign, minutes = ("−" if minutes < 0 else ""), abs(minutes)
    days, rest = divmod(minutes, int(hours_a_day) * 60)
    whole_hours, rest = divmod(rest, 60)
    parts = [(days, "day"), (whole_hours, "hour"), (rest if not days else 0, "minute")]
    said = [_units(count, unit) for count, unit in parts if count]
    return sign + (" ".join(said) or _units(0, "hour"))


def _units(count: int, unit: str) -> str:
    # The Chinese locale has its words under “short” only.
    length = "short" if locale().language == "zh" else "long"
    return format_unit(count, f"duration-{unit}", length=length, locale=locale())

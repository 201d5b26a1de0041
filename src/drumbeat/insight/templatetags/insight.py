"""Tags of the insight room."""

from datetime import date
from urllib.parse import urlencode

from babel.dates import format_skeleton
from django import template
from django.utils.translation import gettext as _

from drumbeat.insight.attribution import words
from drumbeat.insight.attribution.table import amount
from drumbeat.insight.results.asking import CUTS, MODELS
from drumbeat.ui.templatetags import format as say

register = template.Library()

# From here on a per cent says less than how many times as much it is.
TENFOLD = 9


@register.filter
def model_name(key: str) -> str:
    return str(MODELS.get(key, key))


@register.filter
def cut_name(asked) -> str:
    return str(CUTS[asked.by])


@register.filter
def change(figures, name: str) -> str:
    """“+12% on the days before”, “14 × the days before”; empty when there was nothing before."""
    share = figures.change(name)
    if share is None:
        return ""
    if share >= TENFOLD:
        return _("%s × the days before") % say.number(share + 1)
    sign = "+" if share > 0 else "−" if share < 0 else "±"
    return _("%s on the days before") % f"{sign}{say.percent(abs(share), 0)}"


@register.filter
def credit(orders: float | None) -> str:
    """Whole orders plainly, parts of one with one decimal."""
    if orders is None:
        return say.DASH
    return say.number(orders, 0 if abs(orders - round(orders)) < 0.05 else 1)


@register.filter
def credited(value: float, comparison) -> str:
    return amount(value, comparison)


@register.filter
def touches(count: float | None) -> str:
    """A median of touches: whole, or a half."""
    return say.DASH if count is None else say.number(count, 0 if count == int(count) else 1)


@register.filter
def signed_whole(minor: int, currency: str) -> str:
    return words.signed_whole(minor, currency)


@register.filter
def plain(value: float) -> str:
    """A number as a machine reads it, for sort keys."""
    return repr(float(value))


@register.filter
def whole(value: float | None) -> int | None:
    """Nearest minor unit."""
    return None if value is None else round(value)


@register.filter
def iso_day(text: str) -> date:
    return date.fromisoformat(text)


@register.filter
def day_short(day: date) -> str:
    """Nov 3, 11月3日: a day on an axis."""
    return format_skeleton("MMMd", day, locale=say.locale())


@register.filter
def behind(asked, row) -> str:
    """Query string of the rows behind one row of the table."""
    only = {"label": row.rest} if row.rest else {"key": row.key}
    return f"{asked.query()}&{urlencode(only)}"


@register.filter
def iso(day: date) -> str:
    """2026-11-23: a day as addresses carry it."""
    return day.isoformat()


@register.filter
def share_of(standing, part: str) -> float | None:
    """A part of a source's events, 0–1."""
    return standing.share(part)


@register.filter
def at(mapping: dict, key: str):
    """The value under the key, None when there is none."""
    return mapping.get(key)


@register.filter
def raw(row: dict, column) -> object:
    """A cell's value as a machine reads it, for sort keys."""
    value = row.get(column.key)
    return "" if value is None else value


@register.filter
def cell(row: dict, column) -> str:
    """A cell of a table in the reader's language, by the kind of its column."""
    value = row.get(column.key)
    if column.kind == "text":
        return value or ""
    if column.kind == "date":
        return say.date(value)
    if column.kind == "money":
        return say.money(None if value is None else round(value), column.currency_of(row))
    if column.kind == "percent":
        return say.percent(value)
    if column.kind == "amount":
        return credit(value)
    if column.kind == "ratio":
        return say.ratio(value, 1)
    return say.number(value)

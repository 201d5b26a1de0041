"""Cells of result tables: a value shown by its column's kind; days and entries of the calendar."""

from babel.dates import format_skeleton
from django import template

from drumbeat.formats.formulas import evaluate
from drumbeat.review.calendar.cards import cards
from drumbeat.ui.templatetags.format import date, locale, money, number, percent, ratio, remembered
from drumbeat.ui.templatetags.ui import icon

register = template.Library()


@register.filter
def cells(row, columns):
    """[(text, is a figure)] of one row of `formats` columns; formulas are worked out."""
    numbers, shown = {}, []
    for column in columns:
        value = row.get(column.key)
        if column.formula:
            value = numbers[column.key] = evaluate(column.formula, numbers)
        elif column.kind == "money":
            numbers[column.key] = None if value is None else value / 100
        elif column.kind not in ("text", "date"):
            numbers[column.key] = value
        shown.append((_text(column, value), column.kind not in ("text", "date")))
    return shown


def _text(column, value):
    if value is None or value == "":
        return "—" if column.kind != "text" else ""
    if column.kind == "money":
        return money(value, column.currency)
    shown = {
        "integer": number,
        "amount": outcomes,
        "percent": percent,
        "ratio": ratio,
        "date": date,
    }
    return shown[column.kind](value) if column.kind in shown else value


@register.filter
def outcomes(value):
    """Whole outcomes plainly, credited parts with one decimal."""
    return number(value, 0 if float(value).is_integer() else 1)


@register.filter
def whole(value):
    """A ratio of minor units as whole minor units, None kept."""
    return None if value is None else round(value)


@register.simple_tag(takes_context=True)
def entry_cards(context, entries):
    """The entries of a day of the calendar, as whoever looks at it may see them."""
    return cards(entries, context.get("member"), lambda name: icon(context, name))


@register.filter
def fixed_for(entry, member):
    """Why the member cannot move a calendar's entry; nothing when they can."""
    return entry.fixed(member)


@register.filter
@remembered
def weekday(day):
    """Mon, 周一."""
    return format_skeleton("EEE", day, locale=locale())


@register.filter
@remembered
def month_day(day):
    """Nov 23, 11月23日."""
    return format_skeleton("MMMd", day, locale=locale())

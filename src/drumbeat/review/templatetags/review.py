"""Cells of result tables: a value shown by its column's kind."""

from django import template

from drumbeat.formats.formulas import evaluate
from drumbeat.ui.templatetags.format import date, money, number, percent, ratio

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

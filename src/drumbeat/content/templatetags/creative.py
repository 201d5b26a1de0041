"""Times in films and scripts, as people read them."""

from django import template

from drumbeat.content.creative.times import as_time

register = template.Library()


@register.filter
def time_code(ms):
    """75500 → 1:15.5"""
    return as_time(ms)


@register.filter
def seconds(ms):
    """75500 → 75.5, as addresses and scripts take it."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")

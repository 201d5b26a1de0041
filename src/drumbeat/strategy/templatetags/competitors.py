"""Tags of the competitor pages."""

from django import template

register = template.Library()


@register.simple_tag
def heard(series, competitor, month):
    """What was heard of a brand in a month, or None."""
    return series.shares.get((competitor.pk, month))

"""Words for indices of brand health."""

from django import template

from drumbeat.science.survey.margins import SMALLEST_BASE
from drumbeat.strategy.trackers import words
from drumbeat.ui.templatetags.format import number

register = template.Library()


@register.filter
def index_of(values, name):
    """The value under a name: `indices|index_of:"aided"`."""
    return values[name]


@register.filter
def index_said(score, name):
    return words.said(name, score.value)


@register.filter
def index_within(score, name):
    return words.within(name, score.margin)


@register.filter
def too_few(score):
    """Was the question put to so few that its margin means nothing?"""
    return score.value is not None and score.n_eff < SMALLEST_BASE


@register.filter
def index_value(value, name):
    """A bare value on the index's scale."""
    return words.said(name, value)


@register.filter
def index_moved(change, name):
    return words.moved(name, change.delta)


@register.filter
def verdict(change):
    return words.verdict(change)


@register.filter
def verdict_tone(change):
    """good, bad or nothing: noise has no colour."""
    return ("good" if change.delta > 0 else "bad") if change.is_real else ""


@register.filter
def points(share):
    return words.in_pp(share)


@register.filter
def month_of(day):
    """`2026-11`: a month, alike in both languages."""
    return f"{day:%Y-%m}"


@register.filter
def excess(share):
    """A share of voice beyond the share of the market, in points."""
    return words.moved("aided", share)


@register.filter
def anything_heard(beside):
    return any(
        one.market is not None or any(heard.share is not None for heard in one.heard)
        for one in beside
    )


@register.filter
def p_value(p):
    """0.0004 → <0.001."""
    return "<0.001" if p is not None and p < 0.001 else number(p, 3)


@register.filter
def share_width(share):
    """A share as the width of a bar."""
    return f"{100 * (share or 0):.1f}%"


@register.simple_tag
def standing(one, key):
    """A brand in a wave, or None where it was not asked about."""
    return one.figures.brand(key)

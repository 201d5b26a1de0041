"""Tags of the strategy room."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from drumbeat.strategy.crisis.states import CRISIS
from drumbeat.strategy.goals.queries import now_url
from drumbeat.ui.templatetags.format import DASH, SIGNS, number, unknown

register = template.Library()
CURRENCY_SIGNS = frozenset(SIGNS.values())


@register.simple_tag
def indent(depth, rails=(), is_last=True):
    """The drawn branch in front of a name in the goal tree; nothing at the root.

    rails: a flag a level, whether a line goes on there to a sibling further down.
    """
    if not depth:
        return ""
    lines = [f"M{level * 20 + 6} 0v24" for level, goes_on in enumerate(rails[1:]) if goes_on]
    if rails:
        lines.append(f"M{depth * 20 - 14} 0v{12 if is_last else 24}m0 {0 if is_last else -12}h10")
    return format_html(
        '<svg class="tree-branch" width="{}" height="24" aria-hidden="true" fill="none" '
        'stroke="currentColor" stroke-opacity=".4"><path d="{}"/></svg>',
        depth * 20,
        "".join(lines),
    )


@register.simple_tag
def measured(key_result):
    """Where the measured value of a key result is asked, or nothing."""
    return now_url(key_result)


@register.filter
def share(part, whole):
    """part / whole, 0 for an empty whole."""
    return part / whole if whole else 0


@register.filter
def measure(value, unit):
    """A figure with its unit: a currency sign stands before it, any other word after.

    Shown with as many decimals as it has, so that a target of 8.3 does not read as 8.
    """
    shown = rate(value)
    return f"{unit}{shown}" if unit in CURRENCY_SIGNS else f"{shown} {unit}".strip()


@register.filter
def rate(value):
    """An exchange rate with as many decimals as it has; a dash where there is none."""
    if unknown(value):
        return DASH
    return number(value, max(0, -value.normalize().as_tuple().exponent))


DUE = {
    "triage": _("Triage"),
    "holding": _("Holding statement"),
    "full": _("Full response"),
    "review": _("Review"),
}


@register.simple_tag
def due_name(key):
    """What a crisis's clock asks for."""
    return DUE[key]


@register.simple_tag
def level_tone(level):
    """How the tag of a crisis's level looks."""
    return {"L1": "quiet", "L2": "caution"}.get(level, "urgent")


@register.simple_tag
def crisis_tone(state):
    """How the tag of a crisis's state looks: one that is being worked on is never green."""
    return {"quiet": "done", "live": "info"}.get(tone := CRISIS.tone(state), tone)

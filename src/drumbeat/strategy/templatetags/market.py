"""Tags of the market wall."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def hit_words(hit):
    """Why a signal has points: ["冷泡", "title", 60] → “冷泡” in the headline +60."""
    word, where, points = hit
    said = {
        "title": _("“%(word)s” in the headline +%(points)s"),
        "summary": _("“%(word)s” in the summary +%(points)s"),
        "place": _("place %(word)s of its hot-list +%(points)s"),
    }[where]
    return said % {"word": word, "points": points}

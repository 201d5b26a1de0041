"""The room's own pages, as tabs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PAGES = [
    ("results", _("Results"), "metric.view"),
    ("sources", _("Sources"), "source.view"),
    ("conversions", _("Conversions"), "metric.view"),
    ("order_imports", _("Order files"), "source.view"),
    ("metrics", _("What numbers mean"), "metric.view"),
]


def tabs(current, member):
    """For `c-tabs`: the pages that the member may see. current: a route's name."""
    return [
        {"label": label, "url": reverse(f"insight:{name}"), "current": name == current}
        for name, label, act in PAGES
        if member.may(act)
    ]

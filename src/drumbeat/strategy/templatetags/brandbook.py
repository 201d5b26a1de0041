"""Tags of the brand platform's pages."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def brand_tabs(context, platform):
    """The pages of one version, for `c-tabs`."""
    here = context["request"].resolver_match.url_name
    pages = (
        ("brand_platform", _("Brand book")),
        ("brand_rules", _("Rules")),
        ("brand_overlap", _("Overlap with competitors")),
        ("brand_comparison", _("Compare versions")),
    )
    return [
        {
            "label": label,
            "url": reverse(f"strategy:{name}", args=[platform.pk]),
            "current": name == here,
        }
        for name, label in pages
    ]

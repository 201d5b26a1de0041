"""The ribbon and the lineage of any object, asked by URL from the room that knows the numbers."""

from django import template
from django.urls import get_script_prefix

from drumbeat.thread.registry import kind_of

register = template.Library()


@register.inclusion_tag("thread/_ribbon.html")
def ribbon(obj):
    """The thread ribbon on top of an object's page; loads after the page, in its own request."""
    return {"url": f"{lineage_url(obj)}ribbon/"}


@register.simple_tag
def lineage_url(obj):
    return f"{get_script_prefix()}thread/{kind_of(obj).key}/{obj.pk}/"

"""Words of the channels room."""

from django import template

from drumbeat.channels.spend.forms import platform_name

register = template.Library()
register.filter("platform", platform_name)

"""What widgets write their attributes with: one call for each, where Django's template has a loop."""

from django import template
from django.forms.utils import flatatt

register = template.Library()
register.filter("attributes", flatatt)

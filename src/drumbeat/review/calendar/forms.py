from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.ui.fields import DateInput


class DayForm(forms.Form):
    """Another day for an entry, as it was when the person saw it."""

    to = forms.DateField(label=_("New day"), widget=DateInput)
    row_version = forms.IntegerField(widget=forms.HiddenInput)

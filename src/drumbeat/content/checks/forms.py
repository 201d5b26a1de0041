from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.checks.laws import sectors

LONGEST_TEXT = 50_000


class TextForm(forms.Form):
    """A text to be checked; it is not kept."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Titles, body, words on pictures, subtitles, scripts"),
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=sectors,
        required=False,
        help_text=_("Some trades have advertising rules of their own"),
    )

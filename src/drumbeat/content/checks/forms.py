from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.checks.laws import sectors
from drumbeat.content.kinds import KINDS

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
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[("", _("Any piece")), *KINDS],
        required=False,
        help_text=_("A page is asked for a title, a mail for a link"),
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=sectors,
        required=False,
        help_text=_("Some trades have advertising rules of their own"),
    )

    @property
    def asked(self) -> dict:
        """The text and what is known of it, as `remarks.read` takes them; once it is valid."""
        text, kind, sector = (self.cleaned_data[name] for name in ("text", "kind", "sector"))
        return {"text": text, "sector": sector, "facts": frozenset({kind} - {""})}

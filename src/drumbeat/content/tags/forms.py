from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.content.tags.models import LONGEST_TAG


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Tags"),
        max_length=400,
        help_text=_("Several with commas between them"),
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}),
    )


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Tag"), max_length=LONGEST_TAG)
    merge = forms.BooleanField(
        label=_("Merge it into the tag of that name, if there is one"), required=False
    )

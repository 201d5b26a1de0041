from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.freezes.scope import KINDS, choosable


class ScopeForm(forms.Form):
    """What to freeze: everything, or what is ticked under one heading."""

    what = forms.ChoiceField(
        label=_("What to freeze"),
        choices=[("all", _("Everything of the brand"))]
        + [(column, label) for column, (label, _model) in KINDS.items()],
        widget=forms.RadioSelect,
        initial="all",
    )

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        for column, (label, _model) in KINDS.items():
            self.fields[column] = forms.ModelMultipleChoiceField(
                choosable(brand, column),
                label=label,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self):
        cleaned = super().clean()
        what = cleaned.get("what")
        if what in KINDS and not cleaned.get(what):
            self.add_error(what, _("Choose what to freeze."))
        return cleaned

    @property
    def scopes(self) -> list[dict]:
        what = self.cleaned_data["what"]
        if what == "all":
            return [{}]
        return [{what: one.pk} for one in self.cleaned_data[what]]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Names and values to send again with what was chosen."""
        what = self.cleaned_data["what"]
        return [("what", what), *((what, one.pk) for one in self.cleaned_data.get(what) or ())]

    @property
    def lists(self):
        """The fields of what can be ticked, those that offer something."""
        return [self[column] for column in KINDS if self.fields[column].queryset]


class FreezingForm(ScopeForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

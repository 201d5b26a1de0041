from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.insights.models import Insight
from drumbeat.strategy.insights.sources import source_choices, source_of
from drumbeat.strategy.insights.states import INSIGHT
from drumbeat.ui.fields import DateInput


class InsightForm(RecordForm):
    class Meta:
        model = Insight
        fields = [
            "title_zh",
            "title_en",
            "because",
            "so",
            "strength",
            "source",
            "observed_on",
            "expires_on",
            "owner",
        ]
        labels = {
            "title_zh": gettext_lazy("what is so (Chinese)"),
            "title_en": gettext_lazy("what is so (English)"),
        }
        help_texts = {
            "because": gettext_lazy("why it is so, as far as we know"),
            "so": gettext_lazy("what we should do or stop doing"),
        }
        widgets = {
            "because": forms.Textarea(attrs={"rows": 2}),
            "so": forms.Textarea(attrs={"rows": 2}),
            "observed_on": DateInput,
            "expires_on": DateInput,
        }

    def clean(self):
        cleaned = super().clean()
        seen, until = cleaned.get("observed_on"), cleaned.get("expires_on")
        if seen and until and until < seen:
            self.add_error("expires_on", _("It cannot expire before it was observed."))
        return cleaned


class EvidenceForm(forms.Form):
    what = forms.ChoiceField(label=gettext_lazy("What shows it"))
    note = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        help_text=gettext_lazy("One sentence. Figures of a question are kept beside it."),
    )

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, **kwargs)
        self.brand = brand
        self.fields["what"].choices = source_choices(brand)

    def clean_what(self):
        self.chosen = source_of(self.brand, self.cleaned_data["what"])
        if self.chosen is None:
            raise forms.ValidationError(_("Choose a study, a question or a note."))
        return self.cleaned_data["what"]


class RenewalForm(forms.Form):
    expires_on = forms.DateField(label=gettext_lazy("Valid until"), widget=DateInput)
    reason = forms.CharField(
        label=gettext_lazy("What you looked at again"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    strength = forms.TypedChoiceField(
        label=gettext_lazy("Strength"), required=False, coerce=int, empty_value=None
    )
    stale = forms.BooleanField(label=gettext_lazy("Only what is out of date"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *INSIGHT.choices]
        stronger = [(n, _("%(n)d and more") % {"n": n}) for n in range(2, 6)]
        self.fields["strength"].choices = [("", _("All")), *stronger]

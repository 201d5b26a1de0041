from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.studies.models import Study
from drumbeat.ui.fields import DateInput, MoneyField
from drumbeat.work.files.actions import within_limit

_LONG = ("question", "sample_plan", "summary")


class StudyForm(RecordForm):
    cost_minor = MoneyField(label=_("cost"), required=False)

    class Meta:
        model = Study
        fields = [
            "title_en",
            "title_zh",
            "question",
            "method",
            "sample_plan",
            "sample_size",
            "starts_on",
            "ends_on",
            "consent_basis",
            "cost_minor",
            "summary",
            "owner",
        ]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in _LONG} | {
            "starts_on": DateInput,
            "ends_on": DateInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cost_minor"].currency = self.instance.currency
        if self.instance._state.adding:
            del self.fields["summary"]

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Fieldwork cannot end before it starts."))
        return cleaned


class StudyFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        validators=[within_limit],
        help_text=_("Report, guide or transcript. Leave names out."),
    )

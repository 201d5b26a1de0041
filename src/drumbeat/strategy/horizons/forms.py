from django import forms

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.horizons.models import PlanYear


class YearForm(RecordForm):
    class Meta:
        model = PlanYear
        fields = ["choices_made", "not_doing"]
        widgets = {
            "choices_made": forms.Textarea(attrs={"rows": 4}),
            "not_doing": forms.Textarea(attrs={"rows": 3}),
        }

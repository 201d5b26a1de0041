from django import forms

from drumbeat.people.desk import RecordForm, attempt
from drumbeat.strategy.goals.actions import place_under
from drumbeat.strategy.goals.models import CheckIn, Goal, KeyResult
from drumbeat.ui.fields import DateInput


class GoalForm(RecordForm):
    class Meta:
        model = Goal
        fields = [
            "title_en",
            "title_zh",
            "level",
            "parent",
            "owner",
            "starts_on",
            "ends_on",
            "rationale",
            "confidence",
        ]
        widgets = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "rationale": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self):
        cleaned = super().clean()
        attempt(self, lambda: place_under(self.instance, cleaned.get("parent")))
        return cleaned


class KeyResultForm(RecordForm):
    class Meta:
        model = KeyResult
        fields = [
            "title_en",
            "title_zh",
            "metric",
            "unit",
            "direction",
            "baseline",
            "target",
            "due_on",
            "owner",
        ]
        widgets = {"due_on": DateInput}


class CheckInForm(forms.ModelForm):
    class Meta:
        model = CheckIn
        fields = ["value", "confidence", "note"]

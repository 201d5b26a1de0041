from django import forms
from django.utils.translation import gettext as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.audiences.models import Audience
from drumbeat.strategy.changing import announced
from drumbeat.strategy.insights.queries import citable
from drumbeat.ui.fields import DateInput


class AudienceForm(RecordForm):
    class Meta:
        model = Audience
        fields = [
            "title_en",
            "title_zh",
            "priority",
            "rule",
            "excludes",
            "size",
            "size_source",
            "size_on",
            "consent_basis",
            "jobs",
            "media_habits",
            "insights",
            "owner",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("rule", "excludes", "jobs", "media_habits")
        } | {"size_on": DateInput, "insights": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["insights"].queryset = citable(self.member.brand, self.instance)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("size") and not cleaned.get("size_source"):
            self.add_error("size_source", _("Say where the size comes from."))
        return cleaned

    def save_recorded(self, by, verb):
        """Save, and tell those whose work addresses these people. Raises StaleEdit."""
        with announced(self.instance):
            return super().save_recorded(by, verb)

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.work.fields import ThreadObjectField
from drumbeat.work.handoffs.models import Handoff
from drumbeat.work.tasks.forms import team


class HandoffForm(RecordForm):
    ref = ThreadObjectField(
        label=_("What changes hands"),
        required=False,
        help_text=_("Type a few letters of its name."),
    )

    class Meta:
        model = Handoff
        fields = [
            "title_en",
            "title_zh",
            "from_module",
            "to_module",
            "receiver",
            "ref",
            "note",
            "answer_within_hours",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, member=member, **kwargs)
        self.fields["receiver"].queryset = team(member)
        self.fields["ref"].offer(member)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("from_module") and cleaned.get("from_module") == cleaned.get("to_module"):
            self.add_error("to_module", _("A handoff goes to another module."))
        hours = cleaned.get("answer_within_hours")
        if hours is not None and hours <= 0:
            self.add_error("answer_within_hours", _("Give the receiver some time."))
        return cleaned


class PlaybackForm(forms.Form):
    words = forms.CharField(
        label=_("In your own words: what did you get, and what will you do with it?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("At least 20 characters, or 8 in Chinese."),
    )


class BackForm(forms.Form):
    words = forms.CharField(
        label=_("What is missing?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

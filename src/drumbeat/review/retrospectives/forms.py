from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.review.models import Retrospective


class WordsForm(RecordForm):
    """The team's words. Nobody is named, nothing is blamed."""

    class Meta:
        model = Retrospective
        fields = ["helped", "hurt", "surprised", "next_time"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in fields}


class ClosingForm(forms.Form):
    partial_cost_reason = forms.CharField(
        label=_("Why it closes with partial cost"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The retrospective keeps the label “partial cost” and this reason."),
    )


class LearningForm(forms.Form):
    """A suggestion in a person's own words."""

    title = forms.CharField(
        label=_("What we learned"), max_length=160, widget=forms.Textarea(attrs={"rows": 2})
    )
    other_title = forms.CharField(
        label=_("In the other language"), max_length=160, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    scope = forms.CharField(
        label=_("Where it holds"), max_length=200, required=False,
        help_text=_("audience, channel, stage, market"),
    )  # fmt: skip

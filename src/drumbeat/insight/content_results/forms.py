from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.content_results.models import ContentDecision


class DecisionForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("What to do"), choices=ContentDecision.ANSWERS, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason, or what we learned"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

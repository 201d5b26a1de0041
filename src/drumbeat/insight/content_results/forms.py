from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.content_results.models import ContentDecision


class DecisionForm(forms.Form):
    """What can be done about an advice (a key of ADVICE)."""

    answer = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason, or what we learned"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, advice: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [
            (answer, words)
            for answer, words in ContentDecision.ANSWERS
            if answer != "refreshed" or advice == "renew"
        ]

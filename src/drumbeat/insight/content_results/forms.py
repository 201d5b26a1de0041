from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drumbeat.insight.content_results.models import AdviceRules, ContentDecision
from drumbeat.insight.content_results.rules import GROUPS, MEANS, PRODUCTS
from drumbeat.people.desk import RecordForm
from drumbeat.ui.templatetags import format as say


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


class AdviceRulesForm(RecordForm):
    class Meta:
        model = AdviceRules
        fields = tuple(MEANS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, means in MEANS.items():
            products = gettext("The product’s value: %s.") % say.number(PRODUCTS[name])
            self.fields[name].help_text = f"{means} {products}"

    @property
    def groups(self):
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.models import Member
from drumbeat.ui.fields import DateInput
from drumbeat.work.fields import at_hour
from drumbeat.work.gates.actions import Condition
from drumbeat.work.gates.models import GateDecision
from drumbeat.work.runs.plan import DAY_ENDS
from drumbeat.work.tasks.forms import team
from drumbeat.work.tasks.models import Task


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=GateDecision.DECISIONS, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    may_start = forms.ModelMultipleChoiceField(
        Task.objects.none(),
        label=_("May start now, before the conditions are met"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a conditional pass: the others wait until every condition is accepted."),
    )

    def __init__(self, *args, gate, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["may_start"].queryset = Task.objects.filter(dependencies__needs=gate).order_by(
            "start_at", "key"
        )


class ConditionForm(forms.Form):
    text = forms.CharField(label=_("Condition"), max_length=300, required=False)
    owner = forms.ModelChoiceField(Member.objects.none(), label=_("Owner"), required=False)
    due_on = forms.DateField(label=_("Due"), widget=DateInput, required=False)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["owner"].queryset = team(member)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("text"):
            for name in ("owner", "due_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A condition needs an owner and a due date."))
        return cleaned

    def condition(self):
        """The condition typed here, or None for an empty row."""
        typed = self.cleaned_data
        if not typed.get("text"):
            return None
        due_at = at_hour(typed["due_on"], DAY_ENDS, self.member.brand)
        return Condition(typed["text"], typed["owner"], due_at)


ConditionRows = forms.formset_factory(ConditionForm, extra=3, max_num=10)

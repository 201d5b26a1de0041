from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.matrix import ROLES
from drumbeat.strategy.limits.models import LimitRelease
from drumbeat.strategy.limits.queries import SPENDING
from drumbeat.ui.fields import MoneyField


class LimitsForm(forms.Form):
    """Two amounts for each role that may spend; empty for none."""

    def __init__(self, *args, limits, currency, **kwargs):
        super().__init__(*args, **kwargs)
        names = {"commit": _("Commits alone up to"), "approve": _("Releases up to")}
        for role in SPENDING:
            held = limits.by_role.get(role)
            for name, label in names.items():
                field = MoneyField(label=f"{ROLES[role]} · {label}", required=False)
                field.currency = currency
                field.initial = getattr(held, f"{name}_minor", None)
                self.fields[f"{name}_{role}"] = field

    @property
    def rows(self):
        """(role, its commit field, its approve field)"""
        return [(ROLES[role], self[f"commit_{role}"], self[f"approve_{role}"]) for role in SPENDING]

    @property
    def values(self) -> dict[str, tuple]:
        typed = self.cleaned_data
        return {role: (typed[f"commit_{role}"], typed[f"approve_{role}"]) for role in SPENDING}


class ReleaseForm(forms.Form):
    """What one asks others to let pass."""

    kind = forms.ChoiceField(label=_("What you want to do"), choices=LimitRelease.KINDS)
    amount = MoneyField(label=_("Up to"))
    what_for = forms.CharField(
        label=_("What for"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        amount = self.fields["amount"]
        amount.currency = line.plan.currency
        if line.is_foreign:
            told = _("In %(currency)s, the currency of the plan")
            amount.help_text = told % {"currency": line.plan.currency}

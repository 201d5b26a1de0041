from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.strategy.launches.models import LaunchTier
from drumbeat.strategy.launches.scoring import factors, said


class LaunchTierForm(forms.Form):
    """A choice for each factor of the scoring; the tier they make, or another with a reason."""

    tier = forms.ChoiceField(
        label=_("tier"),
        choices=[("", _("as scored")), *LaunchTier.TIERS],
        required=False,
    )
    why = forms.CharField(label=_("why another tier"), required=False, max_length=300)

    def __init__(self, *args, known=None, **kwargs):
        super().__init__(*args, **kwargs)
        for factor in factors():
            self.fields[factor["key"]] = forms.ChoiceField(
                label=said(factor),
                choices=[
                    (one["key"], f"{said(one)} · +{one['points']}") for one in factor["options"]
                ],
                widget=forms.RadioSelect,
            )
        self.order_fields([factor["key"] for factor in factors()])
        if known:
            self.initial |= known.answers | {"why": known.why}
            self.initial["tier"] = known.tier if known.why else ""

    @property
    def answers(self) -> dict:
        return {factor["key"]: self.cleaned_data[factor["key"]] for factor in factors()}

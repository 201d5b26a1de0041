from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.rates.currencies import currency_choices
from drumbeat.strategy.rates.models import FxRate
from drumbeat.ui.fields import DateInput


class RateForm(RecordForm):
    """One rate of the register."""

    currency = forms.ChoiceField(label=_("One unit of"), choices=currency_choices)
    rate = forms.DecimalField(
        label=_("is worth"), max_digits=20, decimal_places=10, help_text=_("For example 7.1034")
    )
    against = forms.ChoiceField(label=_("in"), choices=currency_choices)

    class Meta:
        model = FxRate
        fields = ["currency", "rate", "against", "on", "source"]
        widgets = {"on": DateInput}
        help_texts = {
            "on": _("It holds from this day until the next rate"),
            "source": _("Who says so: a bank, the treasury, the finance department"),
        }

    def clean_rate(self):
        rate = self.cleaned_data["rate"]
        if rate <= 0:
            raise ValidationError(_("A rate is above zero."))
        return rate

    def clean(self):
        cleaned = super().clean()
        pair = cleaned.get("currency"), cleaned.get("against")
        if pair[0] == pair[1]:
            self.add_error("against", _("Choose two different currencies."))
        same = FxRate.objects.filter(
            brand=self.member.brand, currency=pair[0], against=pair[1], on=cleaned.get("on")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("on", _("There is a rate from this day already. Change that one."))
        return cleaned

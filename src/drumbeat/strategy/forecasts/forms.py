from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.strategy.forecasts.queries import Months
from drumbeat.ui.fields import MoneyField
from drumbeat.ui.templatetags.format import money
from drumbeat.ui.templatetags.format import month as month_words


class ReforecastForm(forms.Form):
    """One field a month of a line, filled with what is expected now."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is known now that was not known then"),
    )

    def __init__(self, *args, line, months: list[date], expected: Months, approved: Months, **kw):
        super().__init__(*args, initial={"row_version": line.row_version}, **kw)
        self.months = months
        currency = line.plan.currency
        for month in months:
            self.fields[month.isoformat()] = MoneyField(
                label=month_words(month),
                currency=currency,
                initial=expected.get(month, 0),
                help_text=_("Baseline %(amount)s")
                % {"amount": money(approved.get(month, 0), currency)},
            )
        self.order_fields([*(month.isoformat() for month in months), "reason"])

    @property
    def said(self) -> Months:
        return {month: self.cleaned_data[month.isoformat()] for month in self.months}

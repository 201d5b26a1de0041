from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm
from drumbeat.people.errors import Refused
from drumbeat.strategy.insights.queries import citable
from drumbeat.strategy.plans.models import BudgetLine, LearningAnswer, Plan
from drumbeat.strategy.plans.pricing import price
from drumbeat.strategy.rates.currencies import currency_choices
from drumbeat.ui.fields import DateInput, MoneyField


class PlanForm(RecordForm):
    budget_minor = MoneyField(label=_("Budget"), help_text=_("The budget lines must add up to it"))

    class Meta:
        model = Plan
        fields = [
            "title_en",
            "title_zh",
            "kind",
            "goal",
            "under",
            "owner",
            "situation",
            "choices_made",
            "not_doing",
            "audiences",
            "messages",
            "insights",
            "currency",
            "budget_minor",
            "contribution_margin",
        ]
        widgets = {
            "situation": forms.Textarea(attrs={"rows": 3}),
            "choices_made": forms.Textarea(attrs={"rows": 4}),
            "not_doing": forms.Textarea(attrs={"rows": 3}),
            "audiences": forms.CheckboxSelectMultiple,
            "messages": forms.CheckboxSelectMultiple,
            "insights": forms.CheckboxSelectMultiple,
            "contribution_margin": forms.NumberInput(attrs={"step": "0.0001", "min": 0, "max": 1}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget_minor"].currency = self.data.get("currency") or self.instance.currency
        self.fields["messages"].queryset = self.fields["messages"].queryset.filter(is_active=True)
        above = Plan.objects.of(self.member.brand).current().filter(kind=Plan.LONG)
        self.fields["under"].queryset = above.exclude(state="superseded")
        self.fields["insights"].queryset = citable(self.member.brand, self.instance)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Plan.LONG:
            if cleaned.get("budget_minor") or self.instance.lines.exists():
                told = _("A three-year plan holds no money: plan it in the plans of a year below.")
                self.add_error("budget_minor", told)
            if cleaned.get("under"):
                self.add_error("under", _("A three-year plan stands below no other."))
        elif self.instance.parts.exists():
            self.add_error("kind", _("Plans stand below it: it stays a three-year plan."))
        return cleaned

    def clean_currency(self):
        currency = self.cleaned_data["currency"]
        stored = Plan.objects.filter(pk=self.instance.pk).exclude(currency=currency)
        if self.instance.lines.exclude(currency="").exists() and stored.exists():
            raise forms.ValidationError(
                _("Some lines are counted in it from other currencies. Change those lines first.")
            )
        return currency

    def clean_contribution_margin(self):
        margin = self.cleaned_data["contribution_margin"]
        if margin is not None and not 0 <= margin <= 1:
            raise forms.ValidationError(_("A share between 0 and 1: 45 % is 0.45."))
        return margin


class LineForm(RecordForm):
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    planned_minor = MoneyField(label=_("Planned"))
    rate_on = forms.DateField(label=_("Rate of"), required=False, widget=DateInput)
    forecast_minor = MoneyField(
        label=_("Forecast"),
        required=False,
        help_text=_("What it will cost in the end, if not as planned"),
    )

    class Meta:
        model = BudgetLine
        fields = [
            "title_en",
            "title_zh",
            "category",
            "channel_kind",
            "phase",
            "starts_on",
            "ends_on",
            "currency",
            "planned_minor",
            "rate_on",
            "forecast_minor",
            "is_reserve",
            "note",
        ]
        widgets = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {"starts_on": _("Empty: the days of the goal")}

    def __init__(self, *args, sum_url="", **kwargs):
        super().__init__(*args, **kwargs)
        ours = self.instance.plan.currency
        self._in_currencies(ours)
        asked = {
            "hx-get": sum_url,
            "hx-target": "#line-sum",
            "hx-include": "[name=planned_minor],[name=currency],[name=rate_on]",
        }
        self.fields["planned_minor"].widget.attrs |= asked | {
            "hx-trigger": "load, input changed delay:200ms"
        }
        for name in ("currency", "rate_on"):
            self.fields[name].widget.attrs |= asked | {"hx-trigger": "change"}
        living = self.instance.continues
        if living and living.forecasts.filter(is_current=True).exists():
            # It is re-forecast month by month, and an amendment does not change that.
            del self.fields["forecast_minor"]

    def _in_currencies(self, ours):
        """What is planned may be in any currency; what is expected is in the plan's."""
        fields, line = self.fields, self.instance
        others = [choice for choice in currency_choices() if choice[0] != ours]
        fields["currency"].choices = [
            ("", _now("%(currency)s, as the plan") % {"currency": ours}),
            *others,
        ]
        fields["forecast_minor"].currency = ours
        fields["forecast_minor"].label = f"{fields['forecast_minor'].label} ({ours})"
        fields["planned_minor"].currency = (
            self.data.get("currency") if self.is_bound else line.currency
        ) or ours
        if line.is_foreign:
            self.initial["planned_minor"] = line.own_minor
        self.initial["rate_on"] = line.rate_on or timezone.localdate()
        fields["rate_on"].help_text = format_html(
            '{} <a class="link" href="{}">{}</a>',
            _now("For another currency than the plan’s: the day whose rate counts it."),
            reverse("strategy:rates"),
            _now("Exchange rates"),
        )

    def _priced(self, cleaned):
        """The line planned as typed, counted in the plan's currency."""
        line = self.instance
        line.currency = cleaned.get("currency", "")
        try:
            price(line, cleaned["planned_minor"], cleaned.get("rate_on") or timezone.localdate())
        except Refused as refusal:
            self.add_error("rate_on", str(refusal))
            return
        for name in ("currency", "planned_minor", "rate_on"):
            cleaned[name] = getattr(line, name)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("planned_minor") is not None and not {"currency", "rate_on"} & set(
            self.errors
        ):
            self._priced(cleaned)
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if bool(starts) != bool(ends):
            self.add_error(
                "starts_on" if ends else "ends_on", _("Give both days, or none of them.")
            )
        elif starts and ends < starts:
            self.add_error("ends_on", _("It ends before it starts."))
        return cleaned


class LineChoice(forms.ModelChoiceField):
    """Lines by their names, and what they are planned in where that is another currency."""

    def label_from_instance(self, line):
        return f"{line} ({line.currency})" if line.is_foreign else str(line)


class MoveForm(forms.Form):
    """Shift money between two lines of an approved plan."""

    source = LineChoice(BudgetLine.objects.none(), label=_("From line"))
    target = LineChoice(BudgetLine.objects.none(), label=_("To line"))
    amount = MoneyField(label=_("Amount"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    expected_effect = forms.CharField(
        label=_("What we expect of it"), max_length=300, required=False
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        lines = plan.lines.current()
        self.fields["source"].queryset = self.fields["target"].queryset = lines
        line = next((one for one in lines if one.pk == self["source"].value()), None)
        amount = self.fields["amount"]
        amount.currency = line.currency if line and line.is_foreign else plan.currency
        if any(one.is_foreign for one in lines):
            amount.help_text = _("In the currency of the line that it leaves")


class CostForm(forms.Form):
    """Money spent outside the ad platforms, with its paper."""

    amount = MoneyField(
        label=_("Amount"), allow_negative=True, help_text=_("Below zero for a credit note")
    )
    paper = forms.CharField(label=_("Invoice or contract"), max_length=80)
    on = forms.DateField(label=_("Date"), widget=DateInput)
    note = forms.CharField(label=_("What for"), max_length=300)

    def __init__(self, *args, currency, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = currency


class AnswerForm(forms.ModelForm):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=LearningAnswer.ANSWERS[:2], widget=forms.RadioSelect
    )

    class Meta:
        model = LearningAnswer
        fields = ["answer", "why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}


class NoneFoundForm(forms.Form):
    why = forms.CharField(label=_("Where you looked"), widget=forms.Textarea(attrs={"rows": 2}))


class ApprovalForm(forms.Form):
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    single_person_waiver = forms.CharField(
        label=_("Why one person decides alone"),
        required=False,
        max_length=300,
        help_text=_("Only where nobody else may approve; it shows on the record"),
    )

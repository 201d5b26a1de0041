from django import forms
from django.utils.translation import gettext_lazy as _

from drumbeat.people.desk import RecordForm, attempt
from drumbeat.strategy.goals.actions import place_under
from drumbeat.strategy.goals.models import METRICS, CheckIn, Goal, KeyResult
from drumbeat.strategy.metrics.measures import MEASURES, RATIOS
from drumbeat.strategy.metrics.queries import own_metrics
from drumbeat.ui.fields import DateInput
from drumbeat.ui.templatetags.format import SIGNS

OWN = "own:"
"""Before the id of an own metric, among the choices of what a key result follows."""


class GoalForm(RecordForm):
    class Meta:
        model = Goal
        fields = [
            "title_en",
            "title_zh",
            "level",
            "parent",
            "owner",
            "starts_on",
            "ends_on",
            "rationale",
            "confidence",
        ]
        widgets = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "rationale": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self):
        cleaned = super().clean()
        attempt(self, lambda: place_under(self.instance, cleaned.get("parent")))
        return cleaned


class KeyResultForm(RecordForm):
    class Meta:
        model = KeyResult
        fields = [
            "title_en",
            "title_zh",
            "kpi_node",
            "metric",
            "unit",
            "direction",
            "baseline",
            "target",
            "due_on",
            "owner",
        ]
        widgets = {"due_on": DateInput}
        help_texts = {"unit": _("e.g. ¥, orders, %. Left empty: the metric's own.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        result = self.instance
        self.own = {f"{OWN}{one.pk}": one for one in own_metrics(self.member.brand)}
        self.fields["metric"] = forms.ChoiceField(
            label=self.fields["metric"].label, choices=self._metrics()
        )
        if result.own_metric_id:
            self.initial["metric"] = f"{OWN}{result.own_metric_id}"
        nodes = self.fields["kpi_node"].queryset.filter(tree__goal=result.goal)
        self.fields["kpi_node"].queryset = nodes.filter(tree__archived_at=None)
        if not self.fields["kpi_node"].queryset.exists():
            del self.fields["kpi_node"]

    def _metrics(self):
        built_in = [(key, name) for key, name in METRICS if key not in ("own", "manual")]
        own = [(choice, str(metric)) for choice, metric in self.own.items()]
        return [
            ("manual", dict(METRICS)["manual"]),
            (_("Measured"), built_in),
            *([(_("Your own"), own)] if own else []),
        ]

    def clean_metric(self):
        chosen = self.cleaned_data["metric"]
        self.instance.own_metric = self.own.get(chosen)
        return "own" if chosen in self.own else chosen

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("unit") and cleaned.get("metric"):
            cleaned["unit"] = self._unit(cleaned["metric"])
        return cleaned

    def _unit(self, metric):
        """The sign of the metric's unit, so that a target is read as it is measured."""
        self.instance.metric = metric
        key = self.instance.metric_key
        if not key:
            return ""
        measure = self.instance.own_metric or MEASURES.get(key) or RATIOS[key]
        currency = self.member.brand.currency
        return {"money": SIGNS.get(currency, currency), "share": "%"}.get(measure.unit, "")


class CheckInForm(forms.ModelForm):
    class Meta:
        model = CheckIn
        fields = ["value", "confidence", "note"]

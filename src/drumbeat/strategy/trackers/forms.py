"""Forms of trackers. Percent on the page, shares in the table."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.desk import RecordForm
from drumbeat.people.records import in_language
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.trackers import core
from drumbeat.strategy.trackers.models import TrackedBrand, Tracker
from drumbeat.ui.fields import DateInput

BETWEEN = "|"


def _percent(label):
    return forms.FloatField(label=label, required=False, min_value=0, max_value=100)


class TrackerForm(RecordForm):
    """What is asked, of whom the sample stands, how the equity index is mixed."""

    statements = forms.CharField(
        label=gettext_lazy("Image statements (Q10)"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One a line, English | Chinese; eight to ten are usual"),
    )

    class Meta:
        model = Tracker
        fields = [
            "title_en",
            "title_zh",
            "category_en",
            "category_zh",
            "owner",
            "source",
            "low",
            "high",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tracker = self.instance
        self.fields["low"].widget.attrs |= {"min": 0.01, "max": 1, "step": "any"}
        self.fields["high"].widget.attrs |= {"min": 1, "step": "any"}
        self.initial["statements"] = "\n".join(
            f"{one['en']} {BETWEEN} {one['zh']}" for one in tracker.statements
        )
        for name, share in tracker.weights.items():
            self.fields[f"w_{name}"] = _percent(core.INDICES[name])
            self.initial[f"w_{name}"] = round(100 * share, 4)
        for question, people in core.PEOPLE.items():
            known = tracker.targets.get(question, {})
            for key, en, zh in people:
                self.fields[f"{question}_{key}"] = _percent(in_language(en, zh))
                if key in known:
                    self.initial[f"{question}_{key}"] = round(100 * known[key], 4)

    def weight_fields(self):
        return [self[f"w_{name}"] for name in self.instance.weights]

    def margins(self):
        """(question of the population, its fields) for the template."""
        return [
            (core.MARGINS[question], [self[f"{question}_{key}"] for key, _en, _zh in people])
            for question, people in core.PEOPLE.items()
        ]

    def clean_low(self):
        low = self.cleaned_data["low"]
        if not 0 < low <= 1:
            raise forms.ValidationError(_("Between 0 and 1: the mean weight is 1."))
        return low

    def clean_high(self):
        high = self.cleaned_data["high"]
        if high < 1:
            raise forms.ValidationError(_("1 or more: the mean weight is 1."))
        return high

    def clean_statements(self):
        lines = [line for line in self.cleaned_data["statements"].splitlines() if line.strip()]
        pairs = [[part.strip() for part in line.split(BETWEEN)] for line in lines]
        for number, pair in enumerate(pairs, start=1):
            if len(pair) != 2 or not all(pair):
                raise forms.ValidationError(
                    _("Line %(n)s needs English and Chinese with a | between them.") % {"n": number}
                )
        if not 2 <= len(pairs) <= 20:
            raise forms.ValidationError(_("Two statements at least, twenty at most."))
        return [{"en": en[:200], "zh": zh[:200]} for en, zh in pairs]

    def clean(self):
        cleaned = super().clean()
        self.weights = self._whole(
            {name: f"w_{name}" for name in self.instance.weights}, _("The weights")
        )
        self.targets = {}
        for question, people in core.PEOPLE.items():
            names = {key: f"{question}_{key}" for key, _en, _zh in people}
            if all(cleaned.get(name) is None for name in names.values()):
                continue
            self.targets[question] = self._whole(names, str(core.MARGINS[question]))
        if self.targets and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", _("Say where the shares are from."))
        return cleaned

    def _whole(self, names, what) -> dict[str, float]:
        """Percent of fields as shares of one; a sum that is not 100 is said at the first field."""
        given = {key: self.cleaned_data.get(name) or 0 for key, name in names.items()}
        total = sum(given.values())
        if abs(total - 100) > 0.05:
            told = _("%(what)s add up to %(total)s %%, not to 100 %%.")
            self.add_error(next(iter(names.values())), told % {"what": what, "total": f"{total:g}"})
            return {}
        return {key: share / total for key, share in given.items()}

    def save(self, commit=True):
        self.instance.weights, self.instance.targets = self.weights, self.targets
        self.instance.statements = self.cleaned_data["statements"]
        return super().save(commit)


class TrackedBrandForm(RecordForm):
    class Meta:
        model = TrackedBrand
        fields = ["title_en", "title_zh", "role", "competitor", "spellings"]
        widgets = {"spellings": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        for name in ("title_en", "title_zh"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Respondents read it in both languages."))
        role = cleaned.get("role")
        twins = self.instance.tracker.brands.current().filter(role=role)
        if role in ("us", "fake") and twins.exclude(pk=self.instance.pk).exists():
            self.add_error("role", _("The tracker has one of these already."))
        return cleaned


class WaveForm(forms.Form):
    starts_on = forms.DateField(label=gettext_lazy("fieldwork starts"), widget=DateInput)
    ends_on = forms.DateField(label=gettext_lazy("fieldwork ends"), widget=DateInput)
    sample_size = forms.IntegerField(
        label=gettext_lazy("planned sample"),
        min_value=30,
        max_value=100_000,
        initial=400,
        help_text=gettext_lazy("400 answers: ±4.9 points at a share of 50 %. 1,000: ±3.1."),
    )
    sample_plan = forms.CharField(
        label=gettext_lazy("sample plan"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who is asked, how they are found, quotas"),
    )
    consent_basis = forms.ChoiceField(
        label=gettext_lazy("consent basis"), choices=Study.CONSENT, initial="panel"
    )
    with_quotas = forms.BooleanField(
        label=gettext_lazy("Quotas from the tracker’s population"),
        required=False,
        help_text=gettext_lazy(
            "Age, gender and city tier are then asked first, and nobody is asked the rest whose group is full."
        ),
    )

    def __init__(self, *args, tracker, **kwargs):
        super().__init__(*args, **kwargs)
        if not tracker.targets:
            del self.fields["with_quotas"]

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Fieldwork cannot end before it starts."))
        return cleaned

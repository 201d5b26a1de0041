"""Whom the sample should stand for: a share for each answer of the questions to weight by."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.records import in_language


class WeightingForm(forms.Form):
    """Percent fields by question; a question whose fields are all empty is not weighted by."""

    source = forms.CharField(
        label=gettext_lazy("Source of the shares"),
        max_length=200,
        help_text=gettext_lazy("e.g. census 2020, own customers"),
    )
    low = forms.FloatField(label=gettext_lazy("Least weight"), min_value=0.01, max_value=1)
    high = forms.FloatField(label=gettext_lazy("Largest weight"), min_value=1, max_value=100)

    def __init__(self, *args, questionnaire, weighting=None, **kwargs):
        self.questions = list(questionnaire.questions.filter(kind="single"))
        initial = {"low": 0.3, "high": 3.0}
        if weighting is not None:
            initial = {name: getattr(weighting, name) for name in ("source", "low", "high")}
            for key, shares in weighting.targets.items():
                initial |= {f"{key}.{o}": round(100 * share, 4) for o, share in shares.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for question in self.questions:
            for option in question.options:
                self.fields[f"{question.key}.{option['key']}"] = forms.FloatField(
                    label=in_language(option.get("en", ""), option.get("zh", "")),
                    required=False,
                    min_value=0,
                    max_value=100,
                )

    def groups(self):
        """(question, its fields) for the template."""
        return [
            (question, [self[f"{question.key}.{option['key']}"] for option in question.options])
            for question in self.questions
        ]

    def clean(self):
        cleaned = super().clean()
        self.targets = {}
        for question in self.questions:
            names = {
                option["key"]: f"{question.key}.{option['key']}" for option in question.options
            }
            shares = {key: cleaned.get(name) for key, name in names.items()}
            if all(share is None for share in shares.values()):
                continue
            total = sum(share or 0 for share in shares.values())
            if abs(total - 100) > 0.05:
                self.add_error(
                    next(iter(names.values())),
                    _("The shares of %(question)s add up to %(total)s %%, not to 100 %%.")
                    % {"question": question.label, "total": f"{total:g}"},
                )
                continue
            self.targets[question.key] = {
                key: (share or 0) / total for key, share in shares.items()
            }
        return cleaned

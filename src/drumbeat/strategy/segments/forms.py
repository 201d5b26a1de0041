from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.segments.models import Segment
from drumbeat.strategy.surveys.forms import answer_choices


class SegmentForm(RecordForm):
    answers = forms.MultipleChoiceField(
        label=gettext_lazy("who is in"),
        help_text=gettext_lazy(
            "Answers to one question are alternatives; with a second question both must hold."
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Segment
        fields = ["title_zh", "title_en", "needs", "population", "owner"]
        widgets = {"needs": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._questions = list(self.instance.questionnaire.questions.all())
        self.fields["answers"].choices = answer_choices(self._questions)
        by_key = {question.key: question for question in self._questions}
        self.initial["answers"] = [
            f"{by_key[key].pk}:{value}"
            for key, values in self.instance.rule.items()
            for value in values
            if key in by_key
        ]

    def clean_answers(self):
        rule: dict[str, list[str]] = {}
        keys = {question.pk: question.key for question in self._questions}
        for pk, _colon, value in (each.partition(":") for each in self.cleaned_data["answers"]):
            rule.setdefault(keys[pk], []).append(value)
        if not rule:
            raise forms.ValidationError(_("Tick at least one answer."))
        self.instance.rule = rule
        return self.cleaned_data["answers"]

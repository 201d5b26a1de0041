"""Forms of the builder. Everything works without a script."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.people.desk import RecordForm
from drumbeat.strategy.surveys.kinds import KINDS, ROLES, WITH_OPTIONS
from drumbeat.strategy.surveys.models import Question, Questionnaire
from drumbeat.strategy.surveys.route import values_of

_LONG = ("intro_en", "intro_zh", "consent_en", "consent_zh", "thanks_en", "thanks_zh")
_ALWAYS = ["text_zh", "text_en", "help_zh", "help_en", "is_required"]
_ENDS = ["low_zh", "low_en", "high_zh", "high_en"]
OWN_FIELDS = {
    "single": ["shuffle"],
    "multi": ["shuffle"],
    "ranking": ["shuffle"],
    "scale": ["points", *_ENDS],
    "matrix": ["points", *_ENDS, "shuffle"],
    "nps": _ENDS,
    "csat": _ENDS,
    "open": [],
}


class QuestionnaireForm(RecordForm):
    class Meta:
        model = Questionnaire
        fields = ["title_zh", "title_en", "languages", "mode", *_LONG, "fast_seconds"]
        labels = {
            "title_zh": gettext_lazy("title for respondents (Chinese)"),
            "title_en": gettext_lazy("title for respondents (English)"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in _LONG}
        help_texts = {
            "consent_zh": gettext_lazy("Who asks, what for, how long it is kept, how to withdraw"),
            "consent_en": gettext_lazy("Who asks, what for, how long it is kept, how to withdraw"),
        }


def answer_choices(questions) -> list:
    """Grouped choices of every answer that a condition can name: "<question id>:<value>"."""
    groups = []
    for question in questions:
        values = values_of(question)
        if values:
            named = [(f"{question.pk}:{value}", _named(question, value)) for value in values]
            groups.append((f"{question.label} {question}", named))
    return groups


def _named(question, value):
    option = question.option(value)
    return f"{option.get('zh') or ''} {option.get('en') or ''}".strip() if option else value


class QuestionForm(RecordForm):
    """The fields that a question of this kind has; options stand in `OptionRows` beside it."""

    condition = forms.MultipleChoiceField(
        label=gettext_lazy("asked only if"),
        required=False,
        help_text=gettext_lazy(
            "One of the answers ticked here was given. Nothing ticked: everybody is asked."
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Question
        fields = [*_ALWAYS, "points", *_ENDS, "shuffle"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        question = self.instance
        for name in {"points", *_ENDS, "shuffle"} - set(OWN_FIELDS[question.kind]):
            del self.fields[name]
        earlier = question.questionnaire.questions.filter(position__lt=question.position)
        choices = answer_choices(earlier)
        if not choices:
            del self.fields["condition"]
            return
        self.fields["condition"].choices = choices
        self.initial["condition"] = [
            f"{question.depends_on_id}:{value}" for value in question.show_if
        ]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text_zh") and not cleaned.get("text_en"):
            self.add_error("text_zh", _("Write the question in Chinese or in English."))
        sources = {each.partition(":")[0] for each in cleaned.get("condition", ())}
        if len(sources) > 1:
            self.add_error("condition", _("Tick answers of one question only."))
        return cleaned

    def save(self, commit=True):
        picked = [each.partition(":") for each in self.cleaned_data.get("condition", ())]
        self.instance.depends_on_id = picked[0][0] if picked else None
        self.instance.show_if = [value for _id, _colon, value in picked]
        return super().save(commit)


class OptionForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    zh = forms.CharField(label=gettext_lazy("Chinese"), required=False, max_length=200)
    en = forms.CharField(label=gettext_lazy("English"), required=False, max_length=200)
    role = forms.ChoiceField(label=gettext_lazy("Part it plays"), choices=ROLES, required=False)

    use_required_attribute = False


class _OptionRows(forms.BaseFormSet):
    def options(self) -> list[dict]:
        """The rows that say something, each with a key that never changes again."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        rows = [row for row in rows if row["zh"] or row["en"]]
        taken = {row["key"] for row in rows if row["key"]}
        free = (key for key in _keys() if key not in taken)
        return [
            {
                "key": row["key"] or next(free),
                "zh": row["zh"],
                "en": row["en"],
                "role": row["role"],
            }
            for row in rows
        ]


def _keys():
    """a … z, aa, ab, …"""
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from letters
    for first in letters:
        for second in letters:
            yield first + second


def option_rows(question, data=None):
    """The options of a question as rows, with some empty ones below to add to."""
    extra = 3 if question.options else 6
    rows = forms.formset_factory(OptionForm, formset=_OptionRows, extra=extra, max_num=60)
    return rows(data, initial=question.options, prefix="o")


class KindForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of question"), choices=KINDS)


class QuotaForm(forms.Form):
    """Which answer, and how many at most; the empty choice is the whole sample."""

    answer = forms.ChoiceField(label=gettext_lazy("Who answers"), required=False)
    limit = forms.IntegerField(label=gettext_lazy("At most"), min_value=1, max_value=1_000_000)

    def __init__(self, *args, questionnaire, **kwargs):
        super().__init__(*args, **kwargs)
        self._questions = {
            question.pk: question
            for question in questionnaire.questions.filter(kind__in=("single", "multi"))
        }
        everybody = [("", _("everybody, in all"))]
        self.fields["answer"].choices = everybody + answer_choices(self._questions.values())

    @property
    def chosen(self):
        """(question, option key), (None, "") for the whole sample."""
        pk, _colon, option = self.cleaned_data["answer"].partition(":")
        return self._questions.get(pk), option


def has_options(question) -> bool:
    return question.kind in WITH_OPTIONS

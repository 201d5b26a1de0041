"""A page of a questionnaire as a form: fields made of questions, answers made of fields.

single, scale, nps, csat   q1            one radio button a choice
multi                      q1            checkboxes
matrix                     q1.a          radio buttons, a row an item
ranking                    q1.a          a place for each option
open                       q1            words
asks for own words         q1.e.text     beside the option e
"""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from drumbeat.strategy.surveys.kinds import steps
from drumbeat.strategy.surveys.route import in_order

LONGEST = 2000


@dataclass
class Block:
    """A question as a template shows it. fields: (label, bound field) pairs, one but for tables."""

    question: object
    text: str
    help: str
    low: str
    high: str
    fields: list = field(default_factory=list)
    own_words: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)


class PageForm(forms.Form):
    """The questions of one page for one respondent. `answers` once it is valid."""

    use_required_attribute = False

    def __init__(self, *args, questions, language, seed, given=(), **kwargs):
        self.questions, self.language, self.seed = questions, language, seed
        super().__init__(*args, initial=_initial(questions, dict(given)), **kwargs)
        for question in questions:
            self.fields.update(_fields(question, self._options(question), language))

    def blocks(self) -> list[Block]:
        return [self._block(question) for question in self.questions]

    def clean(self):
        cleaned = super().clean()
        self.answers = {}
        for question in self.questions:
            self.answers |= _ANSWERS.get(question.kind, _plain)(question, cleaned)
            if lack := self._lack(question):
                self.add_error(next(iter(_names(question))), lack)
        return cleaned

    def _lack(self, question):
        given = self.answers.get(question.key)
        if question.kind == "ranking" and given is False:
            return _("Give every place once.")
        if question.kind == "matrix" and question.is_required:
            complete = given and len(given) == len(question.options)
            return None if complete else _("Please answer every line.")
        if question.kind == "multi" and given and len(given) > 1:
            alone = set(question.with_role("alone")) & set(given)
            if alone:
                return _("“%s” cannot stand beside other answers.") % said(
                    question.option(alone.pop()), self.language
                )
        if question.is_required and given in (None, [], ""):
            return _("Please answer this question.")
        return None

    def _options(self, question):
        return in_order(question, self.seed)

    def _block(self, question):
        pick = {"en": 0, "zh": 1}[self.language]
        both = {
            name: (getattr(question, f"{name}_en"), getattr(question, f"{name}_zh"))
            for name in ("text", "help", "low", "high")
        }
        words = {name: pair[pick] or pair[1 - pick] for name, pair in both.items()}
        block = Block(question, **words)
        labels = {f"{question.key}.{o['key']}": said(o, self.language) for o in question.options}
        for name in self.fields:
            if name.partition(".")[0] != question.key:
                continue
            if name.endswith(".text"):
                block.own_words[name.split(".")[1]] = self[name]
                continue
            block.fields.append((labels.get(name, ""), self[name]))
            block.errors += self[name].errors
        return block


def said(option: dict, language: str) -> str:
    """An option's words in "en" or "zh", in the other one where it lacks."""
    return option.get(language) or option.get("en") or option.get("zh") or option["key"]


def _names(question) -> list[str]:
    """The form fields that hold the question's answer."""
    if question.kind in ("matrix", "ranking"):
        return [f"{question.key}.{option['key']}" for option in question.options] or [question.key]
    return [question.key]


def _fields(question, options, language) -> dict:
    name = question.key
    choices = [(option["key"], said(option, language)) for option in options]
    numbers = [(str(step), str(step)) for step in steps(question)]
    made = {}
    if question.kind == "single":
        made[name] = _radio(choices)
    elif question.kind == "multi":
        made[name] = forms.MultipleChoiceField(
            choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    elif question.kind == "matrix":
        made = {f"{name}.{key}": _radio(numbers) for key, _label in choices}
    elif question.kind == "ranking":
        places = [("", "–"), *((str(n), str(n)) for n in range(1, len(choices) + 1))]
        made = {
            f"{name}.{key}": forms.ChoiceField(choices=places, required=False)
            for key, _label in choices
        }
    elif question.kind == "open":
        made[name] = forms.CharField(
            required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
        )
    else:
        made[name] = _radio(numbers)
    for key in question.with_role("write") if question.kind in ("single", "multi") else ():
        made[f"{name}.{key}.text"] = forms.CharField(required=False, max_length=200)
    return made


def _radio(choices):
    return forms.ChoiceField(choices=choices, required=False, widget=forms.RadioSelect)


# -- from fields to answers, and back ---------------------------------------------------------


def _plain(question, cleaned) -> dict:
    given = cleaned.get(question.key)
    if question.kind in ("scale", "nps", "csat"):
        return {question.key: int(given) if given else None}
    if question.kind == "open":
        return {question.key: (given or "").strip() or None}
    answers = {question.key: given or None}
    for key in question.with_role("write"):
        words = (cleaned.get(f"{question.key}.{key}.text") or "").strip()
        is_chosen = key == given or (isinstance(given, list) and key in given)
        answers[f"{question.key}.{key}"] = words or None if is_chosen else None
    return answers


def _matrix(question, cleaned) -> dict:
    rows = {
        option["key"]: int(step)
        for option in question.options
        if (step := cleaned.get(f"{question.key}.{option['key']}"))
    }
    return {question.key: rows or None}


def _ranking(question, cleaned) -> dict:
    """The option keys from first to last; False when places are missing or given twice."""
    places = {
        option["key"]: int(place)
        for option in question.options
        if (place := cleaned.get(f"{question.key}.{option['key']}"))
    }
    if not places:
        return {question.key: None}
    if sorted(places.values()) != list(range(1, len(question.options) + 1)):
        return {question.key: False}
    return {question.key: sorted(places, key=places.get)}


_ANSWERS = {"matrix": _matrix, "ranking": _ranking}


def _initial(questions, answers) -> dict:
    initial = {}
    for question in questions:
        given = answers.get(question.key)
        if question.kind == "matrix":
            initial |= {f"{question.key}.{key}": str(step) for key, step in (given or {}).items()}
        elif question.kind == "ranking":
            initial |= {f"{question.key}.{key}": str(n) for n, key in enumerate(given or [], 1)}
        elif given is not None:
            initial[question.key] = str(given) if isinstance(given, int) else given
        for key in question.with_role("write"):
            initial[f"{question.key}.{key}.text"] = answers.get(f"{question.key}.{key}", "")
    return initial

"""Answers as arrays: who may answer what counts, with which weight."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from drumbeat.people.records import in_language
from drumbeat.science.survey.margins import margin_of_error
from drumbeat.science.survey.weights import UNKNOWN, EmptyCategory, Margin, Raked, kish, rake
from drumbeat.strategy.coding.models import Coded, Theme
from drumbeat.strategy.surveys.kinds import RATED, steps
from drumbeat.strategy.surveys.models import Questionnaire, Weighting

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Item:
    """One thing to tabulate: a question, a row of a table, or the themes of an open question.

    labels: of the k answers. member: (n, k) who gave which. asked: (n,) who answered at all.
    values: (n,) the numbers of a rated question, NaN for no answer; else None. places: (n, k) the
    place each option got in a ranking; else None.
    """

    key: str
    question: object
    title: str
    labels: list[str]
    member: Bools
    asked: Bools
    values: NDArray[np.float64] | None = None
    places: NDArray[np.float64] | None = None


@dataclass
class Reading:
    """The complete answers of one version, those to be trusted unless `with_doubtful`.

    doubtful: how many were set aside (or kept), by flag. raked: None without a weighting, or when
    its targets cannot be met (`unweighable` then says why).
    """

    questionnaire: Questionnaire
    questions: list
    answers: list[dict]
    pks: list[str]
    doubtful: dict[str, int]
    set_aside: int
    weighting: Weighting | None = None
    raked: Raked | None = None
    unweighable: str = ""

    @property
    def n(self) -> int:
        return len(self.answers)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        return self.raked.weights if self.raked else np.ones(self.n)

    @cached_property
    def n_eff(self) -> float:
        return kish(self.weights)

    @property
    def worst(self) -> float | None:
        """± of a share of one half, 0–1."""
        return margin_of_error(0.5, self.n_eff)

    @cached_property
    def items(self) -> list[Item]:
        """Every item in the order of asking; open questions once they are coded."""
        themes = self._themes()
        found = []
        for question in self.questions:
            found += _items_of(question, self.answers, themes.get(question.pk))
        return found

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def _themes(self) -> dict:
        """Question id → (labels, member) of the coded open questions (two queries)."""
        opens = [question.pk for question in self.questions if question.kind == "open"]
        if not opens:
            return {}
        frame = list(Theme.objects.current().filter(study=self.questionnaire.study_id))
        row = {pk: i for i, pk in enumerate(self.pks)}
        column = {theme.pk: j for j, theme in enumerate(frame)}
        member = {pk: np.zeros((self.n, len(frame)), bool) for pk in opens}
        coded = Coded.objects.filter(question__in=opens, theme__archived_at=None)
        for question, response, theme in coded.values_list("question", "response", "theme"):
            if response in row:
                member[question][row[response], column[theme]] = True
        labels = [str(theme) for theme in frame]
        return {pk: (labels, table) for pk, table in member.items() if table.any()}


def read(questionnaire: Questionnaire, *, with_doubtful: bool = False) -> Reading:
    """The answers as they are now, weighted (3 queries, 2 more when themes are asked for)."""
    questions = list(questionnaire.questions.all())
    rows = questionnaire.responses.filter(state="complete").order_by("pk")
    all_rows = list(rows.values_list("pk", "answers", "flags"))
    doubtful: dict[str, int] = {}
    for _pk, _answers, flags in all_rows:
        for flag in flags:
            doubtful[flag] = doubtful.get(flag, 0) + 1
    kept = [row for row in all_rows if with_doubtful or not row[2]]
    reading = Reading(
        questionnaire,
        questions,
        answers=[answers for _pk, answers, _flags in kept],
        pks=[pk for pk, _answers, _flags in kept],
        doubtful=doubtful,
        set_aside=len(all_rows) - len(kept),
        weighting=Weighting.objects.filter(questionnaire=questionnaire).first(),
    )
    _weigh(reading)
    return reading


def _weigh(reading: Reading) -> None:
    weighting = reading.weighting
    if weighting is None or not weighting.targets or not reading.n:
        return
    by_key = {question.key: question for question in reading.questions}
    asked = [by_key[key] for key in weighting.targets if key in by_key]
    margins = []
    for question in asked:
        keys = [option["key"] for option in question.options]
        place = {key: i for i, key in enumerate(keys)}
        codes = [place.get(answers.get(question.key), UNKNOWN) for answers in reading.answers]
        shares = weighting.targets[question.key]
        targets = np.array([shares.get(key, 0.0) for key in keys])
        margins.append(Margin(np.array(codes, int), targets))
    try:
        reading.raked = rake(margins, reading.n, band=(weighting.low, weighting.high))
    except EmptyCategory as empty:
        question = asked[empty.margin]
        option = question.options[empty.category]
        reading.unweighable = _("Nobody answered “%(answer)s” to %(question)s.") % {
            "answer": in_language(option.get("en", ""), option.get("zh", "")),
            "question": question.label,
        }


def _items_of(question, answers, themes):
    given = [one.get(question.key) for one in answers]
    asked = np.array([one is not None for one in given], bool)
    labels = [in_language(o.get("en", ""), o.get("zh", "")) for o in question.options]
    keys = [option["key"] for option in question.options]
    title = str(question)
    if question.kind == "matrix":
        for key, label in zip(keys, labels, strict=True):
            row = [(one or {}).get(key) for one in given]
            yield _rated(f"{question.key}.{key}", question, f"{title} · {label}", row)
    elif question.kind in RATED:
        yield _rated(question.key, question, title, given)
    elif question.kind == "ranking":
        places = _places(keys, given)
        yield Item(question.key, question, title, labels, places == 1, asked, places=places)
    elif question.kind == "open":
        if themes is not None:
            yield Item(question.key, question, title, themes[0], themes[1], asked)
    else:
        yield Item(question.key, question, title, labels, _member(keys, given), asked)


def _member(keys, given) -> Bools:
    place = {key: i for i, key in enumerate(keys)}
    member = np.zeros((len(given), len(keys)), bool)
    for i, one in enumerate(given):
        for key in one if isinstance(one, list) else (one,):
            if key in place:
                member[i, place[key]] = True
    return member


def _rated(key, question, title, given):
    scale = list(steps(question))
    values = np.array([np.nan if one is None else one for one in given], float)
    member = values[:, None] == np.array(scale, float)[None, :]
    return Item(
        key, question, title, [str(one) for one in scale], member, ~np.isnan(values), values
    )


def _places(keys, given) -> NDArray[np.float64]:
    column = {key: i for i, key in enumerate(keys)}
    places = np.full((len(given), len(keys)), np.nan)
    for i, order in enumerate(given):
        for place, key in enumerate(order or (), start=1):
            if key in column:
                places[i, column[key]] = place
    return places

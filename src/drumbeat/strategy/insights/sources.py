"""What an insight may rest on, as one choice: "study:…", "question:…" or "passage:…".

"question:…:q1" is the question's result in the groups that the answers to Q1 make.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.strategy.coding.models import Passage
from drumbeat.strategy.studies.models import Study
from drumbeat.strategy.surveys.models import Question
from drumbeat.strategy.tabulation.reading import read
from drumbeat.strategy.tabulation.tables import can_cut, cross, tables
from drumbeat.ui.templatetags.format import number, percent

STUDIES_OFFERED = 30
FIGURES_KEPT = 12


@dataclass(frozen=True)
class Source:
    """The study, and the question or the passage in it that is meant. across: the key of the
    question whose answers make the groups, "" for all respondents together."""

    study: Study
    question: Question | None = None
    passage: Passage | None = None
    across: str = ""

    def __str__(self):
        return str(self.question or self.passage or self.study)


def source_of(brand, text: str) -> Source | None:
    """The source that a choice names, None for what is not the brand's."""
    kind, _colon, pk = text.partition(":")
    if kind == "study":
        study = Study.objects.of(brand).filter(pk=pk).first()
        return study and Source(study)
    if kind == "question":
        pk, _colon, across = pk.partition(":")
        question = Question.objects.of(brand).filter(pk=pk).first()
        return question and Source(question.questionnaire.study, question=question, across=across)
    if kind == "passage":
        passage = Passage.objects.of(brand).filter(pk=pk).first()
        return passage and Source(passage.interview.study, passage=passage)
    return None


def source_choices(brand) -> list:
    """The newest studies, each with its fielded questions and its interviews' notes (4 queries)."""
    studies = list(Study.objects.of(brand).current()[:STUDIES_OFFERED])
    questions = (
        Question.objects.filter(questionnaire__study__in=studies)
        .exclude(questionnaire__state="draft")
        .select_related("questionnaire")
        .order_by("-questionnaire__number", "position")
    )
    passages = Passage.objects.filter(interview__study__in=studies).select_related("interview")
    groups = {study.pk: [(f"study:{study.pk}", _("The study as a whole"))] for study in studies}
    for one in questions:
        groups[one.questionnaire.study_id].append(
            (f"question:{one.pk}", f"{one.label} {one} (v{one.questionnaire.number})")
        )
    for one in passages[:300]:
        groups[one.interview.study_id].append(
            (f"passage:{one.pk}", f"{one.interview}: {one.text[:80]}")
        )
    return [("", "—"), *((str(study), groups[study.pk]) for study in studies)]


def figures_of(source: Source) -> dict[str, str]:
    """The result as it stands now, in words: what is linked must not change under the claim."""
    if source.question is None:
        return {}
    reading = read(source.question.questionnaire)
    across = next((item for item in can_cut(reading) if item.key == source.across), None)
    if across is not None:
        return _by_groups(reading, source.question, across)
    told: dict[str, str] = {_("Base"): number(reading.n)}
    for table in tables(reading):
        if table.item.question.pk != source.question.pk or not table.base:
            continue
        told[_("Base")] = number(table.base)
        for one in table.told:
            told[f"{table.item.title[:80]}: {one.name}"] = _score(one)
        if not table.told:
            for line in table.lines[:FIGURES_KEPT]:
                told[line.label] = f"{percent(line.share)} ±{percent(line.margin)}"
    return told


def _by_groups(reading, question, across) -> dict[str, str]:
    """Each answer's share by group; what is higher beyond chance says than which groups."""
    told: dict[str, str] = {}
    for item in reading.items:
        if item.question.pk != question.pk:
            continue
        table = cross(reading, item, across)
        names = {column.letter: column.label for column in table.columns if column.letter}
        told[_("Base")] = _in_a_row(table.columns, [number(one.base) for one in table.columns])
        for label, cells, _is_summary in table.rows[:FIGURES_KEPT]:
            told[label] = _in_a_row(table.columns, [_cell(cell, names) for cell in cells])
    return told


def _in_a_row(columns, values) -> str:
    return " · ".join(
        f"{column.label} {value}" for column, value in zip(columns, values, strict=True)
    )


def _cell(cell, names) -> str:
    lower = [name for letter, name in names.items() if letter in cell.beats]
    beats = f" ({_('more than')} {', '.join(lower)})" if lower else ""
    return f"{percent(cell.share, 0)}{beats}"


def _score(told) -> str:
    if told.unit == "percent":
        return f"{percent(told.value)} ±{percent(told.margin)}"
    digits = 0 if told.unit == "points" else 2
    return f"{number(told.value, digits)} ±{number(told.margin, digits)}"

"""What coding screens read."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from drumbeat.strategy.coding.models import Coded, Theme
from drumbeat.strategy.surveys.models import Question, Response

KEYS = "1234567890qwertyuiop"
"""The key on the keyboard that puts the nth theme on an answer."""


@dataclass(frozen=True)
class Code:
    """A theme of the frame with its key and how often it was given."""

    theme: Theme
    key: str
    answers: int
    passages: int


@dataclass(frozen=True)
class Codable:
    """An answer or a passage with the ids of its themes."""

    id: str
    text: str
    themes: frozenset[str]


def frame(study, question=None) -> list[Code]:
    """The study's themes with their counts, on answers to `question` or to all (one query)."""
    answers = Q(coded__passage=None, coded__isnull=False)
    if question is not None:
        answers &= Q(coded__question=question)
    themes = study.themes.current().annotate(
        answers=Count("coded", filter=answers, distinct=True),
        passages=Count("coded", filter=Q(coded__passage__isnull=False), distinct=True),
    )
    return [
        Code(theme, KEYS[at] if at < len(KEYS) else "", theme.answers, theme.passages)
        for at, theme in enumerate(themes)
    ]


def open_questions(study) -> list[Question]:
    """Open questions of versions that have been in the field, newest version first (one query)."""
    asked = Question.objects.filter(questionnaire__study=study, kind="open")
    return list(
        asked.exclude(questionnaire__state="draft")
        .select_related("questionnaire")
        .order_by("-questionnaire__number", "position")
    )


def answers_to(question, *, uncoded: bool):
    """Complete answers to an open question, oldest first, with `is_coded`."""
    coded = Coded.objects.filter(response=OuterRef("pk"), question=question)
    found = Response.objects.filter(
        questionnaire=question.questionnaire_id,
        state="complete",
        answers__has_key=question.key,
    ).annotate(is_coded=Exists(coded))
    return (found.filter(is_coded=False) if uncoded else found).order_by("pk")


def codable_answers(question, responses) -> list[Codable]:
    """The page's answers with their themes (one query)."""
    given = defaultdict(set)
    rows = Coded.objects.filter(question=question, response__in=[one.pk for one in responses])
    for response, theme in rows.values_list("response", "theme"):
        given[response].add(theme)
    return [
        Codable(one.pk, one.answers[question.key], frozenset(given[one.pk])) for one in responses
    ]


def codable_passages(passages) -> list[Codable]:
    """Passages with their themes (one query)."""
    given = defaultdict(set)
    rows = Coded.objects.filter(passage__in=[one.pk for one in passages])
    for passage, theme in rows.values_list("passage", "theme"):
        given[passage].add(theme)
    return [Codable(one.pk, one.text, frozenset(given[one.pk])) for one in passages]

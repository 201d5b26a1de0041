"""Putting themes on what people said in their own words."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Refused
from drumbeat.strategy.coding.models import Coded, Interview, Passage
from drumbeat.strategy.studies.models import Study

VERBS = (
    gettext_noop("coded"),
    gettext_noop("wrote down a note of"),
    gettext_noop("removed a note of"),
)


def code_answer(study: Study, *, by, response, question, themes) -> None:
    """Exactly these themes (ids) on one answer. Raises NotAllowed, Refused."""
    by.must("research.edit", study)
    if question.questionnaire.study_id != study.pk:
        raise Refused(_("This answer belongs to another study."))
    if response.questionnaire_id != question.questionnaire_id:
        raise Refused(_("This answer belongs to another study."))
    _code(study, by, themes, {"response": response, "question": question})


def code_passage(passage: Passage, *, by, themes) -> None:
    """Exactly these themes (ids) on one note. Raises NotAllowed, Refused."""
    by.must("research.edit", passage)
    _code(passage.interview.study, by, themes, {"passage": passage})


def _code(study, by, themes, thing):
    wanted = {theme.pk: theme for theme in study.themes.current().filter(pk__in=themes)}
    if len(wanted) != len(set(themes)):
        raise Refused(_("This theme is not in the frame any more. Reload the page."))
    with transaction.atomic():
        # The study's row is the lock: two people at the same answer do not add up.
        Study.objects.select_for_update().get(pk=study.pk)
        there = set(Coded.objects.filter(**thing).values_list("theme", flat=True))
        Coded.objects.filter(**thing, theme__in=there - set(wanted)).delete()
        Coded.objects.bulk_create(
            Coded(brand=study.brand, owner=by, theme=wanted[pk], **thing)
            for pk in wanted
            if pk not in there
        )


def write_down(interview: Interview, *, by, notes: str) -> Interview:
    """Add notes, a paragraph a passage. Raises NotAllowed."""
    by.must("research.edit", interview)
    last = interview.passages.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    with recorded(by, "wrote down a note of", interview):
        Passage.objects.bulk_create(
            Passage(
                brand=interview.brand, owner=by, interview=interview, position=first + at, text=text
            )
            for at, text in enumerate(paragraphs(notes))
        )
    return interview


def remove_passage(passage: Passage, *, by) -> None:
    """Raises NotAllowed, Refused while an insight rests on it."""
    by.must("research.edit", passage)
    if passage.insight_evidence.exists():
        raise Refused(_("An insight rests on this note: take it off there first."))
    with recorded(by, "removed a note of", passage.interview, reason=passage.text[:200]):
        passage.delete()


def paragraphs(notes: str) -> list[str]:
    """The paragraphs of a text, split at empty lines."""
    blocks = notes.replace("\r\n", "\n").split("\n\n")
    return [text for block in blocks if (text := block.strip())]

"""The wording of a version as one value, to copy it and to prove that it did not change."""

import hashlib
import json

from drumbeat.strategy.surveys.models import Question

COPIED = (
    "key",
    "position",
    "kind",
    "text_en",
    "text_zh",
    "help_en",
    "help_zh",
    "is_required",
    "options",
    "shuffle",
    "points",
    "low_en",
    "low_zh",
    "high_en",
    "high_zh",
    "show_if",
)
SAID = (
    "title_en",
    "title_zh",
    "languages",
    "mode",
    "intro_en",
    "intro_zh",
    "consent_en",
    "consent_zh",
    "thanks_en",
    "thanks_zh",
    "fast_seconds",
)


def sha256(questionnaire) -> str:
    """The hash of everything that a respondent reads (one query)."""
    asked = [
        {name: getattr(question, name) for name in COPIED}
        | {"depends_on": question.depends_on.key if question.depends_on else None}
        for question in questionnaire.questions.select_related("depends_on")
    ]
    said = {name: getattr(questionnaire, name) for name in SAID}
    text = json.dumps({"said": said, "asked": asked}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def copy_questions(source, target, owner) -> None:
    """The questions and quotas of one version into another, conditions and keys kept."""
    made = {}
    for question in source.questions.all():
        made[question.pk] = Question.objects.create(
            brand=target.brand,
            owner=owner,
            questionnaire=target,
            **{name: getattr(question, name) for name in COPIED},
        )
    for question in source.questions.exclude(depends_on=None):
        copied = made[question.pk]
        copied.depends_on = made[question.depends_on_id]
        copied.save(update_fields=["depends_on"])
    for quota in source.quotas.all():
        target.quotas.create(
            brand=target.brand,
            owner=owner,
            question=made.get(quota.question_id),
            option=quota.option,
            limit=quota.limit,
        )

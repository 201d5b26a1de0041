"""What the builder reads."""

from django.conf import settings
from django.db.models import Count

from drumbeat.strategy.surveys.models import Response
from drumbeat.strategy.surveys.states import QUESTIONNAIRE


def public_address(questionnaire) -> str:
    """What respondents open; it names neither brand nor study."""
    return f"{settings.BASE_URL}/s/{questionnaire.code}/"


def builder(questionnaire):
    """The page of one version (5 queries)."""
    by_state = dict(questionnaire.responses.order_by().values_list("state").annotate(Count("pk")))
    is_draft = questionnaire.state == "draft"
    return {
        "questionnaire": questionnaire,
        "study": questionnaire.study,
        "questions": list(questionnaire.questions.select_related("depends_on")),
        "quotas": list(questionnaire.quotas.select_related("question")),
        "versions": list(questionnaire.study.questionnaires.exclude(pk=questionnaire.pk)),
        "problems": QUESTIONNAIRE.problems(questionnaire, "field") if is_draft else [],
        "standing": [(label, by_state.get(state, 0)) for state, label in Response.STATES],
        "answered": sum(by_state.values()),
        "address": public_address(questionnaire),
    }

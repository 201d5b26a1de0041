"""Research's named factories."""

from datetime import timedelta

from drumbeat.strategy.models import (
    Insight,
    Interview,
    Passage,
    Question,
    Questionnaire,
    Response,
    Study,
    Theme,
)
from drumbeat.strategy.surveys.actions import field
from tests.world import TODAY

DAYS = timedelta(days=1)


def _made(model, owner, **values):
    return model.objects.create(brand=owner.brand, owner=owner, **values)


def a_study(owner, title="Why runners stop", **fields):
    values = {
        "question": "What keeps people from running in winter?",
        "sample_plan": "600 runners in three cities",
        "starts_on": TODAY,
        "ends_on": TODAY + 14 * DAYS,
        "consent_basis": "informed",
    }
    return _made(Study, owner, title_en=title, **values | fields)


def a_questionnaire(owner, study=None, **fields):
    values = {
        "title_zh": "跑步小调查",
        "title_en": "About running",
        "consent_zh": "我们只保存您的回答。",
        "consent_en": "We keep your answers only.",
    }
    return _made(Questionnaire, owner, study=study or a_study(owner), **values | fields)


def options(*words, **roles):
    """Options a, b, c … worded alike in both languages. roles: key=role."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        {"key": key, "zh": f"{word}（中）", "en": word, "role": roles.get(key, "")}
        for key, word in zip(letters, words, strict=False)
    ]


def a_question(questionnaire, kind="single", text="Where do you run?", **fields):
    number = questionnaire.questions.count()
    values = {"key": f"q{number + 1}", "position": number, "text_en": text, "text_zh": f"{text}？"}
    if kind in ("single", "multi", "matrix", "ranking"):
        values["options"] = options("Road", "Trail", "Track")
    return _made(
        Question, questionnaire.owner, questionnaire=questionnaire, kind=kind, **values | fields
    )


def fielded(questionnaire):
    return field(questionnaire, by=questionnaire.owner)


def a_response(questionnaire, state="complete", **answers):
    return Response.objects.create(
        brand=questionnaire.brand,
        questionnaire=questionnaire,
        via="link",
        state=state,
        answers=answers,
    )


def a_theme(study, title="Safety", **fields):
    return _made(Theme, study.owner, study=study, title_en=title, **fields)


def an_interview(study, *notes, **fields):
    values = {"title_en": "A runner", "held_on": TODAY, "who": "34, Chengdu"} | fields
    interview = _made(Interview, study.owner, study=study, **values)
    for position, text in enumerate(notes):
        _made(Passage, study.owner, interview=interview, position=position, text=text)
    return interview


def an_insight(owner, title="Runners stop at dusk", **fields):
    values = {
        "because": "they fear cars",
        "so": "light the shoe",
        "source": "Winter study",
        "observed_on": TODAY,
        "expires_on": TODAY + 365 * DAYS,
    }
    return _made(Insight, owner, title_en=title, **values | fields)

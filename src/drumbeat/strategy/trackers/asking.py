"""The core block as a questionnaire, and the hash by which waves know that they asked the same."""

import hashlib
import json

from drumbeat.strategy.surveys.models import Question, Questionnaire
from drumbeat.strategy.trackers import core


def build(questionnaire: Questionnaire, category: tuple[str, str], brands, statements, *, by):
    """Write the twelve questions into an empty draft.

    category: (en, zh). brands: as Wave.brands; statements: [{"en", "zh"}].
    """
    real = [one for one in brands if one["role"] != "fake"]
    us = next(one for one in brands if one["role"] == "us")
    made: dict[str, Question] = {}
    for asked in core.CORE:
        for brand in real if asked.each else [us]:
            key = f"{asked.key}{brand['key']}" if asked.each else asked.key
            made[key] = _question(asked, key, len(made), category, brand)
            made[key].options = _options(asked.key, brands, statements)
            made[key].shuffle = asked.key in ("q2", "q6", "q7", "q10")
            if asked.after:
                made[key].depends_on = made[asked.after]
                made[key].show_if = [brand["key"]]
    for question in made.values():
        question.brand, question.owner = questionnaire.brand, by
        question.questionnaire = questionnaire
    Question.objects.bulk_create(made.values())


def _question(asked, key, position, category, brand) -> Question:
    low, high = asked.ends
    return Question(
        key=key,
        position=position,
        kind=asked.kind,
        text_en=asked.en.format(category=category[0], brand=brand["en"]),
        text_zh=asked.zh.format(category=category[1], brand=brand["zh"]),
        help_en=asked.help[0],
        help_zh=asked.help[1],
        is_required=asked.required,
        low_en=low[0],
        low_zh=low[1],
        high_en=high[0],
        high_zh=high[1],
    )


def _options(key, brands, statements) -> list[dict]:
    if key in core.PEOPLE:
        return [_option(*one) for one in core.PEOPLE[key]]
    if key == "q11":
        return [*(_option(*one) for one in core.SEEN), _option(*core.NONE, "alone")]
    if key == "q10":
        said = [_option(f"s{n}", one["en"], one["zh"]) for n, one in enumerate(statements, start=1)]
        return [*said, _option(*core.NONE, "alone")]
    if key in _OFFER:
        offered = [one for one in brands if key == "q2" or one["role"] != "fake"]
        named = [
            _option(one["key"], one["en"], one["zh"], "fake" if one["role"] == "fake" else "")
            for one in offered
        ]
        return [*named, _option(*core.NONE, "" if key == "q7" else "alone")]
    return []


def _option(key, en, zh, role=""):
    return {"key": key, "en": en, "zh": zh, "role": role}


def series(questions, brands) -> str:
    """Hash of what was asked, brand names left out: another rival in the list asks the same, another
    word in a question, another scale or another statement does not.
    """
    names = sorted(
        (name for one in brands for name in (one["en"], one["zh"])), key=len, reverse=True
    )
    keys = {one["key"] for one in brands}
    asked = {
        _plain_key(question.key, keys): _wording(question, names, keys)
        for question in questions
        if _plain_key(question.key, keys) in _CORE_KEYS
    }
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def missing(questions, brands) -> list[str]:
    """Core questions that a draft lost, or that lost a brand, as people call them: Q5."""
    asked = {question.key: question for question in questions}
    gone = set()
    for core_question in core.CORE:
        for brand in brands:
            is_real = brand["role"] != "fake"
            key = f"{core_question.key}{brand['key']}" if core_question.each else core_question.key
            offers = core_question.key in _OFFER and (is_real or core_question.key == "q2")
            if core_question.each and not is_real:
                continue
            if key not in asked or (offers and asked[key].option(brand["key"]) is None):
                gone.add(core_question.key)
    return [one.key.upper() for one in core.CORE if one.key in gone]


_OFFER = ("q2", "q6", "q7")
_EACH = tuple(one.key for one in core.CORE if one.each)
_CORE_KEYS = frozenset(one.key for one in core.CORE)


def _plain_key(key, keys):
    """`q4b` → `q4`; `q12b` asks of people, not of brands."""
    return key[:2] if key[:2] in _EACH and key[2:] in keys else key


def _wording(question, names, keys):
    options = [
        [option["en"], option["zh"], option.get("role", "")]
        for option in question.options
        if option["key"] not in keys or question.key not in _OFFER
    ]
    texts = [
        question.text_en,
        question.text_zh,
        question.help_en,
        question.help_zh,
        question.low_en,
        question.low_zh,
        question.high_en,
        question.high_zh,
    ]
    return [question.kind, question.points, [_without(text, names) for text in texts], options]


def _without(text, names):
    for name in names:
        text = text.replace(name, "{brand}")
    return text

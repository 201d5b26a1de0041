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
    named = {one["key"]: one for one in brands}
    us = next(one for one in brands if one["role"] == "us")
    asked: dict[str, list] = {}
    for question in questions:
        core_key, brand_key = _parts(question.key, named)
        if core_key in _CORE_KEYS:
            wording = _wording(question, named.get(brand_key, us), named)
            # Of a question for each brand, one wording stands for all that are worded alike.
            if wording not in asked.setdefault(core_key, []):
                asked[core_key].append(wording)
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def missing(questions, brands) -> list[str]:
    """Core questions that a draft lost, or that lost a brand, as people call them: Q5."""
    asked = {question.key: question for question in questions}
    real = [one["key"] for one in brands if one["role"] != "fake"]
    offered = {"q2": [one["key"] for one in brands], "q6": real, "q7": real}

    def is_whole(one) -> bool:
        keys = [one.key + key for key in real] if one.each else [one.key]
        return all(key in asked for key in keys) and all(
            asked[one.key].option(key) for key in offered.get(one.key, ())
        )

    return [one.key.upper() for one in core.CORE if not is_whole(one)]


_OFFER = ("q2", "q6", "q7")
_EACH = tuple(one.key for one in core.CORE if one.each)
_CORE_KEYS = frozenset(one.key for one in core.CORE)


def _parts(key, named) -> tuple[str, str]:
    """`q4b` → `q4` of brand b; `q12b` asks of people, not of a brand."""
    return (key[:2], key[2:]) if key[:2] in _EACH and key[2:] in named else (key, "")


def _wording(question, brand, named):
    options = [
        [option["en"], option["zh"], option.get("role", "")]
        for option in question.options
        if option["key"] not in named or question.key not in _OFFER
    ]
    ends = [question.low_en, question.low_zh, question.high_en, question.high_zh]
    texts = [
        question.text_en.replace(brand["en"], "{brand}"),
        question.text_zh.replace(brand["zh"], "{brand}"),
        question.help_en,
        question.help_zh,
    ]
    return [question.kind, question.points, texts, ends, options]

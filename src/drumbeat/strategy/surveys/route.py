"""Which questions a respondent sees next, and in which order the options. No database.

answers: {question key: answer}, as models.Response keeps them.
"""

import random

from drumbeat.strategy.surveys.kinds import RATED, steps


def applies(question, answers, keys) -> bool:
    """Is the question asked, given what was answered? keys: question id → key."""
    if question.depends_on_id is None:
        return True
    given = answers.get(keys.get(question.depends_on_id))
    chosen = given if isinstance(given, list) else [given]
    return any(str(one) in question.show_if for one in chosen if one is not None)


def next_page(questions, answers, path, *, one_by_one: bool) -> list:
    """The questions of the next page, [] when all that apply are answered.

    A page ends before a question that depends on one of the same page, and after one that can end
    the interview: who is not wanted should not be asked the rest.
    """
    keys = {question.pk: question.key for question in questions}
    passed = {key for page in path for key in page}
    page = []
    for question in questions:
        if question.key in passed or question.is_drawn:
            continue
        if question.depends_on_id in {each.pk for each in page}:
            break
        if not applies(question, answers, keys):
            continue
        page.append(question)
        if one_by_one or question.with_role("out"):
            break
    return page


def progress(questions, answers, path) -> int:
    """Percent of the questions that apply so far which are passed."""
    keys = {question.pk: question.key for question in questions}
    asked = [
        question
        for question in questions
        if not question.is_drawn and applies(question, answers, keys)
    ]
    passed = {key for page in path for key in page}
    return round(100 * sum(each.key in passed for each in asked) / len(asked)) if asked else 100


def without_detours(questions, answers, path) -> dict:
    """The answers to questions that were asked on the way taken: going back may close a branch."""
    keys = {question.pk: question.key for question in questions}
    passed = {key for page in path for key in page}
    kept = {}
    for question in questions:
        was_there = question.key in passed or question.is_drawn
        if was_there and applies(question, kept, keys):
            kept |= {
                name: given
                for name, given in answers.items()
                if name.partition(".")[0] == question.key
            }
    return kept


def drawn(questions, seed: int, full) -> dict:
    """What chance shows to the respondent with this seed: {question key: option key}.

    full: {(question id, option key)} that enough people have seen; they are drawn no more while
    another is free.
    """
    found = {}
    for question in questions:
        if question.is_drawn:
            keys = question.with_role("shown")
            free = [key for key in keys if (question.pk, key) not in full] or keys
            found[question.key] = random.Random(f"{seed}:{question.key}").choice(free)
    return found


def shown(questions, answers) -> list[dict]:
    """The options that chance gave to this respondent."""
    return [q.option(answers[q.key]) for q in questions if q.is_drawn and q.key in answers]


def in_order(question, seed: int) -> list[dict]:
    """The options as this respondent sees them; those that stand apart stay at the end."""
    options = list(question.options)
    if not question.shuffle:
        return options
    apart = [option for option in options if option.get("role") in ("alone", "write")]
    mixed = [option for option in options if option not in apart]
    random.Random(f"{seed}:{question.key}").shuffle(mixed)
    return mixed + apart


def chosen(question, answers) -> list[str]:
    """The option keys picked in a single or multi question."""
    given = answers.get(question.key)
    return given if isinstance(given, list) else [given] if given is not None else []


def is_screened(questions, answers) -> bool:
    """Did an answer end the interview?"""
    return any(
        set(question.with_role("out")) & set(chosen(question, answers))
        for question in questions
        if question.kind in ("single", "multi")
    )


def flags(questions, answers, seconds: float | None, fast_seconds: int) -> list[str]:
    """Why these answers should not be trusted; see models.Response.FLAGS."""
    found = []
    picked = [q for q in questions if q.kind in ("single", "multi")]
    if any(set(q.with_role("fake")) & set(chosen(q, answers)) for q in picked):
        found.append("fake")
    if seconds is not None and seconds < fast_seconds:
        found.append("fast")
    tables = [answers.get(q.key) or {} for q in questions if q.kind == "matrix"]
    if any(len(table) >= 4 and len(set(table.values())) == 1 for table in tables):
        found.append("straight")
    return found


def values_of(question) -> list[str]:
    """What a condition on this question may name: option keys, or numbers as text."""
    if question.kind in ("single", "multi"):
        return [option["key"] for option in question.options]
    if question.kind in RATED and question.kind != "matrix":
        return [str(step) for step in steps(question)]
    return []

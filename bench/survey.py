"""Twenty crosstabs of 5,000 weighted answers, from the database to the marks, against one second.

Everything between choosing the groups and drawing, on the processor’s clock: reading the answers,
raking to two margins, 20 tables by groups with z tests and Holm.
"""

import random
import tempfile
import time
from collections.abc import Iterator

from bench.pages import _close_home, _open_home

BAR, ROUNDS, TABLES = 1.0, 3, 20


def measure(*, quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        _open_home(folder)
        answers = 500 if quick else 5_000
        questionnaire = _answered(answers)
        ours = [_crossed(questionnaire) for _round in range(ROUNDS)]
        yield {"name": f"survey: {TABLES} crosstabs of {answers:,}", "ours": ours,
               "reference": [BAR] * ROUNDS, "bar": 1.0, "what": "1 s"}  # fmt: skip
        _close_home()


def _crossed(questionnaire) -> float:
    from drumbeat.strategy.tabulation.reading import read
    from drumbeat.strategy.tabulation.tables import can_cut, crossed

    began = time.process_time()
    reading = read(questionnaire)
    found = crossed(reading, can_cut(reading)[0])
    spent = time.process_time() - began
    if len(found) != TABLES or not reading.raked.converged:
        raise RuntimeError(f"{len(found)} tables, raked: {reading.raked}")
    return spent


def _answered(number: int):
    """A fielded questionnaire: age and city to weight by, 12 statements, 5 lists, NPS, CSAT."""
    from drumbeat.strategy.models import Response, Weighting
    from tests.strategy.research import a_question, a_questionnaire, fielded, options
    from tests.world import a_brand, a_member

    made = a_questionnaire(a_member(a_brand()))
    a_question(made, "single", "Age", options=options("18–24", "25–34", "35–45", "46+"))
    a_question(made, "single", "City", options=options("Beijing", "Shanghai", "Chengdu"))
    a_question(made, "matrix", "Agree", options=options(*(f"Item {n}" for n in range(12))))
    for _list in range(5):
        a_question(made, "multi", "Brands", options=options(*(f"Brand {n}" for n in range(8))))
    a_question(made, "nps")
    a_question(made, "csat")
    fielded(made)
    chance = random.Random(7)
    Response.objects.bulk_create(
        (_response(made, chance) for _each in range(number)), batch_size=500
    )
    Weighting.objects.create(
        brand=made.brand,
        owner=made.owner,
        questionnaire=made,
        targets={
            "q1": {"a": 0.2, "b": 0.3, "c": 0.3, "d": 0.2},
            "q2": {"a": 0.5, "b": 0.3, "c": 0.2},
        },
        source="census",
    )
    return made


def _response(made, chance):
    from drumbeat.strategy.models import Response

    answers = {"q1": chance.choice("abcd"), "q2": chance.choice("abc")}
    answers["q3"] = {key: chance.randint(1, 5) for key in "abcdefghijkl"}
    for key in ("q4", "q5", "q6", "q7", "q8"):
        answers[key] = chance.sample("abcdefgh", chance.randint(1, 5))
    answers |= {"q9": chance.randint(0, 10), "q10": chance.randint(1, 5)}
    return Response(
        brand=made.brand, questionnaire=made, via="file", state="complete", answers=answers
    )

"""Cohorts: who came again, as a triangle whose warmth is the share that did."""

from collections import defaultdict

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.behaviour.told import Figure, Told, asks
from drumbeat.warehouse.questions import retention

HOTTEST = 9


def told(brand, question: Question) -> Told:
    grain = question.choices["grain"]
    answer = asks(brand, "retention", retention, period=question.period, grain=grain)
    sizes = {row["cohort"]: row["size"] for row in answer.rows}
    whole = _by_age(answer.rows)
    return Told(
        figures=[
            Figure("cohort_people", sum(sizes.values()), answer),
            Figure("next_retention", _share(whole[1]), answer),
        ],
        columns=[
            Column("cohort", _("Cohort"), "date"),
            Column("after", _("Weeks later") if grain == "week" else _("Months later"), "integer"),
            Column("people", _("People"), "integer"),
            Column("size", _("Cohort size"), "integer"),
            Column("share", _("Share"), "percent", formula="people / size"),
            Column("complete", _("Complete")),
        ],
        rows=[row | {"complete": _("yes") if row["complete"] else _("no")} for row in answer.rows],
        has_any=any(sizes.values()),
        answers=[answer],
        page={
            "ages": range(len(whole)),
            "lines": _lines(answer.rows),
            "whole": [_cell(people, size) for people, size in whole.values()],
            "is_weekly": grain == "week",
        },
    )


def heat(share: float) -> int:
    """0–9: how warm a share is. Most of what happens lies below a half, so roots are taken."""
    return min(HOTTEST, int(share**0.5 * (HOTTEST + 1)))


def _lines(rows: list[dict]) -> list[dict]:
    """One a cohort with anybody in it."""
    lines: dict = {}
    for row in rows:
        line = lines.setdefault(
            row["cohort"], {"cohort": row["cohort"], "size": row["size"], "cells": []}
        )
        line["cells"].append(_cell(row["people"], row["size"], complete=row["complete"]))
    return [line for line in lines.values() if line["size"]]


def _cell(people: int, size: int, complete: bool = True) -> dict:
    share = people / size if size else None
    return {
        "people": people,
        "share": share,
        "complete": complete,
        "heat": None if share is None else heat(share),
    }


def _by_age(rows: list[dict]) -> dict[int, tuple[int, int]]:
    """Age → (people, those who could have come), over cohorts for which that age is complete."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        sums[row["after"]][0] += row["people"] if row["complete"] else 0
        sums[row["after"]][1] += row["size"] if row["complete"] else 0
    return defaultdict(
        lambda: (0, 0), {age: (people, size) for age, (people, size) in sums.items()}
    )


def _share(pair: tuple[int, int]) -> float | None:
    people, size = pair
    return people / size if size else None

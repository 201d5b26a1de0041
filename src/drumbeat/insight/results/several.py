"""Several outcomes counted together: each is asked on its own, and what adds is added.

Outcomes add, and so does revenue within a currency. Touches and people are the same whichever
outcome is asked about, so they are taken once.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from drumbeat.insight.conversions.queries import Counted
from drumbeat.warehouse.lake import BrandLake
from drumbeat.warehouse.questions import Answer, outcome_rows

_BETWEEN = ";\n\n"


def answer_for(conversion: Counted, ask: Callable[[str | None], Answer], same: tuple) -> Answer:
    """The answer to `ask(key of an outcome)`, for all that is counted.

    same: the columns that say which rows of two answers are the same row.
    """
    if not isinstance(conversion, tuple):
        return ask(conversion)
    return _added([ask(key) for key in conversion], same)


def outcome_steps(
    lake: BrandLake, *, conversion: Counted, limit: int, offset: int = 0, **asks
) -> Answer:
    """`warehouse.questions.outcome_rows` for all that is counted, newest first."""
    if not isinstance(conversion, tuple):
        return outcome_rows(lake, conversion=conversion, limit=limit, offset=offset, **asks)
    # Whichever outcome the page's rows are of, they are among the first of each.
    answers = [
        outcome_rows(lake, conversion=key, limit=offset + limit, **asks) for key in conversion
    ]
    rows = [row for answer in answers for row in answer.rows]
    rows.sort(key=lambda row: (row["outcome_id"], row["position"]))
    rows.sort(key=lambda row: row["ts"], reverse=True)
    return _joined(answers, rows[offset : offset + limit])


def _added(answers: list[Answer], same: tuple) -> Answer:
    rows: dict[tuple, dict] = {}
    for answer in answers:
        for found in answer.rows:
            key = tuple(found[name] for name in same)
            rows[key] = _sum(rows[key], found) if key in rows else found
    currencies = {code for row in rows.values() for code in row["revenue_by_currency"]}
    return _joined(answers, [_told(row, currencies) for row in rows.values()])


def _sum(one: dict, other: dict) -> dict:
    mine, more = one["revenue_by_currency"], other["revenue_by_currency"]
    return one | {
        "outcomes": one["outcomes"] + other["outcomes"],
        "revenue_by_currency": {
            code: mine.get(code, 0) + more.get(code, 0) for code in {**mine, **more}
        },
    }


def _told(row: dict, currencies: set[str]) -> dict:
    """With one figure of revenue where there is one currency in the whole answer."""
    is_one = len(currencies) <= 1
    return row | {
        "revenue_minor": sum(row["revenue_by_currency"].values()) if is_one else None,
        "currency": next(iter(currencies), "") if is_one else "",
    }


def earliest_paths(answers: Iterable[Answer]) -> datetime | None:
    """Up to when all paths are counted by which the answers share; None where that is now."""
    return min(filter(None, (answer.paths_until for answer in answers)), default=None)


def _joined(answers: list[Answer], rows: list[dict]) -> Answer:
    asked = dict.fromkeys(part for answer in answers for part in answer.sql.split(_BETWEEN))
    return replace(
        answers[0],
        rows=rows,
        paths_until=earliest_paths(answers),
        sql=_BETWEEN.join(asked),
        seconds=sum(answer.seconds for answer in answers),
    )

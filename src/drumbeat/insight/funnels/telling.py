"""What a saved funnel comes to: how many went on at each step, and how long it took them."""

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.behaviour.told import Figure, Told, asks_soon, bounds_column, counted, span
from drumbeat.insight.funnels.ahead import AT_ONCE, saved
from drumbeat.insight.funnels.models import Funnel
from drumbeat.insight.lake import lake_of
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse import questions
from drumbeat.warehouse.questions import Answer

HOUR = 3600


def told(funnel: Funnel, question: Question) -> Told:
    lake = lake_of(funnel.brand)
    asked = saved(funnel)
    answer = asks_soon(
        funnel.brand,
        "funnel",
        _ask,
        waits=question.waits,
        at_once=AT_ONCE,
        ahead=lambda: questions.saved_funnel(lake, asked, period=question.period),
        period=question.period,
        steps=asked.steps,
        window_hours=funnel.window_hours,
    )
    rows = [_row(row, answer) for row in answer.rows]
    waits = [row["median_seconds"] for row in answer.rows[1:]]
    whole = sum(waits) / HOUR if None not in waits else None
    return Told(
        figures=[
            Figure("funnel_people", rows[0]["people"], answer, between=rows[0]["between"]),
            Figure(
                "funnel_conversion",
                rows[-1]["of_first"],
                answer,
                between=answer.rows[-1]["of_first_between"],
            ),
            Figure("funnel_hours", whole, answer),
        ],
        columns=[
            Column("name", _("Step")),
            Column("kind", _("Kind")),
            Column("people", _("People"), "integer"),
            *([bounds_column()] if answer.one_in > 1 else []),
            Column("of_first", _("Of the first step"), "percent"),
            Column("of_previous", _("Of the step before"), "percent"),
            Column("lost", _("Lost on the way"), "integer"),
            Column("wait", _("Median time since the step before")),
        ],
        rows=rows,
        has_any=bool(rows[0]["people"]),
        answers=[answer],
        page={"steps": _drawn(rows)},
        may_estimate=True,
        is_behind=answer.events_version < lake.manifest().events_version,
    )


def _ask(lake, *, steps: tuple, **asked) -> Answer:
    return questions.funnel(lake, steps=list(steps), **asked)


def _row(row: dict, answer: Answer) -> dict:
    people, before = counted(row["people"], answer), row["of_previous"]
    came = round(people / before) if before else None
    lost = came - people if came is not None and row["step"] > 1 else None
    return {
        "name": f"{row['step']}. {row['value']}",
        "value": row["value"],
        "kind": str(dict(Funnel.KINDS)[row["kind"]]),
        "people": people,
        "between": row["between"],
        "span": span(row["between"]),
        "of_first": row["of_first"],
        "of_previous": row["of_previous"] if row["step"] > 1 else None,
        "lost": None if lost is None else counted(lost, answer),
        "wait": "" if row["median_seconds"] is None else waited(row["median_seconds"]),
    }


def waited(seconds: float) -> str:
    """A time between two steps, as short as it is long: seconds below two minutes."""
    if seconds < 2 * 60:
        return _("%s s") % say.number(seconds)
    return say.duration_hours(seconds / HOUR)


def _drawn(rows: list[dict]) -> list[dict]:
    """Each step with what it lost, its bar in per cent of the first one's."""
    # The bounds of an estimate belong on the picture too.
    most = max([1, *(row["between"][1] if row["between"] else row["people"] for row in rows)])
    drawn, before = [], None
    for row in rows:
        width = row["people"] / most * 100
        drawn.append(
            row
            | {
                "width": f"{width:.2f}",
                "bounds": _bounds(row["between"], most),
                "before": "" if before is None else f"{before:.2f}",
                "dropped": None if row["of_previous"] is None else 1 - row["of_previous"],
            }
        )
        before = width
    return drawn


def _bounds(between: tuple[float, float] | None, most: float) -> dict | None:
    """Where the bounds lie on a bar, in per cent of the longest."""
    if between is None:
        return None
    low, high = (end / most * 100 for end in between)
    return {"low": f"{low:.2f}", "wide": f"{high - low:.2f}"}

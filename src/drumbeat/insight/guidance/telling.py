"""What a guidance path came to, in words: on the map, in the table, in the file."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.content.models import GuidancePath
from drumbeat.content.paths.drawing import Said, maps
from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.behaviour.told import Figure, Told
from drumbeat.insight.funnels.telling import HOUR, waited
from drumbeat.insight.guidance.measuring import Measured, Reached, measure
from drumbeat.ui.templatetags import format as say

VERDICTS = {
    "met": (gettext_lazy("met"), "good"),
    "missed": (gettext_lazy("missed"), "urgent"),
    "open": (gettext_lazy("too few to say"), "quiet"),
    "": ("", ""),
}


def told(path: GuidancePath, question: Question) -> Told:
    found = measure(path, question.period, through_campaign=question.choices["who"] == "campaign")
    return Told(
        figures=[
            Figure("funnel_people", found.line[0].entered, found.answer),
            Figure("funnel_conversion", found.through, found.answer),
            Figure("funnel_hours", _hours(found), found.answer),
        ],
        columns=[
            Column("name", _("Step")),
            Column("counted", _("Counted by")),
            Column("entered", _("Entered"), "integer"),
            Column("rate", _("Went on"), "percent"),
            Column("target", _("Target rate"), "percent"),
            Column("difference", _("Difference"), "percent"),
            Column("low", _("at least"), "percent"),
            Column("high", _("at most"), "percent"),
            Column("verdict", _("Judgement")),
            Column("wait", _("Median time since the step before")),
        ],
        rows=_rows(found),
        has_any=bool(found.line[0].entered),
        answers=found.answers,
        page={
            "maps": maps([one.step for one in found.steps], said(found)),
            "missed": [
                {"step": one.step, "evidence": evidence(path, one, question)}
                for one in found.steps
                if one.verdict == "missed"
            ],
        },
    )


def _hours(found: Measured) -> float | None:
    waits = [one.seconds for one in found.line[1:]]
    return None if None in waits else sum(waits) / HOUR


def _rows(found: Measured) -> list[dict]:
    number, rows = 0, []
    for one in found.steps:
        number += not one.step.is_exit
        low, high = one.interval or (None, None)
        rows.append(
            {
                "name": f"↳ {one.step}" if one.step.is_exit else f"{number}. {one.step}",
                "counted": one.step.counted_in_words,
                "entered": one.entered,
                "rate": one.rate,
                "target": one.target,
                "difference": one.difference,
                "low": low,
                "high": high,
                "verdict": str(VERDICTS[one.verdict][0]),
                "wait": "" if one.seconds is None else waited(one.seconds),
            }
        )
    return rows


def said(found: Measured) -> dict[str, Said]:
    """By step, for the map."""
    return {one.step.pk: _said(one) for one in found.steps}


def _said(one: Reached) -> Said:
    tone = VERDICTS[one.verdict][1]
    rate = "" if one.went_on is None else say.percent(one.rate)
    target = "" if one.target is None else _("target %s") % say.percent(one.target)
    note = " · ".join(part for part in (target, str(VERDICTS[one.verdict][0])) if part)
    return Said(rate, say.number(one.entered), note, tone)


def evidence(path: GuidancePath, one: Reached, question: Question) -> str:
    """The sentence that a brief begins with."""
    return _(
        "“%(step)s” of “%(path)s”: %(rate)s of %(people)s went on, %(target)s was wanted "
        "(%(days)s, interval %(low)s–%(high)s)."
    ) % {
        "step": one.step,
        "path": path,
        "rate": say.percent(one.rate),
        "people": say.number(one.of),
        "target": say.percent(one.target),
        "days": say.daterange(question.period.start, question.period.end),
        "low": say.percent(one.interval[0]),
        "high": say.percent(one.interval[1]),
    }

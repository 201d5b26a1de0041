"""Paths: the ways that people took most often, from or to a step."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.channels.models import Channel
from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour.asking import Question, QuestionForm
from drumbeat.insight.behaviour.flow import END, flow
from drumbeat.insight.behaviour.told import Figure, Told, asks_soon, bounds_column, counted, span
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.ground import placements_table
from drumbeat.insight.results.remembered import digest_of, remembered
from drumbeat.insight.results.rows import RESTS, objects_of
from drumbeat.insight.seen import event_names, page_paths
from drumbeat.strategy.metrics.groups import GROUPS, channel_group
from drumbeat.ui.templatetags import format as say
from drumbeat.warehouse import questions
from drumbeat.warehouse.questions import Answer, FunnelStep

SHOWN = 20
AT_ONCE = 400_000  # events of visits that are walked through in half a second
LATELY = timedelta(days=90)
SCREEN = gettext_lazy("(no address)")


class PathForm(QuestionForm):
    """step: of pages: a path beginning with /, * for any characters, or an event's name. channel:
    of channels: its key."""

    tabs = ("walk", "direction")
    walk = forms.ChoiceField(
        required=False,
        choices=[
            ("pages", gettext_lazy("Pages of a visit")),
            ("channels", gettext_lazy("Channels of an order's journey")),
        ],
    )
    direction = forms.ChoiceField(
        required=False,
        choices=[
            ("from", gettext_lazy("What comes after")),
            ("to", gettext_lazy("What comes before")),
        ],
    )
    step = forms.CharField(
        label=gettext_lazy("Page or event"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "list": "seen-steps",
                "autocomplete": "off",
                "placeholder": gettext_lazy("the whole visit"),
            }
        ),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    length = forms.ChoiceField(
        label=gettext_lazy("Steps"), required=False, choices=[(n, n) for n in ("4", "3", "5", "2")]
    )

    def __init__(self, *args, brand, **kwargs):
        super().__init__(*args, brand=brand, **kwargs)
        named = [(one.pk, str(one)) for one in Channel.objects.of(brand).current()]
        rests = [(key, RESTS[key]) for key in ("direct", "unmapped")]
        self.fields["channel"].choices = [
            ("", _("the whole journey")),
            *named,
            *rests,
            *((key, name) for key, name in GROUPS.items() if key != "Direct"),
        ]

    @property
    def picked(self):
        walk = self.given.get("walk") or "pages"
        hidden = "channel" if walk == "pages" else "step"
        return [
            field
            for field in super().picked
            if field.name != hidden and not (walk == "pages" and field.name == "conversion")
        ]


def told(brand, question: Question) -> Told:
    is_pages = question.choices["walk"] == "pages"
    answer = _of_pages(brand, question) if is_pages else _of_channels(brand, question)
    rows = [row for row in answer.rows if row["steps"]]
    names = _names(brand, rows, is_pages)
    direction, length = question.choices["direction"], int(question.choices["length"])
    met = answer.rows[0]["met"] if answer.rows else 0
    shown = [_row(row, names, direction, answer) for row in rows[:SHOWN]]
    left = met - sum(row["walks"] for row in rows[:SHOWN])
    if left:
        rest = {"name": _("All other ways"), "share": left / met, "rest": True}
        shown.append(rest | {"walks": counted(left, answer)})
    return Told(
        figures=_figures(answer, rows),
        columns=[
            Column("name", _("Path")),
            Column("walks", _("Visits") if is_pages else _("Orders"), "integer"),
            Column("share", _("Share"), "percent"),
            *([bounds_column()] if answer.one_in > 1 else []),
        ],
        rows=shown,
        total={
            "name": _("Everything that meets the step"),
            "walks": counted(met, answer),
            "share": None,
        },
        has_any=bool(met),
        answers=[answer],
        page={
            "flow": flow(answer.rows, names, direction, length, _end(is_pages, direction)),
            "suggestions": _suggestions(brand) if is_pages else [],
        },
        may_estimate=is_pages,
    )


def _figures(answer: Answer, rows: list[dict]) -> list[Figure]:
    first = answer.rows[0] if answer.rows else {"met": 0, "all_walks": 0, "met_between": None}
    commonest = rows[0] if rows else {"share": None, "share_between": None}
    every = _("of %s") % say.number(counted(first["all_walks"], answer))
    return [
        Figure("walks", first["met"], answer, every, first["met_between"]),
        Figure("commonest_path", commonest["share"], answer, between=commonest["share_between"]),
    ]


def _of_pages(brand, question: Question) -> Answer:
    step = question.choices["step"].strip()
    anchor = FunnelStep("page" if step.startswith("/") else "event", step) if step else None
    return asks_soon(
        brand,
        "page_paths",
        questions.page_paths,
        waits=question.waits,
        at_once=AT_ONCE,
        period=question.period,
        anchor=anchor,
        direction=question.choices["direction"],
        length=int(question.choices["length"]),
    )


def _of_channels(brand, question: Question) -> Answer:
    lake, placements = lake_of(brand), placements_table(brand)
    asked = {
        "period": question.period,
        "conversion": question.counted,
        "anchor": question.choices["channel"] or None,
        "direction": question.choices["direction"],
        "length": int(question.choices["length"]),
    }
    return remembered(
        lake,
        ("channel_paths", *asked.values(), digest_of(placements)),
        lambda: questions.channel_paths(lake, placements=placements, **asked),
    )


def _names(brand, rows: list[dict], is_pages: bool) -> dict[str, str]:
    steps = {step for row in rows for step in row["steps"]}
    if is_pages:
        return {step: step or str(SCREEN) for step in steps}
    objects = objects_of(brand, "channel", steps)
    return {
        step: str(objects.get(step) or RESTS.get(step) or channel_group(step)) for step in steps
    }


def _row(row: dict, names: dict[str, str], direction: str, answer: Answer) -> dict:
    steps = [names[step] for step in row["steps"]]
    if row["goes_on"]:
        steps = [*steps, "…"] if direction == "from" else ["…", *steps]
    return {
        "name": " → ".join(steps),
        "walks": counted(row["walks"], answer),
        "share": row["share"],
        "span": span(row["between"]),
    }


def _end(is_pages: bool, direction: str) -> dict[str, str]:
    """What stands where a walk has no further step."""
    if is_pages:
        return {END: _("End of the visit") if direction == "from" else _("Start of the visit")}
    return {END: _("Order") if direction == "from" else _("First touch")}


def _suggestions(brand) -> list[str]:
    since = timezone.localdate() - LATELY
    lake = lake_of(brand)
    return [*page_paths(lake, since), *(name.name for name in event_names(lake, since))]

"""The card of one piece as its page shows it."""

from math import log1p

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour.told import Told
from drumbeat.insight.content_results.card import (
    FADES_FROM_DAYS,
    Card,
    Place,
    decay_of,
    fatigue_of,
)
from drumbeat.insight.content_results.page import figures, origin
from drumbeat.insight.content_results.table import sums_columns, sums_row
from drumbeat.insight.results.chart import day_ticks, panel
from drumbeat.ui.templatetags import format as say


def told_card(card: Card, *, with_money: bool) -> Told:
    reading = card.reading
    if card.piece is None:
        return Told([], [], [], False, [reading.answer])
    places, days = card.places, card.touches_by_day
    money = {"kind": "money", "currency": card.asset.brand.currency}
    columns = [
        Column("name", _("Placement")),
        Column("channel", _("Channel")),
        Column("version", _("Version"), "integer"),
        Column("starts_on", _("From"), "date"),
        *sums_columns(reading, money, with_money),
    ]
    return Told(
        figures=figures(reading, card.piece.sums, []),
        columns=columns,
        rows=[_row(place) for place in places],
        total={"name": _("The whole piece")} | sums_row(card.piece.sums),
        has_any=True,
        answers=[one for one in (reading.answer, reading.steps_answer, card.days) if one],
        page={
            "piece": card.piece,
            "chain": _chain(card),
            "line": panel(days, is_open=card.period.end >= card.today),
            "ticks": day_ticks(card.period.days),
            "marks": _marks(places, card.period),
            "decay": decay_of(card.period.days, days, card.faded_before, card.rules),
            "fatigue": fatigue_of(
                card.asset, [place.pin.placement_id for place in places], card.rules
            ),
            "channels": _channels(places),
            "rules": card.rules,
            "fading_from_days": FADES_FROM_DAYS,
            **origin(reading),
        },
    )


def _row(place: Place) -> dict:
    placement = place.pin.placement
    return {
        "name": str(placement),
        "url": placement.get_absolute_url(),
        "channel": str(placement.channel),
        "version": place.pin.version.number,
        "starts_on": placement.starts_on,
        **sums_row(place.sums),
    }


def _chain(card: Card) -> list[dict]:
    """Bars grow with the logarithm: a million shown and a hundred bought fit one picture."""
    steps = card.chain
    widest = log1p(max((step.value for step in steps), default=0)) or 1
    return [
        {"step": step, "width": f"{100 * log1p(max(step.value, 0)) / widest:.1f}"} for step in steps
    ]


def _marks(places: list[Place], period) -> list[dict]:
    """The first day in the period on which each version was out."""
    firsts: dict[int, object] = {}
    for place in places:
        firsts.setdefault(place.pin.version.number, place.pin.placement.starts_on)
    length = len(period.days)
    return [
        {
            "x": f"{100 * ((day - period.start).days + 0.5) / length:.2f}",
            "label": _("v%s") % number,
        }
        for number, day in firsts.items()
        if period.start <= day <= period.end
    ]


def _channels(places: list[Place]) -> list[dict]:
    sums: dict[str, int] = {}
    for place in places:
        name = str(place.pin.placement.channel)
        sums[name] = sums.get(name, 0) + place.sums.touches
    ordered = sorted(sums.items(), key=lambda pair: -pair[1])
    return [
        {"label": name, "value": touches, "text": say.number(touches), "tone": "insight"}
        for name, touches in ordered
    ]

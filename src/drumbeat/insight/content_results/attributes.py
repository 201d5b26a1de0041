"""What pieces with something in common brought together, and whether they differ from the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.content.kinds import KINDS
from drumbeat.content.library.forms import HUES, SHAPES
from drumbeat.content.models import ContentPillar, Tag, Topic
from drumbeat.content.planning.models import STAGES
from drumbeat.formats.columns import Column
from drumbeat.insight.behaviour.asking import Question
from drumbeat.insight.behaviour.told import Told
from drumbeat.insight.content_results.asking import ATTRIBUTES
from drumbeat.insight.content_results.page import figures, origin
from drumbeat.insight.content_results.pieces import Piece, Pieces
from drumbeat.insight.content_results.sums import Sums, rates_differ
from drumbeat.insight.content_results.table import sums_columns, sums_row
from drumbeat.insight.content_results.traits import by_file, by_tag
from drumbeat.people.members.models import LANGUAGES
from drumbeat.people.records import in_language
from drumbeat.strategy.models import Audience, KeyMessage
from drumbeat.ui.templatetags import format as say

# (up to so many characters, name), of the text that is on the placement.
LENGTHS = [
    (0, gettext_lazy("No text: a file")),
    (50, gettext_lazy("Up to 50 characters")),
    (300, gettext_lazy("51–300 characters")),
    (1500, gettext_lazy("301–1,500 characters")),
    (None, gettext_lazy("Longer")),
]
_NAMED = {"pillar": ContentPillar, "topic": Topic, "audience": Audience, "message": KeyMessage}
_CHOSEN = {
    "format": dict(KINDS),
    "stage": dict(STAGES),
    "language": dict(LANGUAGES),
    "shape": dict(SHAPES),
    "hue": dict(HUES),
}
_OF = {"format": "kind"}
_MISSING = {
    "tag": gettext_lazy("No tag"),
    "shape": gettext_lazy("No shape known"),
    "hue": gettext_lazy("No colour known"),
}
OVERLAP = {"tag"}
"""A piece counts in several of these rows as a whole, so they do not add up."""
NOTES = {
    "tag": gettext_lazy(
        "A piece with several tags counts in each of them: these rows overlap and do not add up."
    ),
    "shape": gettext_lazy(
        "From the file of the version that was placed. What is no picture and no film, or was not read, has no shape."
    ),
    "hue": gettext_lazy(
        "The colour that fills most of the file of the version that was placed. What is no picture and no film, or was not read, has none."
    ),
}


@dataclass
class Group:
    """Pieces that share a value. differs: from all others together, None where that cannot be
    told."""

    key: str
    name: str
    pieces: int
    sums: Sums
    differs: bool | None = None


def groups_of(reading: Pieces, by: str) -> list[Group]:
    """The groups, most touches first; what has no value is one of them, the last."""
    found: dict[str, Group] = {}
    for key, sums in _shares(reading, by):
        group = found.setdefault(key, Group(key, "", 0, Sums()))
        group.pieces += 1
        group.sums.add(sums)
    whole = _whole(reading)
    names = _names(reading.brand, by, list(found))
    for group in found.values():
        group.name = names.get(group.key) or str(_MISSING.get(by, _("Not set")))
        rest = whole.less(group.sums)
        group.differs = rates_differ(
            group.sums.next_interval(bool(reading.steps)), rest.next_interval(bool(reading.steps))
        )
    return sorted(found.values(), key=lambda one: (not one.key, -one.sums.touches, one.name))


def _whole(reading: Pieces) -> Sums:
    """Of every piece once, however many groups it is in."""
    sums = Sums()
    for piece in reading.all:
        sums.add(piece.sums)
    return sums


def _shares(reading: Pieces, by: str) -> Iterable[tuple[str, Sums]]:
    """What each piece brought to each of its values (at most one query)."""
    if by == "tag":
        return by_tag(reading)
    if by in ("shape", "hue"):
        return by_file(reading, by)
    return (share for piece in reading.all for share in _own_shares(piece, by))


def _own_shares(piece: Piece, by: str) -> list[tuple[str, Sums]]:
    if by == "audience":
        return list(piece.by_audience.items())
    if by == "length":
        return [(_length(piece.letters), piece.sums)]
    return [(getattr(piece, _OF.get(by, by)), piece.sums)]


def _length(letters: int) -> str:
    return next(str(most) for most, _name in LENGTHS if most is None or letters <= most)


def _names(brand, by: str, keys: list[str]) -> dict[str, str]:
    """What the values are called (at most one query)."""
    if by == "length":
        return {str(most): str(name) for most, name in LENGTHS}
    if by in _CHOSEN:
        return {key: str(name) for key, name in _CHOSEN[by].items()}
    if by == "tag":
        return dict(Tag.objects.of(brand).filter(pk__in=keys).values_list("pk", "name"))
    found = _NAMED[by].objects.filter(brand=brand, pk__in=keys).order_by()
    rows = found.values_list("pk", "title_en", "title_zh")
    return {pk: in_language(english, chinese) for pk, english, chinese in rows}


def told_attributes(brand, question: Question, *, with_money: bool) -> Told:
    reading, by = Pieces(brand, question), question.choices["by"]
    groups, whole = groups_of(reading, by), _whole(reading)
    money = {"kind": "money", "currency": brand.currency}
    columns = [
        Column("name", str(ATTRIBUTES[by])),
        Column("pieces", _("Pieces"), "integer"),
        *sums_columns(reading, money, with_money),
        Column("between", _("Next step, interval")),
        Column("differs", _("Against all others")),
    ]
    return Told(
        figures=figures(reading, whole, [_("%s pieces") % say.number(len(reading.all))]),
        columns=columns,
        rows=[_row(group, bool(reading.steps)) for group in groups],
        total={"name": _("All pieces together"), "pieces": len(reading.all)} | sums_row(whole),
        has_any=bool(groups),
        answers=[one for one in (reading.answer, reading.steps_answer) if one],
        note=str(NOTES.get(by, "")),
        adds_up=by not in OVERLAP,
        page={
            "ranges": ranges(groups, bool(reading.steps)),
            "bars": _bars(groups, by),
            "by": by,
            **origin(reading),
        },
    )


DIFFERS = {
    True: gettext_lazy("differs"),
    False: gettext_lazy("may be chance"),
    None: gettext_lazy("too few to say"),
}


def _row(group: Group, with_leads: bool) -> dict:
    within = group.sums.next_interval(with_leads)
    return {
        "name": group.name,
        "rest": not group.key,
        "pieces": group.pieces,
        **sums_row(group.sums),
        "between": f"{say.percent(within[0])}–{say.percent(within[1])}" if within else "",
        "differs": str(DIFFERS[group.differs]),
    }


def ranges(groups: list[Group], with_leads: bool, most: int = 12) -> list[dict]:
    """The next-step rate of each group with its interval, per cent of the drawing."""
    told = [(one, one.sums.next_interval(with_leads)) for one in groups]
    told = [(one, within) for one, within in told if within][:most]
    top = max((within[1] for _one, within in told), default=0) or 1
    return [
        {
            "key": one.key,
            "name": one.name,
            "low": f"{100 * low / top:.2f}",
            "width": f"{max(100 * (high - low) / top, 0.6):.2f}",
            "rate": f"{100 * one.sums.next_rate(with_leads) / top:.2f}",
            "text": say.percent(one.sums.next_rate(with_leads)),
            "differs": one.differs,
        }
        for one, (low, high) in told
    ]


def _bars(groups: list[Group], by: str, most: int = 12) -> list[dict]:
    """Bars of colours are drawn in their own."""
    return [
        {
            "label": one.name,
            "value": one.sums.touches,
            "text": say.number(one.sums.touches),
            "tone": f"hue-{one.key}" if by == "hue" and one.key else "insight",
            "unknown": not one.key,
        }
        for one in groups[:most]
    ]

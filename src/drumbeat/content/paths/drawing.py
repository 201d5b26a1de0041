"""A path as a drawing: steps as boxes, what is promised and what share goes on at the arrows.

Wide, the line runs from left to right, four steps a row; narrow, from top to bottom. What was
measured is said in the same places by the room that knows it (`Said`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from drumbeat.content.paths.models import PathStep
from drumbeat.content.paths.queries import exits_of, line_of
from drumbeat.content.paths.wrapping import wrapped
from drumbeat.ui.templatetags.format import percent

A_ROW = 4


@dataclass(frozen=True)
class Said:
    """What stands at one step. entered: who came, in words. rate: the share that goes on, beneath
    it `note`. tone: good, urgent, quiet or nothing."""

    rate: str
    entered: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Text:
    x: int
    y: int
    words: str
    looks: str = ""


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    looks: str
    texts: list[Text]


@dataclass(frozen=True)
class Arrow:
    path: str
    looks: str
    texts: list[Text]


@dataclass
class Map:
    width: int
    height: int = 0
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)


def planned(steps: list[PathStep]) -> dict[str, Said]:
    """By step: its target, as long as nothing is measured."""
    return {
        step.pk: Said(percent(step.target_rate), note=_("target"))
        for step in steps
        if step.target_rate is not None
    }


def maps(steps: list[PathStep], said: Mapping[str, Said]) -> dict[str, Map]:
    """The two drawings of a path, for pages that have room and for those that have none."""
    return {"wide": wide(steps, said), "narrow": narrow(steps, said)} if steps else {}


BOX, TALL, GAP = 176, 120, 128
EXIT_TALL, EXIT_GAP, GUTTER = 48, 12, 64


def wide(steps: list[PathStep], said: Mapping[str, Said]) -> Map:
    line, exits = line_of(steps), exits_of(steps)
    columns = min(len(line), A_ROW)
    drawn = Map(width=columns * BOX + (columns - 1) * GAP + (28 if len(line) > A_ROW else 4))
    top = 2
    for start in range(0, len(line), A_ROW):
        row = line[start : start + A_ROW]
        most = max(len(exits.get(step.pk, ())) for step in row)
        bottom = top + TALL + most * (EXIT_TALL + EXIT_GAP)
        for place, step in enumerate(row):
            x = 2 + place * (BOX + GAP)
            number = start + place
            drawn.boxes.append(_box(step, number + 1, x, top, BOX, TALL, said))
            _exits(drawn, exits.get(step.pk, ()), x + 12, x + 28, BOX - 28, top + TALL, said)
            if number == len(line) - 1:
                continue
            if place < A_ROW - 1:
                drawn.arrows.append(_across(step, x + BOX, top + TALL // 2, said))
            else:
                drawn.arrows.append(_next_row(step, x + BOX, top, bottom, said))
        drawn.height = bottom + 2
        top = bottom + GUTTER
    return drawn


def _across(step, x, y, said) -> Arrow:
    middle = x + GAP // 2
    promise = wrapped(step.promise, 19, 3)
    texts = [
        Text(middle, y - 10 - 15 * (len(promise) - 1 - n), words, "mid promise")
        for n, words in enumerate(promise)
    ]
    below = y + 20
    for words in wrapped(step.call_to_action, 19, 1):
        texts.append(Text(middle, below, words, "mid act"))
        below += 19
    texts += _rate(said.get(step.pk), middle, below, "mid")
    return Arrow(f"M{x + 4} {y}H{x + GAP - 4}", _tone(said, step), texts)


def _rate(told, x, y, anchor) -> list[Text]:
    if told is None:
        return []
    texts = [Text(x, y, told.rate, f"{anchor} rate {told.tone}")]
    if told.note:
        texts.append(Text(x, y + 15, told.note, f"{anchor} small"))
    return texts


def _tone(said, step) -> str:
    return said[step.pk].tone if step.pk in said else ""


def _next_row(step, x, top, bottom, said) -> Arrow:
    """From the end of a row down and back to the beginning of the next one."""
    gutter, first = bottom + GUTTER // 2 + 6, 2 + BOX // 2
    path = f"M{x} {top + TALL // 2}h14V{gutter}H{first}V{bottom + GUTTER - 4}"
    words = " · ".join(part for part in (step.promise, step.call_to_action) if part)
    texts = [Text(first + 16, gutter - 8, line, "promise") for line in wrapped(words, 90, 1)]
    told = said.get(step.pk)
    if told:
        texts.append(Text(x, gutter - 8, f"{told.rate} {told.note}", f"end rate {told.tone}"))
    return Arrow(path, _tone(said, step), texts)


def _box(step, number, x, y, width, height, said) -> Box:
    units = (width - 20) // 8
    name = wrapped(f"{number}. {step}", units, 2)
    texts = [Text(x + 10, y + 22 + 18 * n, words, "name") for n, words in enumerate(name)]
    about = f"{step.get_kind_display()} · {step.counted_in_words}"
    below = y + 24 + 18 * len(name)
    texts += [Text(x + 10, below, words, "small") for words in wrapped(about, units + 5, 1)]
    told = said.get(step.pk)
    if told and told.entered:
        texts.append(Text(x + 10, y + height - 12, told.entered, "entered"))
    return Box(x, y, width, height, "", texts)


def _exits(drawn, exits, trunk, x, width, top, said) -> None:
    """Side exits beneath their step, each on a branch of its own."""
    for number, step in enumerate(exits):
        y = top + EXIT_GAP + number * (EXIT_TALL + EXIT_GAP)
        texts = [Text(x + 10, y + 19, words, "") for words in wrapped(str(step), width // 8, 1)]
        if told := said.get(step.pk):
            words = " ".join(part for part in (told.rate, told.note, told.entered) if part)
            texts.append(Text(x + 10, y + 37, words, f"small {told.tone}"))
        drawn.boxes.append(Box(x, y, width, EXIT_TALL, "exit", texts))
        drawn.arrows.append(Arrow(f"M{trunk} {top}V{y + EXIT_TALL // 2}H{x - 4}", "side", []))


NARROW = 340


def narrow(steps: list[PathStep], said: Mapping[str, Said]) -> Map:
    line, exits = line_of(steps), exits_of(steps)
    drawn = Map(width=NARROW)
    tall = 92 if any(one.entered for one in said.values()) else 72
    top = 2
    for number, step in enumerate(line):
        drawn.boxes.append(_box(step, number + 1, 2, top, NARROW - 4, tall, said))
        leaving = exits.get(step.pk, ())
        below = top + tall
        _exits(drawn, leaving, 14, 40, NARROW - 42, below, said)
        foot = below + len(leaving) * (EXIT_TALL + EXIT_GAP)
        drawn.height = foot + 2
        if step is not line[-1]:
            top = foot + 88
            drawn.arrows.append(_down(step, below, foot, top, said))
    return drawn


def _down(step, start, foot, end, said) -> Arrow:
    texts = [
        Text(32, foot + 22 + 16 * n, words, "promise")
        for n, words in enumerate(wrapped(step.promise, 44, 2))
    ]
    texts += [Text(32, foot + 62, words, "act") for words in wrapped(step.call_to_action, 24, 1)]
    if told := said.get(step.pk):
        texts.append(
            Text(NARROW - 4, foot + 62, f"{told.rate} {told.note}", f"end rate {told.tone}")
        )
    return Arrow(f"M14 {start}V{end - 4}", _tone(said, step), texts)

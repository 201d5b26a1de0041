"""Columns over units of time, each a stack of parts: values in, per cent of the drawing out."""

from collections.abc import Sequence
from dataclasses import dataclass

from drumbeat.insight.results.chart import Tick, nice_top


@dataclass(frozen=True)
class Part:
    tone: str
    y: str
    height: str


@dataclass(frozen=True)
class Stack:
    """One column. says: its parts in words."""

    x: str
    width: str
    parts: list[Part]
    says: str


@dataclass(frozen=True)
class Stacks:
    stacks: list[Stack]
    ticks: list[Tick]


def stacks(columns: Sequence[dict[str, float]], says: Sequence[str], ticks: int = 2) -> Stacks:
    """columns: the parts of each column, {tone: value ≥ 0}, the lowest first."""
    top = nice_top(max((sum(parts.values()) for parts in columns), default=0)) or 1
    room = 100 / max(len(columns), 1)
    drawn = []
    for index, (parts, words) in enumerate(zip(columns, says, strict=True)):
        floor, made = 0.0, []
        for tone, value in parts.items():
            made.append(
                Part(tone, f"{100 - (floor + value) / top * 100:.2f}", f"{value / top * 100:.2f}")
            )
            floor += value
        drawn.append(Stack(f"{room * (index + 0.14):.3f}", f"{room * 0.72:.3f}", made, words))
    marks = [top * step / ticks for step in range(ticks + 1)]
    return Stacks(drawn, [Tick(f"{100 - mark / top * 100:.2f}", mark) for mark in marks])

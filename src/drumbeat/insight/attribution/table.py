"""The table of all models as the page writes it: cells in words, each with what marks it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from drumbeat.insight.attribution.comparison import Comparison, Line
from drumbeat.insight.attribution.picture import Bar, bars
from drumbeat.ui.templatetags import format as say


@dataclass(frozen=True)
class Cell:
    """tone: `chosen`, `lowest`, `highest` or nothing. behind: the query of the rows behind it."""

    text: str
    tone: str = ""
    behind: str = ""


@dataclass(frozen=True)
class Shown:
    line: Line
    bar: Bar
    cells: list[Cell]
    span: str


def table(comparison: Comparison) -> list[Shown]:
    """All rows of the comparison, rests last."""
    query = comparison.asked.query()
    return [
        Shown(line, bar, _cells(line, comparison, query), span(line, comparison))
        for line, bar in zip(comparison.rows, bars(comparison), strict=True)
    ]


def totals(comparison: Comparison) -> list[Cell]:
    chosen = comparison.asked.model
    return [
        Cell(amount(value, comparison), "chosen" if model == chosen else "")
        for model, value in comparison.totals.items()
    ]


def _cells(line: Line, comparison: Comparison, query: str) -> list[Cell]:
    chosen, edges = comparison.asked.model, {}
    if line.spread:
        edges = {line.lowest_model: "lowest", line.highest_model: "highest"}
    only = {"label": line.rest} if line.rest else {"key": line.key}
    return [
        Cell(
            amount(value, comparison),
            "chosen" if model == chosen else edges.get(model, ""),
            f"{query}&{urlencode(only)}" if model == chosen and value else "",
        )
        for model, value in line.credits.items()
    ]


def span(line: Line, comparison: Comparison) -> str:
    """“¥3,200 – ¥4,100”, or the one amount of all models."""
    low, high = amount(line.lowest, comparison), amount(line.highest, comparison)
    return low if low == high else f"{low} – {high}"


def amount(value: float, comparison: Comparison) -> str:
    """What a model credits a row with: money in whole units, or orders, parts with one decimal."""
    if comparison.asked.measure == "revenue":
        return say.money_whole(round(value), comparison.currency)
    return say.number(value, 0 if abs(value - round(value)) < 0.05 else 1)

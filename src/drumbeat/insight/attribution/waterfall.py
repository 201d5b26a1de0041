"""A change as steps from one total to the other. Everything is in units of WIDTH × HEIGHT."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.insight.attribution.change import EFFECTS, Change
from drumbeat.insight.attribution.words import NAMES, signed_whole
from drumbeat.insight.results.chart import nice_top
from drumbeat.ui.templatetags import format as say

WIDTH, HEIGHT = 1080, 330
TOP, BOTTOM = 34, 276
COLUMN, BAR = 150, 92


@dataclass(frozen=True)
class Step:
    """One bar. tone: `whole` for the two totals, `up`, `down` or `flat` for what lies between."""

    name: str
    amount: str
    tone: str
    x: str
    middle: str
    y: str
    height: str
    amount_y: str
    link: str


@dataclass(frozen=True)
class Waterfall:
    """cut: whether the scale begins above zero, to let the steps be seen."""

    steps: list[Step]
    base: str
    cut: bool
    width: int = WIDTH
    height: int = HEIGHT
    bar: int = BAR


def waterfall(change: Change) -> Waterfall:
    before, after = change.total.before.revenue_minor, change.total.after.revenue_minor
    effects = [(name, change.total.effects[name]) for name in EFFECTS]
    levels = [before]
    for _name, minor in effects:
        levels.append(levels[-1] + minor)
    floor, top = _scale([*levels, after])

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - floor) / (top - floor)

    money = say.money_whole
    parts = [(_("Before"), money(before, change.currency), "whole", max(floor, 0), before)]
    for (name, minor), start, end in zip(effects, levels, levels[1:], strict=False):
        tone = "up" if minor > 0 else "down" if minor < 0 else "flat"
        amount = signed_whole(minor, change.currency)
        parts.append((str(NAMES[name]), amount, tone, start, end))
    parts.append((_("After"), money(after, change.currency), "whole", max(floor, 0), after))
    steps = []
    for n, (name, amount, tone, start, end) in enumerate(parts):
        high, low = y(max(start, end)), y(min(start, end))
        x = n * COLUMN + (COLUMN - BAR) / 2
        steps.append(
            Step(
                name,
                amount,
                tone,
                f"{x:.1f}",
                f"{x + BAR / 2:.1f}",
                f"{high:.1f}",
                f"{max(low - high, 1.5):.1f}",
                f"{high - 9:.1f}",
                f"M{x + BAR:.1f} {y(end):.1f}H{x + COLUMN:.1f}" if n < len(parts) - 1 else "",
            )
        )
    return Waterfall(steps, f"{y(max(floor, 0)):.1f}", floor > 0)


def _scale(levels: list[float]) -> tuple[float, float]:
    """From zero, unless the steps were too small to see: then from a round value below them."""
    low, high = min(levels), max(levels)
    if low > 0.5 * high > 0:
        step = nice_top((high - low) or high / 10)
        floor = max((low - step) // step * step, 0)
        return floor, high
    return min(low, 0), max(high, 0) or 1

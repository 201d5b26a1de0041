"""Shares of voice out of readings: each measure by itself, a share only among those measured.

Pure: values in, shares and coordinates out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT = 1080, 236
LEFT, RIGHT, TOP, BOTTOM = 44, 36, 12, 202


@dataclass(frozen=True)
class Share:
    """One brand in one month. share: 0–1 of all brands measured; None when nothing was heard."""

    value: Decimal
    share: float | None


@dataclass(frozen=True)
class Series:
    """One measure over months, those without a reading too. shares: by competitor id and month; measured: how many brands a
    month, of `of` that are in the register.
    """

    months: list[date]
    shares: dict[tuple[str, date], Share]
    measured: dict[date, int]
    of: int


def series(readings: Iterable, of: int) -> Series:
    """readings: with `competitor_id`, `month`, `value`, all of one measure and one unit."""
    totals: dict[date, Decimal] = defaultdict(Decimal)
    heard = {(one.competitor_id, one.month): one.value for one in readings}
    measured: dict[date, int] = defaultdict(int)
    for (_competitor, month), value in heard.items():
        totals[month] += value
        measured[month] += 1
    shares = {
        (competitor, month): Share(value, float(value / totals[month]) if totals[month] else None)
        for (competitor, month), value in heard.items()
    }
    months = _every_month(min(totals), max(totals)) if totals else []
    return Series(months, shares, {month: measured[month] for month in months}, of)


def _every_month(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = range(first.month - 1, first.month - 1 + count)
    return [date(first.year + number // 12, number % 12 + 1, 1) for number in numbers]


@dataclass(frozen=True)
class Line:
    """A brand's shares as an SVG path with gaps where it was not measured, and its dots."""

    competitor: object
    path: str
    dots: list[tuple[float, float, date, float]]
    tone: int


@dataclass(frozen=True)
class Picture:
    lines: list[Line]
    across: list[tuple[float, date]]
    up: list[tuple[float, float]]
    width: int = WIDTH
    height: int = HEIGHT


def picture(found: Series, competitors: Sequence) -> Picture:
    """Lines of shares on one scale from zero to the next round share above the highest."""
    shares = [one.share for one in found.shares.values() if one.share is not None]
    top = next(step for step in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if max(shares, default=0) <= step)
    xs = {month: _across(place, len(found.months)) for place, month in enumerate(found.months)}

    def y(share: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * share / top, 1)

    lines = []
    for tone, competitor in enumerate(competitors):
        runs: list[list[tuple[float, float]]] = [[]]
        dots = []
        for month in found.months:
            heard = found.shares.get((competitor.pk, month))
            if heard is None or heard.share is None:
                runs.append([])
                continue
            point = (xs[month], y(heard.share))
            runs[-1].append(point)
            dots.append((*point, month, heard.share))
        path = "".join("M" + "L".join(f"{x} {y}" for x, y in run) for run in runs if run)
        if path:
            lines.append(Line(competitor, path, dots, tone % 6 + 1))
    stride = max(-(-len(found.months) // 8), 1)
    return Picture(
        lines,
        [(xs[month], month) for month in found.months[::stride]],
        [(y(top * step / 2), top * step / 2) for step in range(3)],
    )


def _across(place: int, count: int) -> float:
    inner = WIDTH - LEFT - RIGHT
    return round(LEFT + inner * (place / (count - 1) if count > 1 else 0.5), 1)

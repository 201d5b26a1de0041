"""What a platform's spend export looks like, as data, and which layout a header row fits."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from ..tabular import ENOUGH_HITS, read_header

# First cell of a totals row. A campaign may well be called “Total Fitness”, hence the endings.
TOTALS = (
    r"(grand |overall )?totals?\s*([:：].*|of\b.*)?|summary|"
    r"(总计|合计|汇总)([/、](总计|合计))?\s*([:：(（].*)?|(总计|合计)?\s*共\s*\d+\s*条.*"
)
SUBTOTALS = r"sub-?total.*|小计.*|本页合计.*"


@dataclass(frozen=True, eq=False)
class Layout:
    """One platform's export.

    `columns`: canonical field → header names, the preferred first. `breakdowns`: header names that
    split an ad's day further. `also`: headers we recognise but do not read. `settles_in`: the one
    currency the platform bills in, None when the file has to say. `part_totals`: totals rows that
    cover only part of the file. `clock`: to which day conversions are booked: touch, conversion
    or activation; `clock_headers` and `clock_preamble` override it.
    """

    key: str
    platform_en: str
    platform_zh: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...] = ("date", "campaign", "spend")
    breakdowns: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    settles_in: str | None = None
    totals: str = TOTALS
    part_totals: str = SUBTOTALS
    blank_name_is_total: bool = False
    clock: str = "touch"
    clock_headers: Mapping[str, str] = field(default_factory=dict)
    clock_preamble: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def headers(self) -> frozenset[str]:
        """Every header name this layout knows, as `read_header` spells it."""
        names = [name for aliases in self.columns.values() for name in aliases]
        return frozenset(read_header(n).name for n in (*names, *self.breakdowns, *self.also))

    def is_totals(self, label: str) -> bool:
        return re.fullmatch(f"{self.totals}|{self.part_totals}", label.strip(), re.I) is not None

    def is_part_total(self, label: str) -> bool:
        return re.fullmatch(self.part_totals, label.strip(), re.I) is not None


class Fit(NamedTuple):
    """How well a layout fits a header row. Rare headers weigh more: 日期 proves nothing."""

    score: float
    layout: Layout
    missing: tuple[str, ...]


def match_columns(layout: Layout, headers: Sequence[str]) -> dict[str, int]:
    """Canonical field → column index; of several candidates the layout's preferred name wins."""
    position: dict[str, int] = {}
    for index, header in enumerate(headers):
        position.setdefault(read_header(header).name, index)
    columns = {
        name: found[0]
        for name, aliases in layout.columns.items()
        if (found := [position[n] for a in aliases if (n := read_header(a).name) in position])
    }
    if "date" in columns:
        # A day column beats the reporting period that stands beside it.
        columns.pop("date_start", None)
        columns.pop("date_end", None)
    elif "date_start" in columns:
        columns["date"] = columns.pop("date_start")
    return columns


def rank(headers: Sequence[str], layouts: Sequence[Layout]) -> list[Fit]:
    """All layouts with at least one hit, best fit first."""
    weight = _weights(tuple(layouts))
    present = {read_header(header).name for header in headers if header}
    fits = []
    for layout in layouts:
        known = present & layout.headers
        if known:
            missing = tuple(
                name for name in layout.required if name not in match_columns(layout, headers)
            )
            fits.append(Fit(sum(weight[name] for name in known), layout, missing))
    return sorted(fits, key=lambda fit: (-fit.score, fit.layout.key))


def complete(fits: Sequence[Fit], headers: Sequence[str]) -> list[Layout]:
    """The layouts that have all they require; several when the best of them tie."""
    present = {read_header(header).name for header in headers if header}
    able = [
        fit for fit in fits if not fit.missing and len(present & fit.layout.headers) >= ENOUGH_HITS
    ]
    return [fit.layout for fit in able if fit.score > able[0].score - 1e-9]


@cache
def _weights(layouts: tuple[Layout, ...]) -> dict[str, float]:
    count = Counter(name for layout in layouts for name in layout.headers)
    return {name: 1 / n for name, n in count.items()}

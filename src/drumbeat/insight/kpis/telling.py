"""Targets and actuals of a KPI tree in words, for the page and for files."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.formats.currencies import to_minor
from drumbeat.insight.kpis.actuals import Actuals, reached
from drumbeat.strategy.kpis.columns import in_words, unit_of
from drumbeat.strategy.kpis.models import COLUMNS, KpiNode
from drumbeat.strategy.metrics.measures import MEASURES


@dataclass(frozen=True)
class Pair:
    """One figure of one part. share: of the target that is reached, of what grows with the days;
    None for ratios. good: whether a ratio is where it should be, None where one side is unknown."""

    name: str
    target: str
    found: str
    share: float | None = None
    good: bool | None = None


@dataclass(frozen=True)
class Told:
    node: KpiNode
    depth: int
    rails: tuple[bool, ...]
    is_last: bool
    pairs: list[Pair]


def pairs(found: Actuals, currency: str) -> list[Told]:
    """Each part with its figures, target beside actual; nothing before the first day."""
    return [
        Told(
            target.node,
            target.depth,
            target.rails,
            target.is_last,
            [
                *(_sum(key, target, row, currency) for key in COLUMNS),
                *(_ratio(one, target, row, currency) for one in found.targets.ratios),
            ],
        )
        for target, row in found.rows
    ]


def _sum(key, target, row, currency) -> Pair:
    wanted, there, unit = target.cells[key], row.cells[key], unit_of(key)
    return Pair(
        str(MEASURES[key].name),
        in_words(wanted.value, unit, currency),
        in_words(there.value, unit, currency),
        reached(wanted, there),
    )


def _ratio(one, target, row, currency) -> Pair:
    wanted, there = target.ratios[one.key], row.ratios[one.key]
    good = None
    if wanted is not None and there is not None:
        good = there <= wanted if one.direction == "down" else there >= wanted
    return Pair(
        str(one.short),
        in_words(wanted, one.unit, currency),
        in_words(there, one.unit, currency),
        good=good,
    )


def part_so_far(found: Actuals, currency: str) -> dict[str, tuple[float, str, float]]:
    """By node id: the share of its orders that are there, in words too, and the pace."""
    told = {}
    for target, row in found.rows:
        share = reached(target.cells["orders"], row.cells["orders"])
        if share is not None:
            there = in_words(row.cells["orders"].value, "count", currency)
            told[target.node.pk] = (share, _("%s so far") % there, found.pace)
    return told


def actuals_table(found: Actuals) -> tuple[list[Column], list[dict]]:
    """A row a part: each figure's target and actual side by side."""
    currency = found.targets.tree.brand.currency
    columns = [Column("part", _("Part")), Column("depth", _("Depth"), "integer")]
    for key in COLUMNS:
        kind = "money" if unit_of(key) == "money" else "amount"
        for side, name in _sides(MEASURES[key].name):
            columns.append(Column(f"{key}_{side}", name, kind, currency=currency))
    for one in found.targets.ratios:
        columns += [Column(f"{one.key}_{side}", name, "ratio") for side, name in _sides(one.name)]
    rows = []
    for target, row in found.rows or [(row, None) for row in found.targets.rows]:
        told = {"part": str(target.node), "depth": target.depth}
        for side, which in (("target", target), ("actual", row)):
            if which is not None:
                told |= _figures(which, side, found.targets.ratios, currency)
        rows.append(told)
    return columns, rows


def _sides(name):
    return ("target", _("%s: target") % name), ("actual", _("%s: actual") % name)


def _figures(row, side, ratios, currency) -> dict:
    sums = {
        f"{key}_{side}": to_minor(cell.value, currency)
        if unit_of(key) == "money"
        else float(cell.value)
        for key, cell in row.cells.items()
        if cell.value is not None
    }
    return sums | {
        f"{one.key}_{side}": float(row.ratios[one.key])
        for one in ratios
        if row.ratios[one.key] is not None
    }

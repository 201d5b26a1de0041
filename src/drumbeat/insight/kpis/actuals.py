"""What a KPI tree's targets turned out to be: measured part by part, by the same formulas."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from drumbeat.insight.metrics.measuring import BRAND, Measuring, Scope
from drumbeat.strategy.kpis.models import COLUMNS, KpiNode
from drumbeat.strategy.kpis.queries import Reading, Row, Sheet
from drumbeat.strategy.kpis.tying import Cell
from drumbeat.warehouse.questions import Period


@dataclass(frozen=True)
class Actuals:
    """targets and found: the same rows and columns. found: None before the first day, and its
    cells are unknown where the lake cannot tell. pace: share of the days gone by, 0–1."""

    targets: Sheet
    found: Sheet | None
    period: Period | None
    pace: float
    freshness: datetime | None

    @property
    def rows(self) -> list[tuple[Row, Row]]:
        """(target, found), in tree order."""
        return list(zip(self.targets.rows, self.found.rows, strict=True)) if self.found else []


def actuals(reading: Reading, span, today: date) -> Actuals:
    """The tree's targets of one period (or of the whole time, span None) beside what was measured
    so far. At most six questions to the lake and twelve queries."""
    tree, targets = reading.tree, reading.sheet(span)
    first, last = (span or tree).starts_on, (span or tree).ends_on
    if today < first:
        return Actuals(targets, None, None, 0.0, None)
    brand = tree.brand
    period = Period(first, min(last, today), brand.time_zone)
    measuring = Measuring(brand, reading.vocabulary)
    found = {}
    for node in reading.nodes:
        if (scope := scope_of(node)) is not None:
            found |= _measured(measuring, node, scope, period)
    return Actuals(
        targets,
        _without_free(reading, reading.sheet(span, found)),
        period,
        ((min(last, today) - first).days + 1) / ((last - first).days + 1),
        measuring.freshness(BRAND, period),
    )


def _without_free(reading: Reading, sheet: Sheet) -> Sheet:
    """A ratio to a spend of nothing has no value, as everywhere: most often nobody has reported
    it yet."""
    costly = {
        one.key for one in sheet.ratios if "spend" in reading.vocabulary.bases_of(one.formula)
    }
    rows = [
        row if row.cells["spend"].value else replace(row, ratios=row.ratios | dict.fromkeys(costly))
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)


def scope_of(node: KpiNode) -> Scope | None:
    """Where a part's numbers are from; None where they are those of its parts, or of nobody."""
    match node.measured_by:
        case "brand":
            return BRAND
        case "channels":
            return Scope("channels", tuple(node.channel_groups))
        case "campaign":
            return Scope("campaign", (node.campaign_id,))
    return None


def _measured(measuring, node, scope, period) -> dict[tuple[str, str], Decimal]:
    values = {key: measuring.value(key, scope, period) for key in COLUMNS}
    return {
        (node.pk, key): Decimal(value.numerator) / value.denominator
        for key, value in values.items()
        if value is not None
    }


def reached(target: Cell, found: Cell) -> float | None:
    """Share of the target that is there; None where either is unknown or nothing was wanted."""
    if not target.value or found.value is None:
        return None
    return float(found.value / target.value)

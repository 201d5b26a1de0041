"""What KPI screens read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from drumbeat.strategy.kpis.columns import Ratio, in_words, ratios_of, unit_of, work_out
from drumbeat.strategy.kpis.models import COLUMNS, KpiNode, KpiTarget, KpiTree
from drumbeat.strategy.kpis.periods import Span, spans
from drumbeat.strategy.kpis.tying import Cell, Cells, tied
from drumbeat.strategy.metrics.measures import MEASURES
from drumbeat.strategy.metrics.queries import vocabulary
from drumbeat.strategy.metrics.vocabulary import Vocabulary

Typed = dict[tuple[str, str], Decimal]
"""By node id and measure."""


@dataclass(frozen=True)
class Row:
    """A node in tree order with its cells and ratios. share: of the orders of what it is part
    of, None where either has none. rails, is_last: how its branch is drawn."""

    node: KpiNode
    depth: int
    rails: tuple[bool, ...]
    is_last: bool
    cells: Cells
    ratios: dict[str, Fraction | None]
    share: Decimal | None

    @property
    def ties(self) -> bool:
        return all(cell.ties for cell in self.cells.values())


@dataclass(frozen=True)
class Sheet:
    """The targets of a tree in one period, or over the whole time (span None: added up)."""

    tree: KpiTree
    spans: list[Span]
    span: Span | None
    ratios: list[Ratio]
    rows: list[Row]

    @property
    def ties(self) -> bool:
        return all(row.ties for row in self.rows)


class Reading:
    """A tree as it is stored: nodes in tree order, targets, ratios (5 queries)."""

    def __init__(self, tree: KpiTree):
        self.tree = tree
        self.spans = spans(tree.starts_on, tree.ends_on, tree.grain)
        nodes = list(tree.nodes.current().select_related("owner__person", "campaign"))
        for node in nodes:
            node.tree = tree
        self.ordered = list(_in_order(_children(nodes), None, ()))
        self.nodes = [node for node, _rails, _last in self.ordered]
        self.vocabulary: Vocabulary = vocabulary(tree.brand)
        self.ratios = ratios_of(tree, list(tree.ratios.current()))
        self.typed: dict[date, Typed] = {span.starts_on: {} for span in self.spans}
        stored = KpiTarget.objects.filter(node__tree=tree, node__archived_at=None)
        for node, measure, day, value in stored.values_list(
            "node", "measure", "starts_on", "value"
        ):
            self.typed.setdefault(day, {})[node, measure] = value

    def sheet(self, span: Span | None, typed: Typed | None = None) -> Sheet:
        """One period, as stored or as `typed` just now; the whole time for None.

        With `typed` the span only names the days: so measured numbers, of the nodes that are
        measured themselves, make a sheet like targets do.
        """
        if typed is not None:
            cells = tied(self.nodes, typed, COLUMNS)
        elif span is None:
            cells = self._whole()
        else:
            cells = tied(self.nodes, self.typed[span.starts_on], COLUMNS)
        return Sheet(self.tree, self.spans, span, self.ratios, self._rows(cells))

    def sheets(self) -> list[Sheet]:
        return [self.sheet(span) for span in self.spans]

    def _whole(self) -> dict[str, Cells]:
        parts = [tied(self.nodes, self.typed[span.starts_on], COLUMNS) for span in self.spans]
        return {
            node.pk: {measure: _added(parts, node.pk, measure) for measure in COLUMNS}
            for node in self.nodes
        }

    def _rows(self, cells: dict[str, Cells]) -> list[Row]:
        return [
            Row(
                node,
                len(rails),
                rails,
                is_last,
                cells[node.pk],
                self.work_out({key: cell.value for key, cell in cells[node.pk].items()}),
                _share(cells, node),
            )
            for node, rails, is_last in self.ordered
        ]

    def work_out(self, sums: Mapping[str, Decimal | None]) -> dict[str, Fraction | None]:
        return work_out(self.ratios, self.vocabulary, sums)


def _children(nodes) -> dict[str | None, list[KpiNode]]:
    found: dict[str | None, list[KpiNode]] = {}
    for node in nodes:
        found.setdefault(node.parent_id, []).append(node)
    return found


def _in_order(children, parent_id, rails):
    siblings = children.get(parent_id, [])
    for node in siblings:
        is_last = node is siblings[-1]
        yield node, rails, is_last
        yield from _in_order(children, node.pk, (*rails, not is_last))


def _added(parts: list[dict[str, Cells]], node: str, measure: str) -> Cell:
    """A sum over periods is known where every period is."""
    values = [cells[node][measure].value for cells in parts]
    return Cell(parts=None if None in values else sum(values, Decimal(0)))


def _share(cells: dict[str, Cells], node: KpiNode) -> Decimal | None:
    if node.parent_id not in cells:
        return None
    part, whole = (cells[pk]["orders"].value for pk in (node.pk, node.parent_id))
    return part / whole if whole and part is not None else None


def span_at(reading: Reading, text: str, today: date) -> Span | None:
    """The period that was asked for; without one, that of today or the first. None: the whole
    time, where there are several periods."""
    if text == "whole" and len(reading.spans) > 1:
        return None
    asked = [span for span in reading.spans if span.starts_on.isoformat() == text]
    now = [span for span in reading.spans if span.holds(today)]
    return (asked or now or reading.spans)[0]


def what_does_not_tie(tree: KpiTree) -> list[str]:
    """A sentence for each cell that contradicts its parts, in all periods (5 queries)."""
    reading = Reading(tree)
    sheets = reading.sheets()
    if not any(reading.typed.values()):
        return [_("No target is written yet.")]
    return [
        " · ".join(filter(None, (sheet.span.name, str(row.node), told)))
        for sheet in sheets
        for row in sheet.rows
        for told in problems(row, tree.brand.currency).values()
    ]


def problems(row: Row, currency: str) -> dict[str, str]:
    """What is wrong with a row's cells and what to do, by measure."""
    return {
        measure: f"{MEASURES[measure].name}: {problem(cell, measure, currency)}"
        for measure, cell in row.cells.items()
        if not cell.ties
    }


def problem(cell: Cell, measure: str, currency: str) -> str:
    """The difference of a cell that does not tie, and how to mend it; empty when it does."""
    if cell.ties:
        return ""
    unit = unit_of(measure)
    told = {
        "parts": in_words(cell.parts, unit, currency),
        "gap": in_words(abs(cell.gap), unit, currency),
        "open": ", ".join(cell.open),
    }
    if cell.open:
        return (
            _("Its parts come to %(parts)s so far; nothing is written for: %(open)s. Write 0 there "
              "if it brings nothing.") % told
        )  # fmt: skip
    if cell.gap > 0:
        return _("Its parts come to %(parts)s: %(gap)s too little. Raise a part or lower this.") % (
            told
        )
    return _("Its parts come to %(parts)s: %(gap)s too much. Lower a part or raise this.") % told


def trees(brand) -> list[KpiTree]:
    """The brand's current trees, the newest first, with their goals (one query)."""
    found = KpiTree.objects.of(brand).current()
    return list(found.select_related("goal", "owner__person"))

"""Whether a tree of targets ties: what was typed, what its parts come to, what is missing.

No database. A cell that nobody typed is the sum of its parts, where all of them are known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Cell:
    """typed: what somebody said. parts: Σ of the parts that are known, None where none is.
    open: names of parts that say nothing while others do."""

    typed: Decimal | None = None
    parts: Decimal | None = None
    open: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal | None:
        if self.typed is not None:
            return self.typed
        return None if self.open else self.parts

    @property
    def is_summed(self) -> bool:
        """Not typed, but the sum of its parts."""
        return self.typed is None and self.value is not None

    @property
    def gap(self) -> Decimal | None:
        """What the parts leave of it; negative where they promise more. None without parts."""
        return None if self.typed is None or self.parts is None else self.typed - self.parts

    @property
    def ties(self) -> bool:
        """An amount that no part holds at all has not been split: that is no contradiction."""
        return not self.gap and not (self.typed is not None and self.open)


Cells = dict[str, Cell]
"""By measure."""


def tied(
    nodes: Iterable, typed: Mapping[tuple[str, str], Decimal], measures: Iterable[str]
) -> dict[str, Cells]:
    """Every node's cells by its id. nodes: with pk and parent_id, of one tree. typed: by node id
    and measure."""
    nodes, measures = list(nodes), list(measures)
    children: dict[str | None, list] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node)
    found: dict[str, Cells] = {}

    def visit(node) -> None:
        below = children.get(node.pk, [])
        for child in below:
            visit(child)
        found[node.pk] = {
            measure: _cell(typed.get((node.pk, measure)), below, found, measure)
            for measure in measures
        }

    for top in children.get(None, []):
        visit(top)
    return found


def _cell(typed, below, found, measure) -> Cell:
    values = [(child, found[child.pk][measure].value) for child in below]
    known = [value for _child, value in values if value is not None]
    missing = tuple(str(child) for child, value in values if value is None) if known else ()
    return Cell(typed, sum(known, Decimal(0)) if known else None, missing)

"""The lineage as columns of cards with lines between them. Pixels only; no database."""

from dataclasses import dataclass, field

from drumbeat.thread.walk import Node

CARD, GAP, HEIGHT, ROW, TOP = 160, 28, 66, 78, 30
"""Card width, gap between columns, card height, distance of rows, room for the headings; in CSS
pixels, as `review.css` has them."""
MOST = 40
"""Cards in one column; the rest is counted."""

COLUMNS = (
    ("signal", "observation", "study"),
    ("segment", "insight", "swot"),
    ("goal",),
    ("plan",),
    ("audience", "message", "pillar"),
    ("topic", "angle"),
    ("campaign", "brief"),
    ("asset",),
    ("placement",),
    ("learning",),
    ("next",),
)


@dataclass(frozen=True)
class Card:
    """One object: what it is called, its state, what was spent and earned through it."""

    node: Node
    kind: str
    label: str
    url: str
    state: str = ""
    state_label: str = ""
    brought: object = None
    is_here: bool = False


@dataclass
class Column:
    """kinds: what stands in it. hidden: objects the reader may not see. more: not drawn."""

    kinds: tuple[str, ...]
    cards: list[Card] = field(default_factory=list)
    hidden: int = 0
    more: int = 0


@dataclass(frozen=True)
class Drawing:
    """Columns left to right and the curves between their cards. near: touches the start."""

    columns: list[Column]
    width: int
    height: int
    curves: list[dict]


def draw(cards: list[Card], links, hidden: dict[str, int]) -> Drawing:
    """Place the cards (in the order given) and join them. hidden: kind → how many are not shown.

    links: (parent, child) nodes; a link with an end that is not drawn is left out.
    """
    columns = [_column(kinds, cards, hidden) for kinds in COLUMNS]
    columns = [column for column in columns if column.cards or column.hidden]
    tallest = max((len(column.cards) for column in columns), default=0)
    height = TOP + tallest * ROW
    at = {
        card.node: (index * (CARD + GAP), _top(len(column.cards), tallest, row))
        for index, column in enumerate(columns)
        for row, card in enumerate(column.cards)
    }
    here = {card.node for card in cards if card.is_here}
    curves = [
        {"d": _curve(at[parent], at[child]), "near": parent in here or child in here}
        for parent, child in sorted(links)
        if parent in at and child in at
    ]
    return Drawing(columns, len(columns) * (CARD + GAP) - GAP, height, curves)


def _column(kinds, cards, hidden) -> Column:
    mine = [card for card in cards if card.kind in kinds]
    return Column(
        kinds, mine[:MOST], sum(hidden.get(kind, 0) for kind in kinds), max(len(mine) - MOST, 0)
    )


def _top(count, tallest, row) -> int:
    return TOP + (tallest - count) * ROW // 2 + row * ROW


def _curve(parent, child) -> str:
    (px, py), (cx, cy) = parent, child
    y1, y2 = py + HEIGHT // 2, cy + HEIGHT // 2
    if px == cx:
        return f"M{px} {y1}C{px - 18} {y1} {px - 18} {y2} {cx} {y2}"
    x1, x2 = px + CARD, cx
    bend = max((x2 - x1) // 2, GAP // 2)
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"

"""One object's whole thread, as its reader may see it."""

from collections import Counter
from dataclasses import dataclass

from drumbeat.people.models import Member
from drumbeat.review.lineage.container import only_its_own, with_what_it_carries
from drumbeat.review.lineage.drawing import Card, Drawing, draw
from drumbeat.review.lineage.numbers import (
    NAMED_BY_PLACEMENTS,
    Brought,
    brought_by_node,
    brought_by_placement,
)
from drumbeat.thread.registry import kind
from drumbeat.thread.walk import Lineage, Node, lineage


@dataclass(frozen=True)
class Thread:
    """The walk with numbers. seen: node → object, those the member may view; hidden: by kind."""

    line: Lineage
    placed: dict[str, Brought]
    nodes: dict[Node, Brought]
    seen: dict[Node, object]
    hidden: Counter

    @property
    def total(self) -> Brought:
        """Over every placement of the thread, each once."""
        total = Brought()
        for each in self.placed.values():
            total.add(each)
        return total


def thread_of(obj, member: Member) -> Thread:
    """Walk both ways and add up (a fixed number of queries, one question to the lake)."""
    line = lineage(obj)
    if line.start[0] == "campaign":
        line = with_what_it_carries(line)
    elif line.start[0] in NAMED_BY_PLACEMENTS:
        line = only_its_own(line)
    placed = brought_by_placement(obj.brand, line.of("placement"))
    seen, hidden = {}, Counter()
    for key, objects in line.objects.items():
        for each in objects:
            if member.may(kind(key).view, each):
                seen[(key, each.pk)] = each
            else:
                hidden[key] += 1
    return Thread(line, placed, brought_by_node(line, placed), seen, hidden)


def drawing_of(thread: Thread) -> Drawing:
    """Versions stand with their asset; plans that answer a learning come after it."""
    homes = _homes(thread)
    links = {
        (homes.get(parent, parent), homes.get(child, child)) for parent, child in thread.line.links
    }
    links = {(parent, child) for parent, child in links if parent != child}
    here = homes.get(thread.line.start, thread.line.start)
    following = {child for parent, child in links if parent[0] == "learning"}
    cards = [
        _card(node, obj, thread.nodes.get(node), node == here, node in following)
        for node, obj in thread.seen.items()
        if node[0] != "version"
    ]
    cards.sort(key=lambda card: (-card.brought.revenue_minor, -card.brought.outcomes, card.label))
    return draw(cards, links, thread.hidden)


def _homes(thread) -> dict[Node, Node]:
    return {
        ("version", version.pk): ("asset", version.asset_id)
        for version in thread.line.of("version")
    }


def _card(node, obj, brought, is_here, follows) -> Card:
    label = getattr(obj, "get_state_display", None)
    return Card(
        node=node,
        kind="next" if follows else node[0],
        label=str(obj),
        url=obj.get_absolute_url(),
        state=getattr(obj, "state", ""),
        state_label=str(label()) if label else "",
        brought=brought or Brought(),
        is_here=is_here,
    )

"""Walking the thread both ways: why does this exist, and what did it bring?"""

from dataclasses import dataclass

from drumbeat.thread.registry import ANY, Edge, edges, kind, kind_of, known

Node = tuple[str, str]


@dataclass(frozen=True)
class Lineage:
    """The objects reachable from one object, by kind key, and the links between them.

    `links`: pairs (parent, child) of (kind, id) nodes, each once.
    """

    start: Node
    objects: dict[str, list]
    links: frozenset[tuple[Node, Node]]

    def of(self, key: str) -> list:
        return self.objects.get(key, [])


def lineage(obj) -> Lineage:
    """Everything up and down the thread from `obj`, itself included.

    Up means parents of parents only and down children of children only: a campaign's sister
    campaigns do not appear on a placement's thread. Costs a fixed number of queries: at most
    one an edge and direction, plus one a kind, however many objects there are.
    """
    start = (kind_of(obj).key, obj.pk)
    links = _climb(start, up=True) | _climb(start, up=False)
    ids: dict[str, set[str]] = {start[0]: {start[1]}}
    for pair in links:
        for key, object_id in pair:
            ids.setdefault(key, set()).add(object_id)
    objects = {
        key: list(kind(key).of(obj.brand_id).filter(pk__in=found)) for key, found in ids.items()
    }
    return Lineage(start, objects, frozenset(links))


def _climb(start: Node, *, up: bool) -> set[tuple[Node, Node]]:
    """Breadth first, all objects of a kind at once, so an edge is asked once a level."""
    links: set[tuple[Node, Node]] = set()
    frontier: dict[str, set[str]] = {start[0]: {start[1]}}
    seen: set[Node] = {start}
    while frontier:
        reached: dict[str, set[str]] = {}
        for edge in edges():
            for parent, child in _pairs(edge, frontier, up=up):
                links.add((parent, child))
                key, object_id = node = parent if up else child
                if node not in seen:
                    seen.add(node)
                    if not (edge.ends or kind(key).is_shared):
                        reached.setdefault(key, set()).add(object_id)
        frontier = reached
    return links


def _pairs(edge: Edge, frontier: dict[str, set[str]], *, up: bool) -> list[tuple[Node, Node]]:
    """The (parent, child) nodes that the edge leads to from the frontier (one query or none)."""
    lookup = _lookup(edge, frontier, up=up)
    if lookup is None:
        return []
    rows = (
        kind(edge.child).model_class._default_manager.filter(**lookup).values_list("pk", edge.field)
    )
    parents = (((_parent(edge, value)), (edge.child, child)) for child, value in rows if value)
    return [(parent, child) for parent, child in parents if parent is not None]


def _lookup(edge, frontier, *, up):
    if up:
        ids = frontier.get(edge.child)
        return {"pk__in": ids} if ids else None
    if edge.parent == ANY:
        refs = {f"{key}:{object_id}" for key, ids in frontier.items() for object_id in ids}
        return {f"{edge.field}__in": refs}
    ids = frontier.get(edge.parent)
    return {f"{edge.field}__in": ids} if ids else None


def _parent(edge, value) -> Node | None:
    if edge.parent != ANY:
        return edge.parent, value
    key, _colon, object_id = value.partition(":")
    return (key, object_id) if key in known() else None

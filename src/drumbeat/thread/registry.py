"""The thread (脉络): which kinds of objects it runs through and how they hang together.

Each room registers its own kinds and edges from its `thread.py`; nothing here knows a room.
"""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise

# From goal to learning, in the order in which work is handed on.
ORDER = (
    "goal",
    "plan",
    "audience",
    "message",
    "pillar",
    "topic",
    "angle",
    "campaign",
    "brief",
    "concept",
    "asset",
    "version",
    "placement",
    "learning",
)


@dataclass(frozen=True)
class Kind:
    """One kind of object on the thread. `view`: the act that lets a member see it.

    is_shared: many plans use the same one (a message, an audience), so a walk that did not
    start there stops there; else it would leak into sister plans. named_by: relations that its
    name is made of.
    """

    key: str
    label: str | Promise
    plural: str | Promise
    model: str
    view: str
    icon: str = "dot"
    is_shared: bool = False
    named_by: tuple[str, ...] = ()

    @property
    def model_class(self):
        return apps.get_model(self.model)

    def of(self, brand):
        """The brand's objects of this kind, with all that their names are made of."""
        found = self.model_class._default_manager.filter(brand=brand)
        return found.select_related(*self.named_by) if self.named_by else found


ANY = "*"


@dataclass(frozen=True)
class Edge:
    """`child` objects name their `parent` objects in `field`, a lookup path to their ids.

    parent ANY: the field holds refs (`"campaign:cmp_…"`), so the parents are of any kind.
    ends: the walk reaches the other side and stops there (a learning leads to the next plan, but
    that plan's own thread is another story).
    """

    parent: str
    child: str
    field: str
    ends: bool = False


_kinds: dict[str, Kind] = {}
_edges: list[Edge] = []


def register(kind: Kind, *edges: Edge):
    """Put a kind on the thread, with the edges to what it comes from."""
    _kinds[kind.key] = kind
    _edges.extend(edge for edge in edges if edge not in _edges)


def kinds() -> list[Kind]:
    """All kinds in thread order; kinds that stand beside the thread come last."""
    known = [_kinds[key] for key in ORDER if key in _kinds]
    return known + [kind for kind in _kinds.values() if kind.key not in ORDER]


def known() -> frozenset[str]:
    """The keys of all registered kinds."""
    return frozenset(_kinds)


def edges() -> list[Edge]:
    return list(_edges)


def kind(key: str) -> Kind:
    """Raises KeyError for a kind no room registered."""
    return _kinds[key]


def kind_of(obj) -> Kind:
    """The kind of an object. Raises KeyError when it is not on the thread."""
    label = obj._meta.label
    for candidate in _kinds.values():
        if candidate.model.lower() == label.lower():
            return candidate
    raise KeyError(label)


def ref(obj) -> str:
    """`"brief:brf_01J…"`: how records name any object of the thread in one column."""
    return f"{kind_of(obj).key}:{obj.pk}"


def resolve(brand, refs) -> dict[str, object]:
    """The objects behind many refs, one query per kind; refs of another brand are left out."""
    ids: dict[str, list[str]] = {}
    for text in refs:
        key, _colon, object_id = text.partition(":")
        if key in _kinds:
            ids.setdefault(key, []).append(object_id)
    return {
        f"{key}:{obj.pk}": obj
        for key, wanted in ids.items()
        for obj in _kinds[key].of(brand).filter(pk__in=wanted)
    }

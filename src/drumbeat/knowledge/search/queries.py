"""Find anything on the thread that the member may see."""

from dataclasses import dataclass

from drumbeat.knowledge.search.matching import rank
from drumbeat.thread.registry import Kind, kinds, resolve

NEWEST_OF_A_KIND = 500
HITS = 20


@dataclass(frozen=True)
class Hit:
    """An object that answers the query."""

    object: object
    kind: Kind
    ref: str


def find(member, query: str, limit: int = HITS) -> list[Hit]:
    """Objects by their titles in either language or their pinyin, best and newest first.

    Looks at the newest 500 current objects of each kind; two queries a kind at most, however
    many there are.
    """
    if not query.strip():
        return []
    ranked = []
    for kind in kinds():
        if "title_en" in _columns(kind) and member.may(kind.view):
            ranked += _ranked(kind, member.brand_id, query)
    ranked.sort(key=lambda hit: hit[0])
    best = [object_ref for _rank, object_ref in ranked[:limit]]
    objects = resolve(member.brand, best)
    by_key = {kind.key: kind for kind in kinds()}
    return [
        Hit(objects[one], by_key[one.partition(":")[0]], one)
        for one in best
        if one in objects and member.may(by_key[one.partition(":")[0]].view, objects[one])
    ]


def _ranked(kind, brand_id, query):
    # Identifiers sort by birth, so the newest come without an index of their own.
    titles = (
        kind.model_class._default_manager.of(brand_id)
        .current()
        .order_by("-pk")
        .values_list("pk", "title_en", "title_zh")[:NEWEST_OF_A_KIND]
    )
    return [
        (found, f"{kind.key}:{object_id}")
        for object_id, english, chinese in titles
        if (found := rank(query, english, chinese)) is not None
    ]


def _columns(kind):
    return {field.name for field in kind.model_class._meta.concrete_fields}

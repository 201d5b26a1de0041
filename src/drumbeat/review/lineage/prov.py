"""The lineage as W3C PROV-JSON (submission of 24 April 2013): entities, agents, how they hang."""

from drumbeat.thread.registry import kind
from drumbeat.thread.walk import Node


def prov_document(seen: dict[Node, object], links, namespace: str) -> dict:
    """seen: node → object, with `owner` along. links: (parent, child) nodes.

    Each child `wasDerivedFrom` its parents; each entity `wasAttributedTo` its owner, a prov:Person.
    namespace: the address that the prefix `drumbeat` stands for, ending in / or #.
    """
    drawn = sorted(link for link in links if link[0] in seen and link[1] in seen)
    people = {obj.owner_id: obj.owner for obj in seen.values()}
    return {
        "prefix": {"drumbeat": namespace},
        "entity": {_name(node): _entity(node, obj) for node, obj in _in_order(seen)},
        "agent": {
            f"drumbeat:member/{pk}": {
                "prov:type": {"$": "prov:Person", "type": "prov:QUALIFIED_NAME"},
                "prov:label": str(member),
            }
            for pk, member in sorted(people.items())
        },
        "wasDerivedFrom": {
            f"_:derivation{number}": {
                "prov:generatedEntity": _name(child),
                "prov:usedEntity": _name(parent),
            }
            for number, (parent, child) in enumerate(drawn, start=1)
        },
        "wasAttributedTo": {
            f"_:attribution{number}": {
                "prov:entity": _name(node),
                "prov:agent": f"drumbeat:member/{obj.owner_id}",
            }
            for number, (node, obj) in enumerate(_in_order(seen), start=1)
        },
    }


def _in_order(seen):
    return sorted(seen.items(), key=lambda pair: pair[0])


def _name(node: Node) -> str:
    return f"drumbeat:{node[0]}/{node[1]}"


def _entity(node: Node, obj) -> dict:
    facts = {
        "prov:label": str(obj),
        "prov:type": {"$": f"drumbeat:{node[0]}", "type": "prov:QUALIFIED_NAME"},
        "drumbeat:kind": str(kind(node[0]).label),
        "drumbeat:createdAt": {"$": obj.created_at.isoformat(), "type": "xsd:dateTime"},
    }
    for name in ("state", "sha256"):
        if value := getattr(obj, name, ""):
            facts[f"drumbeat:{name}"] = value
    return facts

"""Where the plain walk says too little or too much.

A campaign is a container: what its placements carry belongs on its thread too.

The plain walk goes from a campaign up to its plan and down to its placements. The messages,
audiences, briefs and assets stand beside that line, as further parents of the placements; and the
topics that those briefs speak about.

A brief may serve several messages: from one of them the walk also reaches the others' assets and
placements, which are not its own.
"""

from itertools import pairwise

from drumbeat.channels.models import Pin, Placement
from drumbeat.content.models import Angle, Asset, Brief, ContentPillar, Topic, Version
from drumbeat.strategy.models import Audience, KeyMessage
from drumbeat.thread.walk import Lineage, Node

BESIDE = {
    "audience": Audience,
    "message": KeyMessage,
    "pillar": ContentPillar,
    "topic": Topic,
    "angle": Angle,
    "brief": Brief,
    "asset": Asset,
    "version": Version,
}


def with_what_it_carries(line: Lineage) -> Lineage:
    """The lineage of a campaign with the further parents of its placements (≤ 13 queries)."""
    placements = [one.pk for one in line.of("placement")]
    links = set(line.links) | _said(placements) | _shown(placements)
    links |= _spoken_about({pk for pair in links for key, pk in pair if key == "brief"})
    ids: dict[str, set[str]] = {}
    for pair in links:
        for key, pk in pair:
            if key in BESIDE:
                ids.setdefault(key, set()).add(pk)
    beside = {key: list(BESIDE[key].objects.filter(pk__in=found)) for key, found in ids.items()}
    plans = {one.pk for one in line.of("plan")}
    for brief in beside.get("brief", ()):
        if brief.plan_id in plans:
            links.add((("plan", brief.plan_id), ("brief", brief.pk)))
    for key in ("audience", "message"):
        chosen = BESIDE[key].objects.filter(pk__in=ids.get(key, ()), plans__in=plans)
        links |= {
            (("plan", plan), (key, pk))
            for plan, pk in chosen.values_list("plans", "pk")
            if plan in plans
        }
    return Lineage(line.start, line.objects | beside, frozenset(links))


def only_its_own(line: Lineage) -> Lineage:
    """The lineage of a message or an audience without placements (and assets) of another one."""
    named = {child for parent, child in line.links if parent == line.start}
    kinds = {"placement", "asset"} if line.start[0] == "message" else {"placement"}
    others = {(key, one.pk) for key in kinds for one in line.of(key)} - named
    others |= {("version", one.pk) for one in line.of("version")
               if ("asset", one.asset_id) in others}  # fmt: skip
    objects = {
        key: [one for one in found if (key, one.pk) not in others]
        for key, found in line.objects.items()
    }
    return Lineage(
        line.start, objects, frozenset(pair for pair in line.links if not others & {*pair})
    )


def _said(placements) -> set[tuple[Node, Node]]:
    """Who is addressed with which message."""
    rows = Placement.objects.filter(pk__in=placements).values_list("pk", "audience", "message")
    pairs = [
        ((key, parent), ("placement", pk))
        for pk, audience, message in rows
        for key, parent in (("audience", audience), ("message", message))
    ]
    return {pair for pair in pairs if pair[0][1]}


def _shown(placements) -> set[tuple[Node, Node]]:
    """What is shown: brief → asset → version → placement."""
    pins = Pin.objects.filter(placement__in=placements)
    rows = pins.values_list("placement", "version", "version__asset", "version__asset__brief")
    links: set[tuple[Node, Node]] = set()
    for placement, version, asset, brief in rows:
        links.add((("version", version), ("placement", placement)))
        links.add((("asset", asset), ("version", version)))
        links.add((("brief", brief), ("asset", asset)))
    return links


def _spoken_about(briefs) -> set[tuple[Node, Node]]:
    """What the briefs speak about: pillar → topic → angle → brief."""
    rows = Brief.objects.filter(pk__in=briefs, angle__isnull=False)
    way = ("angle__topic__pillar", "angle__topic", "angle", "pk")
    kinds = ("pillar", "topic", "angle", "brief")
    return {
        pair for row in rows.values_list(*way) for pair in pairwise(zip(kinds, row, strict=True))
    }

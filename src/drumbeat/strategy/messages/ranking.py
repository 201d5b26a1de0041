"""The order in which a house is read: pillars in the house, sentences on a pillar."""

from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.messages.models import KeyMessage, Pillar


def shift(one: Pillar | KeyMessage, *, by, up: bool) -> None:
    """Move a pillar or a key message one place up or down among its current siblings.

    Nothing happens at the end of the row. Raises NotAllowed.
    """
    by.must("message.edit", one)
    order = list(_siblings(one))
    at = next(place for place, other in enumerate(order) if other.pk == one.pk)
    there = at - 1 if up else at + 1
    if not 0 <= there < len(order):
        return
    order[at], order[there] = order[there], order[at]
    with recorded(by, "moved", one):
        for position, other in enumerate(order):
            type(one).objects.filter(pk=other.pk).update(position=position)
        one.position = there


def _siblings(one):
    is_pillar = isinstance(one, Pillar)
    return (one.house.pillars if is_pillar else one.pillar.messages).current()

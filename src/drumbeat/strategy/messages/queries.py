"""What message screens read."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from drumbeat.strategy.messages.models import (
    KeyMessage,
    MessageHouse,
    Pillar,
    ProofPoint,
    Wording,
)
from drumbeat.strategy.messages.validity import Validity, validity


@dataclass(frozen=True)
class Proven:
    """A key message with its proof points, each with how it stands today."""

    message: KeyMessage
    proofs: list[tuple[ProofPoint, Validity]]

    @property
    def holds(self) -> bool:
        """At least one proof is valid today."""
        return any(stands.state in ("holds", "ending") for _proof, stands in self.proofs)


def houses(brand):
    """Current message houses with `pillar_count` and `message_count` (one query)."""
    current = Q(pillars__archived_at=None)
    spoken = current & Q(pillars__messages__archived_at=None)
    found = MessageHouse.objects.of(brand).current().select_related("owner__person")
    return found.annotate(
        pillar_count=Count("pillars", filter=current, distinct=True),
        message_count=Count("pillars__messages", filter=spoken, distinct=True),
    ).order_by("id")


def rooms(house, today) -> list[tuple[Pillar, list[Proven]]]:
    """The house's pillars with their messages and proofs (3 queries)."""
    messages = KeyMessage.objects.current().prefetch_related(_proofs())
    pillars = house.pillars.current().prefetch_related(Prefetch("messages", messages))
    return [
        (pillar, [proven(message, today) for message in pillar.messages.all()])
        for pillar in pillars
    ]


def with_proofs(message, today) -> Proven:
    """One message with its proofs (2 queries)."""
    return proven(KeyMessage.objects.prefetch_related(_proofs()).get(pk=message.pk), today)


def proven(message, today) -> Proven:
    """The message with its prefetched proofs, judged on `today`."""
    return Proven(message, [(proof, validity(proof, today)) for proof in message.proofs.all()])


def _proofs():
    return Prefetch("proofs", ProofPoint.objects.current().select_related("evidence"))


def wordings(message) -> list[Wording]:
    """The message as each audience hears it (one query)."""
    found = message.wordings.current().select_related("audience")
    return list(found.order_by("audience__priority", "id"))


def heard_by(audience) -> list[Wording]:
    """What is said to these people, message by message (one query)."""
    found = audience.wordings.current().filter(message__archived_at=None)
    return list(found.select_related("message").order_by("message__position", "id"))


def said_to(messages, audiences) -> list[Wording]:
    """Wordings of these messages for these audiences (one query)."""
    found = Wording.objects.current().filter(message__in=messages, audience__in=audiences)
    return list(found.select_related("audience").order_by("audience__priority", "id"))


def route_tests(house, message) -> list:
    """Tests of wordings for the umbrella, or for one message, with what was chosen (one query)."""
    tests = house.route_tests.filter(message=message)
    return list(tests.select_related("study", "choice"))

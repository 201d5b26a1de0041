"""What a signal of the market wall brings to content strategy: evidence, and topics made of it."""

from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from drumbeat.content.planning.models import Demand, Topic
from drumbeat.strategy.models import Signal


def evidence(signal: Signal) -> dict:
    """The fields of a demand as far as the signal knows them: what was said, where, on which day.

    An address too long for the field gives way to the name of its feed; the signal has it whole.
    """
    said = " ".join((signal.summary or str(signal)).split())
    fits = 0 < len(signal.url) <= _longest("source")
    return {
        "words": Truncator(said).chars(_longest("words")),
        "source": signal.url if fits else str(signal.feed),
        "observed_on": timezone.localdate(signal.published_at),
    }


def _longest(name: str) -> int:
    return Demand._meta.get_field(name).max_length


def came_of(signal: Signal) -> list[Topic]:
    """The current topics that a signal led to, or is evidence for (one query)."""
    is_evidence = Q(demand__signal=signal, demand__archived_at=None)
    found = Topic.objects.current().filter(Q(signal=signal) | is_evidence).distinct()
    return list(found.select_related("audience"))

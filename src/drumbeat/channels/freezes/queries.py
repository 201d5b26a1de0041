"""What screens of freezes read."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from drumbeat.channels.freezes.holding import covered
from drumbeat.channels.freezes.models import Hold
from drumbeat.channels.freezes.scope import names
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.channels.registry import kinds
from drumbeat.strategy.models import Freeze

SHOWN = 50


@dataclass(frozen=True)
class Hit:
    """What a freeze would hold. states: (state, label, how many) each; first: some of them."""

    count: int
    states: list[tuple]
    first: list
    by_hand: int


def hit(brand, scopes) -> Hit:
    """What freezes of these scopes would hold now (3 queries)."""
    found = covered(Freeze(brand=brand, **scope) for scope in scopes)
    states = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    shown = found.select_related("campaign", "channel", "owner__person").order_by("starts_on", "pk")
    return Hit(
        sum(states.values()),
        [
            (state, PLACEMENT.label(state), states[state])
            for state in PLACEMENT.states
            if state in states
        ],
        list(shown[:SHOWN]),
        found.filter(by_hand("channel__")).exclude(state="planned").count(),
    )


def by_hand(prefix) -> Q:
    """Channels on which nothing stops by itself: paid for, or out in the world."""
    offline = [kind for kind, about in kinds.KINDS.items() if about[3]]
    return Q(**{f"{prefix}peso": "paid"}) | Q(**{f"{prefix}kind__in": offline})


def freezes_of(crisis) -> list:
    """A crisis's freezes, newest first, each with `words`, `held_count` and how many of them ran and
    may go on (at most 6 queries).
    """
    found = list(
        crisis.freezes.select_related("owner__person", "lifted_by__person")
        .annotate(
            held_count=Count("holds"),
            ran_count=Count("holds", filter=Q(holds__state_was="live")),
            free_count=Count("holds", filter=Q(holds__let_go_at__isnull=False)),
        )
        .order_by("-at", "-pk")
    )
    words = names(found)
    for freeze in found:
        freeze.words = words[freeze.pk]
    return found


def stop_list(crisis):
    """Paid and offline placements that the crisis holds, as a queryset of Hold: once each, the
    soonest first.
    """
    first = (
        Hold.objects.filter(freeze__crisis=crisis, let_go_at=None)
        .filter(by_hand("placement__channel__"))
        .exclude(state_was="planned")
        .order_by()
        .values("placement")
        .annotate(first=Min("pk"))
        .values("first")
    )
    return (
        Hold.objects.filter(pk__in=first)
        .select_related(
            "placement__channel",
            "placement__campaign",
            "placement__owner__person",
            "stopped_by__person",
        )
        .order_by("placement__channel", "placement__starts_on", "pk")
    )


def last_hold(placement):
    """The newest time it was held by a freeze; None for never (one query)."""
    return (
        placement.holds.select_related("freeze__crisis", "let_go_by__person")
        .order_by("-pk")
        .first()
    )

"""The desk: briefs as a queue, whose move each is, and for how long an answer is waited for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.assigning import AT_CONTENT
from drumbeat.content.briefs.kinds import BRIEF_KINDS
from drumbeat.content.briefs.models import Acknowledgement, Brief
from drumbeat.content.pace import stays_of
from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.members.models import Brand, Member
from drumbeat.work.handoffs.batons import ANSWER_WITHIN
from drumbeat.work.handoffs.clock import due_after, hours_between

AWAITED = ("submitted", "restated", "returned")
"""Stands in which somebody waits for another's answer, so that the clock runs."""
WAITING = Q(state__in=("submitted", "restated")) | Q(state="draft", was_returned=True)
"""The same, asked of `desk`."""
COUNTED = timedelta(days=28)
LATE_LOOKED_AT = 100

TURNS = {
    "content": (_("Waiting for content"), Q(state__in=("submitted", "acknowledged"))),
    "making": (_("Being made"), Q(state="in_production")),
    "strategy": (_("Waiting for strategy"), Q(state="restated")),
    "returned": (_("Returned to the requester"), Q(state="draft", was_returned=True)),
    "requester": (
        _("Waiting for the requester"),
        Q(state="draft", was_returned=False) | Q(state="delivered"),
    ),
    "finished": (_("Finished"), Q(state__in=("closed", "cancelled"))),
}
"""Whose move it is. A draft that content returned is another matter than one still written."""

NEXT_MOVE = {
    "draft": _("Requester: submit it"),
    "returned": _("Requester: mend what was asked, submit it again"),
    "submitted": _("Content lead: restate the intent"),
    "restated": _("Strategy: confirm or correct"),
    "acknowledged": _("Content: make the first asset"),
    "in_production": _("Content: get the assets approved"),
    "delivered": _("Requester: close it"),
    "closed": "",
    "cancelled": "",
}


@dataclass(frozen=True)
class Wait:
    """An answer that is waited for, as it stands `now`."""

    brand: Brand
    since: datetime
    now: datetime
    within: int = ANSWER_WITHIN

    @cached_property
    def due_at(self) -> datetime:
        return due_after(self.brand, self.since, self.within)

    @property
    def is_late(self) -> bool:
        return self.now > self.due_at

    @cached_property
    def hours(self) -> Decimal:
        """Working hours so far, counted for four weeks: what is longer is late either way."""
        return hours_between(self.brand, self.since, min(self.now, self.since + COUNTED))


def desk(brand: Brand, **chosen):
    """Current briefs as filtered, with `was_returned` (a lazy queryset).

    mine: a member whose briefs they are: ordered, restated or made by them, or assigned to them.
    free: only those that content works on and nobody is assigned to. campaign. kind: its key, or
    the id of an own type.
    """
    briefs = current().of(brand)
    exact = {"campaign": chosen["campaign"]} if chosen.get("campaign") else {}
    if kind := chosen.get("kind"):
        exact["kind" if kind in BRIEF_KINDS else "own_type"] = kind
    if chosen.get("mine"):
        briefs = briefs.filter(_of(chosen["mine"]))
    if chosen.get("free"):
        briefs = briefs.filter(assignee=None, state__in=AT_CONTENT)
    return briefs.filter(**exact)


def current():
    """Briefs of all brands that are not archived, with `was_returned` (a lazy queryset)."""
    returned = AuditEvent.objects.filter(
        brand=OuterRef("brand"), kind="brief", object_id=OuterRef("pk"), verb="return"
    )
    return Brief.objects.current().annotate(was_returned=Exists(returned))


def in_turn(briefs, turn: str, late: list[str]):
    """Those of one side's move, or all that are open: the late ones first, then soonest due."""
    if turn == "late":
        briefs = briefs.filter(pk__in=late)
    elif turn in TURNS:
        briefs = briefs.filter(TURNS[turn][1])
    else:
        briefs = briefs.exclude(TURNS["finished"][1])
    first = Case(When(pk__in=late, then=0), default=1)
    ties = briefs.select_related(
        "plan", "campaign", "own_type", "owner__person", "assignee__person"
    )
    return ties.order_by(first, F("due_on").asc(nulls_last=True), "-created_at", "pk")


def turn_counts(briefs) -> dict[str, int]:
    """How many briefs wait for each side; `open` for all that are not finished (one query)."""
    counts = {key: Count("pk", filter=which) for key, (_label, which) in TURNS.items()}
    found = briefs.aggregate(**counts)
    return found | {"open": sum(found.values()) - found["finished"]}


def late_ones(brand: Brand, briefs, now: datetime) -> list[str]:
    """Ids of those whose answer is overdue; of the 100 that stand longest (2 queries)."""
    longest = briefs.filter(WAITING).only("brand", "state", "created_at").order_by("updated_at")
    found = with_pace(brand, longest[:LATE_LOOKED_AT], now)
    return [brief.pk for brief in found if brief.wait and brief.wait.is_late]


def with_pace(brand: Brand, briefs, now: datetime) -> list[Brief]:
    """The brand's briefs, each with `since` (when it entered its state), `stands` (its state, or
    that it was returned), `next_move` and `wait` (one query)."""
    briefs = list(briefs)
    for brief in briefs:
        brief.brand = brand
    known = stays_of(briefs)
    for brief in briefs:
        stays = known.get(brief.pk, [])
        brief.since = stays[-1].since if stays else brief.created_at
        was_returned = brief.state == "draft" and any(stay.state == "submitted" for stay in stays)
        brief.stands = "returned" if was_returned else brief.state
        brief.next_move = NEXT_MOVE[brief.stands]
        brief.wait = Wait(brand, brief.since, now) if brief.stands in AWAITED else None
    return briefs


def _of(member: Member):
    from drumbeat.content.assets.models import Asset

    restated = Acknowledgement.objects.filter(brief=OuterRef("pk"), by=member)
    made = Asset.objects.filter(brief=OuterRef("pk"), owner=member)
    return Q(owner=member) | Q(assignee=member) | Exists(restated) | Exists(made)

"""What brief screens read."""

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.models import Acknowledgement, Brief, Reference
from drumbeat.content.briefs.tried import answers_kept
from drumbeat.content.pace import stays_of
from drumbeat.people.members.models import Brand
from drumbeat.strategy.insights.queries import cited_by
from drumbeat.strategy.messages.queries import said_to
from drumbeat.strategy.models import Campaign, Plan

# Whose move it is: the states in which that side must act next.
TURNS = {
    "requester": (_("Waiting for the requester"), ("draft", "delivered")),
    "content": (_("Waiting for content"), ("submitted", "acknowledged", "in_production")),
    "strategy": (_("Waiting for strategy"), ("restated",)),
    "finished": (_("Finished"), ("closed", "cancelled")),
}

NEXT_MOVE = {
    "draft": _("Requester: submit it"),
    "submitted": _("Content lead: restate the intent"),
    "restated": _("Strategy: confirm or correct"),
    "acknowledged": _("Content: make the first asset"),
    "in_production": _("Content: get the assets approved"),
    "delivered": _("Requester: close it"),
    "closed": "",
    "cancelled": "",
}


def desk(brand: Brand, turn=""):
    """Briefs of one side's move, or all that are open; soonest due first (a lazy queryset)."""
    briefs = Brief.objects.of(brand).current().select_related("plan", "owner__person")
    if turn in TURNS:
        briefs = briefs.filter(state__in=TURNS[turn][1])
    else:
        briefs = briefs.exclude(state__in=TURNS["finished"][1])
    return briefs.order_by(F("due_on").asc(nulls_last=True), "-created_at", "pk")


def with_pace(briefs) -> list[Brief]:
    """The briefs, each with `since` (when it entered its state) and `next_move` (one query)."""
    briefs = list(briefs)
    known = stays_of(briefs)
    for brief in briefs:
        last = known.get(brief.pk)
        brief.since = last[-1].since if last else brief.created_at
        brief.next_move = NEXT_MOVE[brief.state]
    return briefs


def turn_counts(brand: Brand) -> dict[str, int]:
    """How many briefs wait for each side; `open` for all that are not finished (one query)."""
    counts = {
        key: Count("pk", filter=Q(state__in=states)) for key, (_label, states) in TURNS.items()
    }
    found = Brief.objects.of(brand).current().aggregate(**counts)
    return found | {"open": sum(found.values()) - found["finished"]}


def brief_page(brief: Brief) -> dict:
    """Everything that the page of one brief shows besides the brief (10 queries)."""
    from drumbeat.content.assets.queries import assets_of

    restatements = Acknowledgement.objects.filter(brief=brief).select_related(
        "by__person", "confirmation__by__person"
    )
    audiences, messages = list(brief.audiences.all()), list(brief.messages.all())
    return {
        "plan": brief.plan,
        "angle": brief.angle,
        "campaign": brief.campaign,
        "audiences": audiences,
        "cited": cited_by(brief, timezone.localdate()),
        "messages_wanted": messages,
        "wordings": said_to(messages, audiences),
        "restatements": list(restatements),
        "references": references_of(brief),
        "answers_kept": answers_kept(brief),
        "assets": assets_of(brief),
        "next_move": NEXT_MOVE[brief.state],
    }


def references_of(brief: Brief) -> list[Reference]:
    """The pieces that the writer should look at (1 query)."""
    return list(brief.references.select_related("asset"))


def starting_points(brand: Brand, message=None) -> list[tuple[Plan, list[Campaign]]]:
    """Plans that a brief can serve, approved ones first, with their campaigns (2 queries).

    message: only plans that say it.
    """
    plans = (
        Plan.objects.of(brand)
        .current()
        .exclude(state__in=("closed", "superseded"))
        .select_related("owner__person")
        .prefetch_related("campaigns")
    )
    if message:
        plans = plans.filter(messages=message)
    ranked = sorted(plans, key=lambda plan: plan.state not in ("approved", "active"))
    return [
        (plan, [campaign for campaign in plan.campaigns.all() if campaign.archived_at is None])
        for plan in ranked
    ]

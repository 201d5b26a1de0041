"""What brief screens read."""

from django.utils import timezone

from drumbeat.content.briefs.desk import with_pace
from drumbeat.content.briefs.models import Acknowledgement, Brief, Reference
from drumbeat.content.briefs.places import places_of
from drumbeat.content.briefs.tried import answers_kept
from drumbeat.people.members.models import Brand
from drumbeat.strategy.insights.queries import cited_by
from drumbeat.strategy.messages.queries import said_to
from drumbeat.strategy.models import Campaign, Plan


def brief_page(brief: Brief) -> dict:
    """Everything that the page of one brief shows besides the brief (14 queries)."""
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
        "change_answers": brief.change_answers.all(),
        "places": places_of(brief),
        "references": references_of(brief),
        "answers_kept": answers_kept(brief),
        "concepts": list(brief.concepts.exclude(state="withdrawn")),
        "assets": assets_of(brief),
        "paced": with_pace(brief.brand, [brief], timezone.now())[0],
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

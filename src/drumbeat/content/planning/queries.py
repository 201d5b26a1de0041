"""What the pages of content strategy read."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum

from drumbeat.content.briefs.models import Brief
from drumbeat.content.planning.models import Angle, ContentPillar, Demand, Topic


def pillars(brand) -> list[ContentPillar]:
    """All pillars with topics, angles, demand and the briefs that take them (3 queries)."""
    angles = Angle.objects.current().annotate(brief_count=open_briefs()).select_related("message")
    topics = Topic.objects.current().select_related("audience", "owner__person")
    topics = topics.annotate(asked=_searches()).prefetch_related(Prefetch("angles", angles))
    found = ContentPillar.objects.of(brand).current().select_related("owner__person")
    return list(found.prefetch_related(Prefetch("topics", topics)))


def topic_page(topic: Topic) -> dict:
    """What the page of one topic shows (3 queries)."""
    briefs = Brief.objects.current().select_related("owner__person").order_by("-created_at")
    angles = topic.angles.current().select_related("message", "owner__person")
    return {
        "angles": list(angles.prefetch_related(Prefetch("briefs", briefs))),
        "demand": list(topic.demand.current().select_related("owner__person", "signal")),
    }


def open_briefs():
    """For angles: how many briefs take one, without those that were withdrawn."""
    is_over = Q(briefs__state="cancelled") | Q(briefs__archived_at__isnull=False)
    return Count("briefs", filter=~is_over, distinct=True)


def _searches():
    return Sum("demand__count", filter=Q(demand__kind="search", demand__archived_at=None))


def unanswered(brand):
    """Topics that people ask for and nothing is briefed on, most asked first (one query)."""
    briefed = Brief.objects.current().filter(angle__topic=OuterRef("pk")).exclude(state="cancelled")
    return (
        Topic.objects.of(brand)
        .current()
        .filter(~Exists(briefed), Exists(Demand.objects.filter(topic=OuterRef("pk"))))
        .annotate(asked=_searches())
        .select_related("pillar", "audience")
        .order_by("-asked", "pk")
    )

"""What insight screens read."""

from django.db.models import Count, Q

from drumbeat.strategy.insights.models import Insight
from drumbeat.strategy.insights.standing import standing


def insights(brand, *, q="", state="", strength=None, stale=False, today=None):
    """Current insights, newest observation first, with `evidence_count` and `plan_count`."""
    found = Insight.objects.of(brand).current()
    if q:
        found = found.filter(
            Q(title_en__icontains=q)
            | Q(title_zh__icontains=q)
            | Q(because__icontains=q)
            | Q(so__icontains=q)
        )
    if state:
        found = found.filter(state=state)
    if strength:
        found = found.filter(strength__gte=strength)
    if stale:
        found = found.filter(expires_on__lt=today)
    counted = found.select_related("owner__person").annotate(
        evidence_count=Count("evidence", distinct=True),
        plan_count=Count("plans", distinct=True),
    )
    return counted.order_by("-observed_on", "-id")


def insight_page(insight, today):
    """The card with its evidence and who cites it (3 queries)."""
    return {
        "insight": insight,
        "stands": standing(insight, today),
        "evidence": list(
            insight.evidence.select_related("study", "question", "passage__interview")
        ),
        "plans": list(insight.plans.current()),
        "audiences": list(insight.audiences.current()),
    }


def citable(brand, record):
    """What a plan, audience or brief may rest on: what is published, and what it cites already."""
    cited = Q()
    if not record._state.adding:
        cited = Q(pk__in=record.insights.values("pk"))
    published = Q(state="published", archived_at=None)
    return Insight.objects.of(brand).filter(published | cited)


def cited_by(record, today) -> list:
    """(insight, how it stands today) of what a plan, audience or brief rests on (one query)."""
    return [(insight, standing(insight, today)) for insight in record.insights.current()]

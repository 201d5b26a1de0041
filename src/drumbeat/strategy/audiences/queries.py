"""What audience screens read."""

from django.db.models import Count, Q

from drumbeat.strategy.audiences.models import Audience

_IN_USE = Q(plans__archived_at=None) & ~Q(plans__state__in=("closed", "superseded"))


def audiences(brand):
    """Current audiences, primary first, each with `plan_count` of plans in use (one query)."""
    found = Audience.objects.of(brand).current().select_related("owner__person")
    counted = found.annotate(plan_count=Count("plans", filter=_IN_USE, distinct=True))
    return counted.order_by("priority", "id")


def plans_for(audience):
    """Plans that address the audience, newest first (one query)."""
    return list(audience.plans.current().select_related("owner__person"))

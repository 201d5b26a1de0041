"""What campaign screens read."""

from django.db.models import Exists, OuterRef

from drumbeat.strategy.campaigns.models import Campaign, Freeze


def campaigns(brand):
    """Current campaigns, newest first, each with `held` when frozen (one query)."""
    held = Freeze.objects.filter(campaign=OuterRef("pk"), lifted_at=None)
    return (
        Campaign.objects.of(brand)
        .current()
        .select_related("plan", "goal", "owner__person")
        .annotate(held=Exists(held))
    )

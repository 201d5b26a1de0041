"""What campaign screens read."""

from django.db.models import Exists, OuterRef, Q

from drumbeat.strategy.campaigns.models import Campaign, Freeze


def campaigns(brand):
    """Current campaigns, newest first, each with `held` when frozen by itself and `frozen` when by
    anything (one query)."""
    still = Freeze.objects.open()
    return (
        Campaign.objects.of(brand)
        .current()
        .select_related("plan", "goal", "owner__person")
        .annotate(
            held=Exists(still.filter(campaign=OuterRef("pk"), crisis=None)),
            frozen=Exists(still.whole().filter(_of_this_campaign())),
        )
    )


def _of_this_campaign():
    return Q(campaign=OuterRef("pk")) | Q(campaign=None, brand=OuterRef("brand"))

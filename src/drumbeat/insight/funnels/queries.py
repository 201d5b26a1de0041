"""What screens read about saved funnels."""

from drumbeat.insight.funnels.models import Funnel


def current_funnels(brand):
    """Those in use, by name (one query)."""
    return Funnel.objects.of(brand).current().select_related("brand", "owner__person")

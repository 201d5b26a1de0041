"""The rate between what platforms charged for placements and what their plans count in."""

from datetime import date

from drumbeat.channels.placements.models import Placement
from drumbeat.strategy.plans.exchange import Exchange


def exchange_for(placements: list[Placement], today: date) -> Exchange:
    """placements: at least one, of one brand, with brand and `campaign.plan`."""
    currencies = {placement.campaign.plan.currency for placement in placements}
    return Exchange(placements[0].brand, currencies, today)

"""Placements as a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def placements_file(kind: str, placements) -> HttpResponse:
    """One row a placement; placements: with `spent`, campaign, plan and channel along."""
    columns = [
        Column("placement", _("Placement")),
        Column("campaign", _("Campaign")),
        Column("channel", _("Channel")),
        Column("state", _("State")),
        Column("starts_on", _("Starts"), "date"),
        Column("ends_on", _("Ends"), "date"),
        Column("currency", _("Currency")),
        Column("planned", _("Planned"), "money", currency_key="currency"),
        Column("spent", _("Spent"), "money", currency_key="currency"),
    ]
    return table_file(kind, _("Placements"), columns, (_row(placement) for placement in placements))


def _row(placement):
    return {
        "placement": str(placement),
        "campaign": str(placement.campaign),
        "channel": str(placement.channel),
        "state": str(PLACEMENT.label(placement.state)),
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
        "currency": placement.campaign.plan.currency,
        "planned": placement.planned_minor,
        "spent": placement.spent,
    }

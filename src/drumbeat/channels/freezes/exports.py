"""The stop-list as a file."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def stop_list_file(kind: str, holds):
    """One row a placement that has to be stopped by hand; kind: csv or xlsx."""
    columns = [
        Column("platform", _("Platform")),
        Column("channel", _("Channel")),
        Column("placement", _("Placement")),
        Column("campaign", _("Campaign")),
        Column("was", _("State before")),
        Column("starts", _("Starts"), "date"),
        Column("ends", _("Ends"), "date"),
        Column("owner", _("Owner")),
        Column("stopped", _("Stopped at")),
        Column("by", _("Stopped by")),
    ]
    rows = [
        {
            "platform": hold.placement.channel.platform,
            "channel": str(hold.placement.channel),
            "placement": str(hold.placement),
            "campaign": str(hold.placement.campaign),
            "was": str(PLACEMENT.label(hold.state_was)),
            "starts": hold.placement.starts_on,
            "ends": hold.placement.ends_on,
            "owner": str(hold.placement.owner),
            "stopped": localtime(hold.stopped_at).strftime("%Y-%m-%d %H:%M")
            if hold.stopped_at
            else "",
            "by": str(hold.stopped_by or ""),
        }
        for hold in holds
    ]
    return table_file(kind, _("Stop-list"), columns, rows)

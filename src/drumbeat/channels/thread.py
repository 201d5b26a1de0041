"""What channels adds to the thread, and to the palette."""

from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.search import commands
from drumbeat.thread.registry import Edge, Kind, register

register(
    Kind(
        "placement", _("Placement"), _("Placements"), "channels.Placement", "placement.view", "pin"
    ),
    Edge("campaign", "placement", "campaign"),
    Edge("audience", "placement", "audience"),
    Edge("message", "placement", "message"),
    Edge("version", "placement", "versions"),
)
commands.register(
    commands.Command(
        _("New placement"),
        "channels:new_placement",
        "placement.create",
        "pin",
        "ad post 投放位 排期",
    ),
    commands.Command(
        _("Upload a spend file"),
        "channels:upload_spend",
        "spend.create",
        "upload",
        "cost 花费 导入",
    ),
)

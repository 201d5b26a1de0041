"""What content adds to the thread, and to the palette."""

from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.search import commands
from drumbeat.thread.registry import Edge, Kind, register

register(
    Kind("brief", _("Brief"), _("Briefs"), "content.Brief", "brief.view", "brief"),
    Edge("plan", "brief", "plan"),
    Edge("audience", "brief", "audiences"),
    Edge("message", "brief", "messages"),
    Edge("insight", "brief", "insights"),
)
register(
    Kind("concept", _("Concept"), _("Concepts"), "content.Concept", "concept.view", "bulb"),
    Edge("brief", "concept", "brief"),
)
register(
    Kind("asset", _("Asset"), _("Assets"), "content.Asset", "asset.view", "asset"),
    Edge("brief", "asset", "brief"),
    Edge("concept", "asset", "concept"),
    Edge("message", "asset", "message"),
)
register(
    Kind(
        "version",
        _("Version"),
        _("Versions"),
        "content.Version",
        "asset.view",
        "asset",
        named_by=("asset",),
    ),
    Edge("asset", "version", "asset"),
)
register(
    Kind(
        "guidance_path",
        _("Guidance path"),
        _("Guidance paths"),
        "content.GuidancePath",
        "brief.view",
        "touch",
    ),
    Edge("campaign", "guidance_path", "campaign"),
    Edge("audience", "guidance_path", "audience"),
    Edge("message", "guidance_path", "message"),
)
commands.register(
    commands.Command(_("New brief"), "content:new_brief", "brief.create", "brief", "order 简报"),
)

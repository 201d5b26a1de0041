"""What content adds to the thread, and to the palette."""

from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.search import commands
from drumbeat.thread.registry import Edge, Kind, register

register(
    Kind(
        "pillar",
        _("Pillar"),
        _("Pillars"),
        "content.ContentPillar",
        "brief.view",
        "strategy",
    ),
)
register(
    Kind("topic", _("Topic"), _("Topics"), "content.Topic", "brief.view", "comment"),
    Edge("pillar", "topic", "pillar"),
    Edge("signal", "topic", "signal"),
    # What is briefed on it may address others besides, and an angle's briefs say more than its
    # message: the way down from an audience and from a message is the one through the briefs.
    Edge("audience", "topic", "audience", ends=True),
)
register(
    Kind("angle", _("Angle"), _("Angles"), "content.Angle", "brief.view", "right"),
    Edge("topic", "angle", "topic"),
    Edge("message", "angle", "message", ends=True),
)
register(
    Kind("brief", _("Brief"), _("Briefs"), "content.Brief", "brief.view", "brief"),
    Edge("plan", "brief", "plan"),
    Edge("audience", "brief", "audiences"),
    Edge("message", "brief", "messages"),
    Edge("insight", "brief", "insights"),
    Edge("angle", "brief", "angle"),
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

"""What strategy adds to the thread, and to the palette."""

from django.utils.translation import gettext_lazy as _

from drumbeat.knowledge.search import commands
from drumbeat.thread.registry import Edge, Kind, register

register(
    Kind("goal", _("Goal"), _("Goals"), "strategy.Goal", "goal.view", "target"),
    Edge("goal", "goal", "parent"),
)
register(
    Kind("plan", _("Plan"), _("Plans"), "strategy.Plan", "plan.view", "plan"),
    Edge("goal", "plan", "goal"),
    # The next plan answers the learning; its own thread is another story.
    Edge("learning", "plan", "answers__learning", ends=True),
)
register(
    Kind(
        "audience",
        _("Audience"),
        _("Audiences"),
        "strategy.Audience",
        "audience.view",
        "audience",
        is_shared=True,
    ),
    Edge("plan", "audience", "plans"),
)
register(
    Kind(
        "message",
        _("Message"),
        _("Messages"),
        "strategy.KeyMessage",
        "message.view",
        "message",
        is_shared=True,
    ),
    Edge("plan", "message", "plans"),
)
register(
    Kind("study", _("Study"), _("Studies"), "strategy.Study", "research.view", "search"),
)
register(
    Kind("segment", _("Segment"), _("Segments"), "strategy.Segment", "research.view", "audience"),
    Edge("study", "segment", "questionnaire__study"),
)
register(
    Kind(
        "insight",
        _("Insight"),
        _("Insights"),
        "strategy.Insight",
        "research.view",
        "bulb",
        is_shared=True,
    ),
    Edge("study", "insight", "evidence__study"),
    Edge("insight", "plan", "insights"),
    Edge("insight", "audience", "insights"),
)
register(
    Kind("campaign", _("Campaign"), _("Campaigns"), "strategy.Campaign", "campaign.view", "drum"),
    Edge("plan", "campaign", "plan"),
)
commands.register(
    commands.Command(_("New goal"), "strategy:new_goal", "goal.create", "target", "okr 目标"),
    commands.Command(_("New plan"), "strategy:new_plan", "plan.create", "plan", "budget 计划 预算"),
    commands.Command(
        _("New study"), "strategy:new_study", "research.create", "search", "survey 调研 问卷 访谈"
    ),
    commands.Command(
        _("New insight"), "strategy:new_insight", "research.create", "bulb", "洞察 because"
    ),
    commands.Command(_("New campaign"), "strategy:new_campaign", "campaign.create", "drum", "战役"),
    commands.Command(
        _("New audience"),
        "strategy:new_audience",
        "audience.create",
        "audience",
        "segment 受众 人群",
    ),
    commands.Command(
        _("New message house"),
        "strategy:new_house",
        "message.create",
        "message",
        "pillar umbrella 信息屋",
    ),
)

"""What strategy adds to the thread, and to the palette."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.knowledge.search import commands
from drumbeat.thread.registry import ANY, Edge, Kind, register

register(
    Kind("goal", _("Goal"), _("Goals"), "strategy.Goal", "goal.view", "target"),
    Edge("goal", "goal", "parent"),
)
register(
    Kind("kpi_tree", _("KPI tree"), _("KPI trees"), "strategy.KpiTree", "goal.view", "target"),
    Edge("goal", "kpi_tree", "goal", ends=True),
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
    Kind(
        "brand_platform",
        _("Brand platform"),
        _("Brand platforms"),
        "strategy.BrandPlatform",
        "brand_platform.view",
        "drum",
    ),
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
    Kind(
        "tracker",
        pgettext_lazy("brand health", "Tracker"),
        _("Trackers"),
        "strategy.Tracker",
        "research.view",
        "chart",
    ),
)
register(
    Kind(
        "wave",
        _("Wave"),
        _("Waves"),
        "strategy.Wave",
        "research.view",
        "chart",
        named_by=("tracker",),
    ),
    Edge("tracker", "wave", "tracker"),
    Edge("goal", "wave", "goals"),
)
register(
    Kind("campaign", _("Campaign"), _("Campaigns"), "strategy.Campaign", "campaign.view", "drum"),
    Edge("plan", "campaign", "plan"),
)
register(
    Kind("signal", _("Signal"), _("Signals"), "strategy.Signal", "research.view", "bolt"),
)
register(
    Kind(
        "competitor",
        _("Competitor"),
        _("Competitors"),
        "strategy.Competitor",
        "research.view",
        "audience",
    ),
)
register(
    Kind(
        "observation",
        _("Observation"),
        _("Observations"),
        "strategy.Observation",
        "research.view",
        "search",
    ),
    Edge("competitor", "observation", "competitor"),
)
register(
    Kind("swot", _("SWOT item"), _("SWOT items"), "strategy.SwotItem", "research.view", "strategy"),
    # Evidence has a thread of its own, which does not belong to whoever cites it.
    Edge(ANY, "swot", "evidence__ref", ends=True),
    Edge("swot", "plan", "swot_items"),
)
register(Kind("crisis", _("Crisis"), _("Crises"), "strategy.Crisis", "crisis.view", "alert"))
commands.register(
    commands.Command(
        _("Report a crisis"),
        "strategy:new_crisis",
        "crisis.create",
        "alert",
        "emergency incident 危机 舆情 上报",
    ),
    commands.Command(
        _("New competitor"),
        "strategy:new_competitor",
        "research.create",
        "audience",
        "rival 竞品 对手",
    ),
    commands.Command(
        _("New SWOT item"),
        "strategy:new_swot_item",
        "research.create",
        "strategy",
        "risk 机会 威胁 优势 劣势",
    ),
    commands.Command(
        _("New watch-list"),
        "strategy:new_watch_list",
        "research.create",
        "bolt",
        "rss feed 监测 情报",
    ),
    commands.Command(_("New goal"), "strategy:new_goal", "goal.create", "target", "okr 目标"),
    commands.Command(_("New plan"), "strategy:new_plan", "plan.create", "plan", "budget 计划 预算"),
    commands.Command(
        _("New study"), "strategy:new_study", "research.create", "search", "survey 调研 问卷 访谈"
    ),
    commands.Command(
        _("New insight"), "strategy:new_insight", "research.create", "bulb", "洞察 because"
    ),
    commands.Command(
        _("New tracker"),
        "strategy:new_tracker",
        "research.create",
        "chart",
        "brand health awareness 品牌健康 知名度 美誉度 忠诚度",
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

"""The KPI tree of a launch: what its placements were forecast to bring, channel by channel."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from drumbeat.channels.models import Placement
from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.formats.currencies import from_minor
from drumbeat.strategy.kpis.actions import set_targets
from drumbeat.strategy.kpis.models import KpiNode, KpiTree
from drumbeat.strategy.kpis.periods import Span
from drumbeat.strategy.kpis.states import KPI_TREE
from drumbeat.strategy.models import Campaign
from drumbeat.warehouse.channels import DRUMBEAT, group

# Who answers for a budget line, by its English name; the channel manager for all others.
_OWNERS = {"KOL": "pr", "PR": "pr", "Pop-up and event": "ev", "Pop-up": "ev"}


def agree(stage: Stage, campaign: Campaign, booked: dict[str, Placement]) -> KpiTree:
    """Written by the strategist once all is booked, agreed by the lead a few days later."""
    by, lead = stage.cast["brand"], stage.cast["lead"]
    with stage.at(campaign.starts_on - timedelta(days=10)):
        tree = kept(stage, "brand", _tree(campaign))
        top = _node(tree, None, campaign.goal, measured_by="campaign", campaign=campaign)
        kept(stage, "brand", top)
        values, known = {}, set()
        for line, placements in _by_line(booked.values()).items():
            groups = _groups(placements) - known
            known |= groups
            node = _node(tree, top, line, measured_by="channels", channel_groups=sorted(groups))
            node.position = tree.nodes.count()
            kept(stage, _OWNERS.get(line.title_en, "cm"), node)
            values |= {(node, measure): amount for measure, amount in _sums(placements).items()}
        set_targets(tree, Span(tree.starts_on, tree.ends_on), values, by=by)
    with stage.at(campaign.starts_on - timedelta(days=8), 16):
        KPI_TREE.take(tree, "agree", lead)
    return tree


def _tree(campaign) -> KpiTree:
    return KpiTree(
        title_en=f"{campaign.title_en}: targets",
        title_zh=f"{campaign.title_zh} · 目标拆解",
        goal=campaign.goal,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        grain="whole",
        contribution_margin=Decimal(campaign.plan.contribution_margin),
    )


def _node(tree, parent, named, **fields) -> KpiNode:
    names = {"title_en": named.title_en, "title_zh": named.title_zh}
    return KpiNode(tree=tree, parent=parent, level="module", **names, **fields)


def _by_line(placements) -> dict:
    found = defaultdict(list)
    for placement in placements:
        found[placement.budget_line].append(placement)
    return dict(found)


def _groups(placements) -> set[str]:
    """The channel groups that clicks on these placements' links fall into."""
    return {
        group(DRUMBEAT, one.channel.utm_source, one.channel.utm_medium, one.campaign.slug).channel
        for one in placements
    }


def _sums(placements) -> dict:
    revenue = sum(one.forecast_revenue_minor for one in placements)
    return {
        "sessions": Decimal(sum(one.forecast_touches for one in placements)),
        "orders": Decimal(sum(one.forecast_outcomes for one in placements)),
        "revenue": from_minor(revenue, "CNY"),
        "spend": from_minor(sum(one.planned_minor for one in placements), "CNY"),
    }

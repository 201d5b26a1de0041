"""A tree to start from: a new product's first quarter, from the company's revenue to what single
people are to reach. Every number ties, so that one sees how it is meant (domain.md §6.10).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction

from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.goals.models import Goal, KeyResult
from drumbeat.strategy.kpis.actions import set_targets
from drumbeat.strategy.kpis.models import COLUMNS, KpiNode, KpiTree
from drumbeat.strategy.kpis.periods import spans


@dataclass(frozen=True)
class Part:
    """figures: sessions, orders, revenue, spend; None leaves a cell to its parts."""

    en: str
    zh: str
    figures: tuple[int | None, ...]
    channels: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()
    measured_by: str = "parts"
    persons: tuple["Person", ...] = field(default=())


@dataclass(frozen=True)
class Person:
    """What one person is to move: from where, to where."""

    en: str
    zh: str
    baseline: str
    target: str
    unit: str = "%"
    metric: str = "manual"

    @property
    def direction(self) -> str:
        return "up" if Decimal(self.target) > Decimal(self.baseline) else "down"


_CHANNELS = (
    Part("Paid search", "付费搜索", (100_000, 3_000, None, 270_000), ("Paid Search",),
         persons=(Person("Landing page CVR (copywriter)", "落地页转化率（文案）", "2.7", "3.0"),
                  Person("Review rounds (copywriter)", "审核轮次（文案）", "3", "2", ""))),
    Part("Paid social", "付费社媒", (200_000, 3_000, None, 300_000), ("Paid Social", "Paid Video"),
         persons=(Person("Thumb-stop, 3 s views (designer)", "3 秒停留率（设计）", "18", "25"),)),
    Part("KOL", "达人", (120_000, 3_000, None, 210_000), ("KOL",)),
    Part("Email and CRM", "邮件与 CRM", (30_000, 1_200, None, 10_000),
         ("Email", "SMS", "Mobile Push", "WeChat owned")),
    Part("Content and SEO", "内容与 SEO", (100_000, 1_500, None, 40_000),
         ("Organic Search", "Organic Social", "Organic Video")),
    Part("PR and events", "公关与活动", (50_000, 300, None, 70_000), ("PR", "QR/offline"),
         persons=(Person("Tier-A and -B items (PR)", "A/B 级报道（公关）", "0", "15", ""),
                  Person("Message pull-through (PR)", "信息露出率（公关）", "40", "60"),
                  Person("Attendees (events)", "到场人数（活动）", "0", "300", ""),
                  Person("Cost per lead (events)", "单条线索成本（活动）", "260", "200", "¥"))),
)  # fmt: skip
EXAMPLE = Part(
    "Company", "公司", (None, 20_000, 6_000_000, None), measured_by="brand",
    parts=(
        Part("From marketing", "营销带来", (600_000, 12_000, 3_600_000, 900_000), parts=_CHANNELS,
             persons=(Person("Aided awareness (brand)", "提示知名度（品牌）", "12", "20"),
                      Person("Consideration (brand)", "考虑度（品牌）", "6", "10"),
                      Person("Data completeness (analyst)", "数据完整率（分析师）", "95", "98"),
                      Person("Hours until an alert is taken (analyst)", "告警响应小时数（分析师）",
                             "8", "4", "h"))),
        Part("Other sources", "其他来源", (None, 8_000, 2_400_000, 0), measured_by="channels",
             channels=("Direct", "Referral", "AI Assistant", "Unassigned")),
    ),
)  # fmt: skip
MARGIN = Decimal("0.45")


def start_from_example(*, by, goal: Goal | None, starts_on: date) -> KpiTree:
    """The example, owned by whoever starts it, for the quarter of `starts_on`. Raises NotAllowed."""
    by.must("goal.create")
    quarter = spans(starts_on, _year_end(starts_on), "quarter")[0]
    with transaction.atomic():
        goal = goal or _kept(
            by,
            Goal(
                title_en="New product: first-quarter revenue ¥6m",
                title_zh="新品首季营收 600 万元",
                level="company",
                starts_on=quarter.starts_on,
                ends_on=quarter.ends_on,
            ),
        )
        tree = _kept(
            by,
            KpiTree(
                title_en="First quarter of the new product",
                title_zh="新品首季目标",
                goal=goal,
                starts_on=quarter.starts_on,
                ends_on=quarter.ends_on,
                grain="quarter",
                contribution_margin=MARGIN,
            ),
        )
        values: dict = {}
        _plant(by, tree, EXAMPLE, None, values)
        set_targets(tree, quarter, values, by=by)
    return tree


def _year_end(day: date) -> date:
    return date(day.year, 12, 31)


def _plant(by, tree, part: Part, parent: KpiNode | None, values: dict) -> None:
    node = _kept(
        by,
        KpiNode(
            tree=tree,
            parent=parent,
            title_en=part.en,
            title_zh=part.zh,
            level="company" if parent is None else "module",
            position=tree.nodes.count(),
            measured_by="channels" if part.channels else part.measured_by,
            channel_groups=list(part.channels),
        ),
    )
    values |= {
        (node, measure): Decimal(figure)
        for measure, figure in zip(COLUMNS, part.figures, strict=True)
        if figure is not None
    }
    for person in part.persons:
        _kept(
            by,
            KeyResult(
                goal=tree.goal,
                kpi_node=node,
                title_en=person.en,
                title_zh=person.zh,
                metric=person.metric,
                unit=person.unit,
                direction=person.direction,
                baseline=person.baseline,
                target=person.target,
                due_on=tree.ends_on,
            ),
        )
    for below in part.parts:
        _plant(by, tree, below, node, values)


def _kept(by, obj):
    obj.brand, obj.owner = by.brand, by
    with recorded(by, "created", obj):
        obj.save()
    return obj

"""How a launch leads people from what they see to what they buy, as content drew it."""

from datetime import timedelta
from decimal import Decimal

from drumbeat.config.demo.stage import Stage
from drumbeat.content.models import GuidancePath, PathStep
from drumbeat.content.paths.actions import add_step, enforce
from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.models import Campaign

# Names, kind, what counts it, promise, call to action (both in the brand's language), target.
# No addresses: the demo's site does not exist, and its pages would be told dead.
STEPS = (
    ("Advertisement, post or mail", "广告、帖子或邮件", "ad", "link", "",
     "冰箱里放八小时，一瓶好岩茶", "看看怎么泡", "0.9"),
    ("Landing page", "落地页", "page", "page", "/cold-brew",
     "海拔、年份、涩度，三个数看懂一款茶", "看看这款茶", "0.2"),
    ("Looked at a tea", "看了一款茶", "page", "event", "Product Viewed",
     "第一瓶不满意，原路退回", "下单试饮装", "0.08"),
    ("Order", "下单", "shop", "event", "Order Completed", "", "", None),
)  # fmt: skip


def lead_the_way(stage: Stage, campaign: Campaign) -> None:
    """Drawn by the content lead before the launch, in force from the day before it."""
    by = stage.cast["cl"]
    plan = campaign.plan
    with stage.at(campaign.starts_on - timedelta(days=6)):
        path = GuidancePath(
            brand=stage.brand,
            owner=by,
            campaign=campaign,
            audience=plan.audiences.first(),
            message=plan.messages.first(),
            title_en=f"{campaign.title_en}: from the first look to the order",
            title_zh=f"{campaign.title_zh}：从第一眼到下单",
        )
        with recorded(by, "created", path):
            path.save()
        for step in STEPS:
            add_step(_step(path, *step), by=by)
    with stage.at(campaign.starts_on - timedelta(days=1)):
        enforce(path, by=by)


def _step(path, en, zh, kind, counts_as, counted, promise, act, target) -> PathStep:
    return PathStep(
        brand=path.brand,
        owner=path.owner,
        path=path,
        title_en=en,
        title_zh=zh,
        kind=kind,
        counts_as=counts_as,
        counted=counted,
        promise=promise,
        call_to_action=act,
        target_rate=None if target is None else Decimal(target),
    )

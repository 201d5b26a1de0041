"""The end of a launch: last costs booked, the team's words, learnings published, the campaign closed."""

from datetime import date, timedelta

from drumbeat.config.demo.stage import Stage
from drumbeat.knowledge.learnings.actions import publish
from drumbeat.people.audit.trail import recorded
from drumbeat.review.retrospectives import actions
from drumbeat.review.retrospectives.page import review_of
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.goals.actions import check_in
from drumbeat.strategy.models import Campaign, KeyResult
from drumbeat.strategy.plans.ledger import book_cost

LEARNED = 4


def book_production(stage: Stage, campaign: Campaign, day: date) -> None:
    """What the studio charged; it belongs to the plan and to no single placement."""
    line = campaign.plan.lines.get(category="production")
    with stage.at(day, 11):
        book_cost(
            line,
            int(line.planned_minor * 0.96),
            by=stage.cast["cm"],
            note="短片、海报与落地页制作",
            paper=f"STUDIO-{campaign.slug[-6:].upper()}",
            on=day,
        )


def close(stage: Stage, campaign: Campaign) -> None:
    """As the playbook has it: review meeting, learnings with evidence, close-out."""
    campaign.refresh_from_db()
    with stage.at(campaign.ends_on + timedelta(days=2)):
        CAMPAIGN.take(campaign, "wind_down", stage.cast["brand"])
    with stage.at(campaign.ends_on + timedelta(days=14)) as moment:
        _write(stage, campaign)
        _learn(stage, campaign, moment)
    with stage.at(campaign.ends_on + timedelta(days=16), 16):
        actions.close(
            campaign, by=stage.cast["lead"], partial_cost_reason="预备金未动用，其余费用均已入账。"
        )


def report_progress(stage: Stage, campaign: Campaign) -> None:
    """The owner of the awareness target reports what the quarterly survey said."""
    target = KeyResult.objects.get(brand=stage.brand, metric="manual")
    with stage.at(campaign.ends_on + timedelta(days=13)):
        check_in(
            target,
            by=target.owner,
            value="15.4",
            confidence="0.55",
            note="季度追踪 n=1,006,±2.3 个百分点",
        )


def _write(stage, campaign):
    by = stage.cast["lead"]
    retrospective = actions.retrospective_of(campaign, by)
    with recorded(by, "wrote in", retrospective):
        retrospective.helped = "中腰部达人的口播都用了同一句话；会员邮件提前发。"
        retrospective.hurt = "短片晚了两天，抖音前两天没有素材。"
        retrospective.surprised = "头部达人带来很多访问，却很少下单。"
        retrospective.next_time = "把头部达人的钱移给中腰部；短片提前一周定稿。"
        retrospective.save()


def _learn(stage, campaign, moment):
    analyst = stage.cast["an"]
    review = review_of(campaign, moment)
    for suggestion in review.suggestions[:LEARNED]:
        draft = actions.learn(
            review,
            suggestion.key,
            by=analyst,
            title=suggestion.title_zh,
            other_title=suggestion.title_en,
            scope="冷泡茶；办公室茶客；中国大陆",
        )
        publish(draft, by=analyst)

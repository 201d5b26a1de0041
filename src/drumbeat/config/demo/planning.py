"""Strategy's part: goals, audiences, the message house, plans with budgets, campaigns."""

from datetime import date, timedelta

from drumbeat.config.demo.parts import Launch
from drumbeat.config.demo.stage import Stage
from drumbeat.config.demo.story import AUDIENCES, HOUSE, PILLARS, WORDINGS
from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.models import (
    Audience,
    BudgetLine,
    Campaign,
    Goal,
    KeyMessage,
    KeyResult,
    MessageHouse,
    Pillar,
    Plan,
    ProofPoint,
    Wording,
)
from drumbeat.strategy.plans import actions as plans
from drumbeat.strategy.plans.queries import learnings_to_answer


def kept(stage: Stage, role: str, obj):
    """Save a new record in the name of the member in that role, with its audit event."""
    by = stage.cast[role]
    obj.brand, obj.owner = stage.brand, by
    with recorded(by, "created", obj):
        obj.save()
    return obj


def company_goal(stage: Stage, starts_on: date) -> Goal:
    goal = kept(
        stage,
        "lead",
        Goal(
            title_en="Make cold brew a habit",
            title_zh="让冷泡成为习惯",
            level="company",
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=365),
            confidence="0.60",
            rationale="一年内冷泡收入占全品牌的 25 %。",
        ),
    )
    kept(
        stage,
        "lead",
        KeyResult(
            goal=goal,
            title_en="Aided awareness among office tea drinkers",
            title_zh="办公室茶客的提示知名度",
            metric="manual",
            unit="%",
            baseline=12,
            target=20,
            due_on=goal.ends_on,
        ),
    )
    kept(
        stage,
        "lead",
        KeyResult(
            goal=goal,
            title_en="Aided awareness among all tea drinkers",
            title_zh="全体茶饮消费者的提示知名度",
            metric="aided",
            unit="%",
            baseline=22,
            target=45,
            due_on=goal.ends_on,
        ),
    )
    return goal


def lay_ground(stage: Stage, day: date) -> None:
    """Audiences and the message house, once for both launches."""
    for en, zh, rule, size, consent in AUDIENCES:
        stage.audiences.append(
            kept(
                stage,
                "brand",
                Audience(
                    title_en=en,
                    title_zh=zh,
                    rule=rule,
                    size=size,
                    size_on=day,
                    consent_basis=consent,
                    size_source="2026 消费者调研, n=1,204",
                    jobs="一杯不用等的好茶",
                ),
            )
        )
    en, zh, umbrella_en, umbrella_zh = HOUSE
    house = kept(
        stage,
        "brand",
        MessageHouse(title_en=en, title_zh=zh, umbrella_en=umbrella_en, umbrella_zh=umbrella_zh),
    )
    for position, ((en, zh), messages) in enumerate(PILLARS):
        pillar = kept(
            stage, "brand", Pillar(house=house, title_en=en, title_zh=zh, position=position)
        )
        for message_en, message_zh, proof_en, proof_zh, source in messages:
            message = kept(
                stage,
                "brand",
                KeyMessage(
                    pillar=pillar, title_en=message_en, title_zh=message_zh, tone="平静、具体"
                ),
            )
            kept(
                stage,
                "brand",
                ProofPoint(
                    message=message,
                    title_en=proof_en,
                    title_zh=proof_zh,
                    source=source,
                    evidence_url="https://rockmist.example/evidence",
                    valid_until=stage.today + timedelta(days=400),
                ),
            )
            stage.messages.append(message)
    for message, audience, title_en, title_zh, why in WORDINGS:
        wording = Wording(title_en=title_en, title_zh=title_zh, why=why)
        wording.message, wording.audience = stage.messages[message], stage.audiences[audience]
        kept(stage, "brand", wording)


def plan_launch(stage: Stage, launch: Launch, launch_day: date, parent: Goal) -> Campaign:
    """From the goal to a campaign that is ready: drafted, reviewed, approved by another pair of eyes."""
    with stage.at(launch_day - timedelta(days=95)):
        goal = _goal(stage, launch, launch_day, parent)
        plan = _draft(stage, launch, goal)
    with stage.at(launch_day - timedelta(days=94), 15):
        answer_learnings(stage, plan)
        plans.submit(plan, by=stage.cast["brand"])
    with stage.at(launch_day - timedelta(days=92), 11):
        plans.approve(plan, by=stage.cast["lead"], note="目标、人群、信息、预算一致。")
    with stage.at(launch_day - timedelta(days=91)):
        campaign = kept(
            stage,
            "brand",
            Campaign(
                plan=plan,
                goal=goal,
                slug=launch.slug,
                title_en=launch.en,
                title_zh=launch.zh,
                starts_on=launch_day,
                ends_on=launch_day + timedelta(days=launch.length - 1),
                landing_url="https://rockmist.example/cold-brew",
            ),
        )
        CAMPAIGN.take(campaign, "prepare", stage.cast["brand"])
    return campaign


def _goal(stage, launch, launch_day, parent):
    en, zh = launch.goal
    ends_on = launch_day + timedelta(days=launch.length - 1)
    goal = kept(
        stage,
        "lead",
        Goal(
            title_en=en,
            title_zh=zh,
            level="module",
            parent=parent,
            starts_on=launch_day,
            ends_on=ends_on,
            confidence="0.70",
        ),
    )
    kept(
        stage,
        "lead",
        KeyResult(
            goal=goal,
            title_en="Revenue",
            title_zh="收入",
            metric="revenue",
            unit="¥",
            baseline=0,
            target=launch.revenue_target,
            due_on=ends_on,
        ),
    )
    orders = sum(booking.orders for booking in launch.bookings)
    kept(
        stage,
        "cm",
        KeyResult(
            goal=goal,
            title_en="Orders from placements",
            title_zh="投放带来的订单",
            metric="outcomes",
            unit="",
            baseline=0,
            target=orders,
            due_on=ends_on,
        ),
    )
    return goal


def _draft(stage, launch, goal):
    plan = kept(
        stage,
        "brand",
        Plan(
            title_en=f"{launch.en}: plan",
            title_zh=f"{launch.zh} · 计划",
            kind="launch",
            goal=goal,
            currency="CNY",
            budget_minor=launch.budget * 100,
            situation=launch.situation,
            choices_made=launch.choices,
            not_doing=launch.not_doing,
            contribution_margin="0.4500",
        ),
    )
    plan.audiences.set(stage.audiences)
    plan.messages.set(stage.messages)
    for position, line in enumerate(launch.budgets):
        kept(
            stage,
            "brand",
            BudgetLine(
                plan=plan,
                title_en=line.en,
                title_zh=line.zh,
                category=line.category,
                planned_minor=line.yuan * 100,
                is_reserve=line.is_reserve,
                position=position,
            ),
        )
    return plan


def answer_learnings(stage, plan):
    offered = learnings_to_answer(plan, stage.today)
    by = stage.cast["brand"]
    if not offered:
        plans.none_found(plan, by=by, why="知识库里还没有冷泡的经验。")
    for learning, _answer in offered:
        plans.answer(plan, learning, by=by, answer="applied", why="预算与排期已按此调整。")

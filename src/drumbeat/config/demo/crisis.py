"""A small storm that the team came through in spring, and the words they keep ready since."""

from datetime import date, timedelta

from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.strategy.crisis import actions, reviewing, rules, statements
from drumbeat.strategy.models import Crisis, CrisisReview, Statement

DAYS_AGO = 47
SCORES = {
    "harm": 1,
    "spread_velocity": 2,
    "source_authority": 1,
    "truth_likelihood": 2,
    "core_value_conflict": 2,
}
ANSWER = (
    "Some bottles of batch 0917 tasted sour. We took the batch back today, and whoever bought one "
    "gets a new one. On Friday we say here what the laboratory found.",
    "批次 0917 的部分冷泡茶口感发酸。我们今天已召回该批次，购买者均可换新。周五我们将在此公布检测结果。",
)
READY = (
    "We have seen what you report and are sorry for the worry. We are finding out what happened and "
    "say more here by the time named below. If you have the product, please keep it and write to us.",
    "我们已看到大家反映的情况，对由此带来的担心深表歉意。我们正在核实，并将在下述时间之前于此更新。"
    "如您手中有该产品，请保留并与我们联系。",
)


def come_through_a_storm(stage: Stage) -> None:
    """From the first complaint to the lesson in two days; then a statement to keep ready."""
    day = stage.today - timedelta(days=DAYS_AGO)
    crisis = _break_out(stage, day)
    _answer(stage, crisis, day)
    _calm_down(stage, crisis, day + timedelta(days=1))
    _look_back(stage, crisis, day + timedelta(days=5))


def _break_out(stage: Stage, day: date) -> Crisis:
    cast = stage.cast
    with stage.at(day, 9, 30) as moment:
        crisis = actions.report(
            cast["cm"],
            title="多位顾客反映冷泡茶发酸",
            what_happened="小红书上三位顾客晒出同一批次（0917），说打开即有酸味；评论区开始有人跟帖。",
            t0=moment - timedelta(minutes=15),
        )
    with stage.at(day, 9, 40):
        reason = "多位顾客、同一批次；涉及食品，目前无人不适。"
        actions.assess(crisis, by=cast["brand"], scores=SCORES, reason=reason)
        actions.count(crisis, by=cast["an"], mentions=46, note="小红书、微博")
    with stage.at(day, 10, 10) as moment:
        roles = {"lead": "brand", "spokesperson": "pr", "deputy": "lead", "pr": "pr",
                 "cs": "cm", "analyst": "an"}  # fmt: skip
        seats = {
            one.key: cast[roles[one.key]] if one.key in roles else "律师事务所"
            for one in rules.cell(crisis.rules)
        }
        meets_at = moment + timedelta(hours=2)
        actions.name_cell(crisis, by=cast["brand"], seats=seats, meets_at=meets_at)
        actions.move("convene", crisis, by=cast["lead"])
    return crisis


def _answer(stage: Stage, crisis: Crisis, day: date) -> None:
    english, chinese = ANSWER
    with stage.at(day, 11, 0):
        said = kept(stage, "pr", Statement(crisis=crisis, text_en=english, text_zh=chinese))
    with stage.at(day, 11, 20):
        statements.approve(said, by=stage.cast["lead"])
        statements.publish(said, by=stage.cast["pr"], url="https://rockmist.example/notice/0917")


def _calm_down(stage: Stage, crisis: Crisis, day: date) -> None:
    cast = stage.cast
    for hour, mentions in ((8, 12), (12, 9), (16, 4)):
        with stage.at(day, hour):
            actions.count(crisis, by=cast["an"], mentions=mentions, note="小红书、微博")
    with stage.at(day, 16, 30):
        actions.move("contain", crisis, by=cast["brand"])
    with stage.at(day + timedelta(days=3), 10):
        met = [one.key for one in rules.de_escalation(crisis.rules)]
        reason = "检测结果：一条产线封口松动，未检出致病菌；已公开说明。"
        actions.de_escalate(crisis, by=cast["lead"], met=met, reason=reason)


def _look_back(stage: Stage, crisis: Crisis, day: date) -> None:
    with stage.at(day, 15):
        review = CrisisReview(
            crisis=crisis,
            causes="一条灌装线的封口松动；客服在前一天已收到两条投诉，没有上报。",
            helped="当天召回并公开批次号，评论区转为感谢。",
            hurt="没有事先批准的声明，撰写与审批花了两个小时。",
            cost="召回与换新约 3 万元。",
            lesson="两条同批次投诉即上报，不等第三条；初步声明要事先批准。",
        )
        kept(stage, "brand", review)
        reviewing.publish(review, by=stage.cast["lead"])
        actions.move("close", crisis, by=stage.cast["lead"])
    with stage.at(day + timedelta(days=2), 11):
        english, chinese = READY
        ready = kept(stage, "pr", Statement(text_en=english, text_zh=chinese))
        statements.approve(ready, by=stage.cast["lead"])

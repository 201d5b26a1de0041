"""What lies on the brief desk today: an event that waits for content, a film still being written."""

from datetime import timedelta

from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.content.briefs import actions
from drumbeat.content.briefs.parts import answer_tried
from drumbeat.content.briefs.tried import tried_before
from drumbeat.content.models import Brief
from drumbeat.science.calendar import china
from drumbeat.strategy.models import Campaign


def lay_the_desk(stage: Stage) -> None:
    plan = Campaign.objects.get(brand=stage.brand, slug="yanwu-winter").plan
    asked_on = china().add_working_days(stage.today, -1)
    with stage.at(asked_on - timedelta(days=2), 15):
        _film(stage, plan)
    with stage.at(asked_on, 11):
        _tea_hour(stage, plan)


def _film(stage, plan):
    """A draft: its length and its answer to the first film are still missing."""
    brief = kept(
        stage,
        "brand",
        Brief(
            kind="film",
            plan=plan,
            title_en="Winter film, second cut",
            title_zh="冬日短片第二支",
            objective="让看过第一支短片的人想起办公桌上的那杯茶，并点进落地页。",
            insight="冬天他们早上更赶，因为要多穿一层衣服，所以省下烧水的三分钟才动人。",
            proposition="一只杯子，一个早晨，冬天也一样。",
            formats="竖版短片",
            runs_on="抖音信息流、小红书",
        ),
    )
    brief.audiences.set(stage.audiences[:1])
    brief.messages.set(stage.messages[1:2])


def _tea_hour(stage, plan):
    """Submitted: content restates it next."""
    by = stage.cast["brand"]
    saturday = stage.today + timedelta(days=(5 - stage.today.weekday()) % 7 + 7)
    brief = kept(
        stage,
        "brand",
        Brief(
            kind="event",
            plan=plan,
            title_en="Tea hour at the Chengdu pop-up",
            title_zh="成都快闪店茶会",
            objective="请 60 位会员带一位朋友到店，当天至少一半扫码领茶。",
            insight="他们想在周末招待朋友，因为家里来不及泡，所以店里那壶前一晚泡好的茶正好。",
            proposition="前一晚泡好，朋友来了就能坐下。",
            formats="邀请函、现场海报、主持词",
            success_metric="扫码领茶人数",
            mandatories="「广告」标识；退订入口",
            due_on=saturday - timedelta(days=4),
            place="成都快闪店，一楼中庭",
            happens_on=saturday,
        ),
    )
    brief.audiences.set(stage.audiences[1:])
    brief.messages.set(stage.messages[:2])
    for one in tried_before(brief):
        why = "海报的扫码领茶照用；渠道组合不适用，这次只请会员。"
        answer_tried(brief, one.earlier, by=by, answer="used", why=why)
    actions.submit(brief, by=by)

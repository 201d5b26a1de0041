"""What lies on the brief desk today: an event that waits for content, a film still being written,
a gift box whose two concepts wait for scores."""

from datetime import timedelta

from drumbeat.config.demo.conceiving import put_side_by_side, scored_by
from drumbeat.config.demo.ideas import GIFT
from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.content.briefs import actions
from drumbeat.content.briefs.assigning import take
from drumbeat.content.briefs.parts import answer_tried
from drumbeat.content.briefs.tried import tried_before
from drumbeat.content.models import Brief, BriefType
from drumbeat.science.calendar import china
from drumbeat.strategy.models import Campaign

TASTING = {
    "title_en": "Tasting note",
    "title_zh": "品鉴笔记",
    "meaning": "懂茶的人替我们说一杯茶的味道",
    "asks": ["claims", "disclosure"],
    "may": ["runs_on"],
    "mandatories": "茶样批次号\n「广告」标识",
}


def lay_the_desk(stage: Stage) -> None:
    plan = Campaign.objects.get(brand=stage.brand, slug="yanwu-winter").plan
    asked_on = china().add_working_days(stage.today, -1)
    with stage.at(asked_on - timedelta(days=2), 15):
        kept(stage, "lead", BriefType(**TASTING))
        _film(stage, plan)
    with stage.at(asked_on, 11):
        _tea_hour(stage, plan)
    _gift_box(stage, plan, china().add_working_days(stage.today, -4))


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


def _gift_box(stage, plan, asked_on):
    """Confirmed; of its two concepts channels have spoken, strategy has not."""
    by, content = stage.cast["brand"], stage.cast["cl"]
    with stage.at(asked_on, 10):
        brief = kept(
            stage,
            "brand",
            Brief(
                plan=plan,
                title_en="New Year gift box",
                title_zh="新年礼盒",
                objective="让老会员在一月把礼盒送给一位没喝过冷泡茶的朋友。",
                insight="他们想送得体的小礼，因为年货大多太满，所以一盒安静的茶反而被记住。",
                proposition="送一个不着急的早晨。",
                tone="温暖、克制",
                formats="礼盒外观、主画面、会员邮件",
                success_metric="由会员带来的新客数",
                due_on=stage.today + timedelta(days=18),
            ),
        )
        brief.audiences.set(stage.audiences[:2])
        brief.messages.set(stage.messages[:2])
        for one in tried_before(brief):
            why = "沿用安静的画面；这次的主角是送礼的人。"
            answer_tried(brief, one.earlier, by=by, answer="used", why=why)
        actions.submit(brief, by=by)
    with stage.at(asked_on, 14):
        intent = "礼盒要让老会员觉得拿得出手，让收到的人第二天早上就想泡；画面先有人，再有茶。"
        actions.restate(brief, by=content, restated_intent=intent)
    with stage.at(asked_on, 16):
        actions.confirm(brief, by=by)
    with stage.at(asked_on, 17):
        take(brief, by=stage.cast["cw"])
    day = china().add_working_days(asked_on, 1)
    concepts = put_side_by_side(stage, brief, GIFT, ("brand", "cm"), day)
    scored_by(stage, "cm", concepts, GIFT, china().add_working_days(day, 1))

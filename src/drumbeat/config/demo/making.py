"""Content's part: one brief a launch, acknowledged in content's words; assets in versions, approved."""

from datetime import date, timedelta

from drumbeat.config.demo.conceiving import conceive
from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.config.demo.story import ASSETS, TAGS
from drumbeat.content.assets.actions import add_version, make_asset
from drumbeat.content.assets.review import approve, request_changes, send_to_review
from drumbeat.content.briefs import actions as briefs
from drumbeat.content.briefs.parts import add_reference, answer_tried
from drumbeat.content.briefs.tried import tried_before
from drumbeat.content.models import Asset, Brief, Reference, Right, Version
from drumbeat.content.tags.actions import tag
from drumbeat.strategy.models import Campaign


def make_assets(stage: Stage, campaign: Campaign, launch_day: date) -> dict[str, Version]:
    """The approved version of each asset of the launch, by its key in the story.

    All are begun before the first is approved: a brief counts as delivered when every asset it
    has so far is approved.
    """
    brief = _brief(stage, campaign, launch_day)
    concept = conceive(stage, brief, launch_day)
    days = {key: launch_day - timedelta(days=45 - n) for n, key in enumerate(ASSETS)}
    drafts = {key: _draft(stage, concept, key, day) for key, day in days.items()}
    for number, (key, day) in enumerate(days.items()):
        drafts[key] = _reviewed(stage, drafts[key], ASSETS[key][4], number, day)
    return drafts


def _brief(stage, campaign, launch_day):
    cast = stage.cast
    with stage.at(launch_day - timedelta(days=60)):
        brief = kept(
            stage,
            "brand",
            Brief(
                kind="campaign",
                plan=campaign.plan,
                campaign=campaign,
                angle=stage.angles.get(campaign.slug),
                title_en=f"{campaign.title_en}: all channels",
                title_zh=f"{campaign.title_zh} · 全渠道",
                due_on=launch_day - timedelta(days=14),
                objective="让办公室茶客在四周内第一次买冷泡茶。",
                insight="他们想喝好茶，因为没有时间烧水，所以一只瓶子就够了。",
                proposition="一只杯子，一个早晨。",
                tone="平静、具体、不夸张",
                mandatories="产地证书号；退订入口；「广告」标识",
                do_not="不用“最”“第一”",
                formats="搜索文案、信息流、短片脚本、笔记、邮件、新闻稿、海报、落地页",
                success_metric="落地页转化率 ≥ 3 %",
            ),
        )
        brief.audiences.set(stage.audiences)
        brief.messages.set(stage.messages)
        _look_back(stage, brief)
        briefs.submit(brief, by=cast["brand"])
    with stage.at(launch_day - timedelta(days=59), 14):
        briefs.restate(
            brief,
            by=cast["cl"],
            restated_intent=(
                "我们要证明：不烧水、不等待也能喝到不涩的好茶；所有物料先给场景，再给证据，最后给购买入口。"
            ),
        )
    with stage.at(launch_day - timedelta(days=58), 9, 30):
        briefs.confirm(brief, by=cast["brand"])
    return brief


def _look_back(stage, brief):
    """The second launch says what it takes from the first, and shows the writer its film."""
    by = stage.cast["brand"]
    for one in tried_before(brief):
        film = one.earlier.assets.get(kind="script")
        why = "开头三秒只有水声，没有旁白；第二支保持同样安静的节奏。"
        shown = Reference(brand=stage.brand, owner=by, brief=brief, asset=film, why=why)
        add_reference(shown, by=by)
        used = "沿用先场景、后证据、最后购买入口的顺序；短片提前一周定稿。"
        answer_tried(brief, one.earlier, by=by, answer="used", why=used)


def _draft(stage, concept, key, day) -> Version:
    kind, en, zh, message, text = ASSETS[key]
    author = stage.cast["ds" if kind in ("poster", "deck") else "cw"]
    with stage.at(day):
        concept.brief.refresh_from_db()
        asset = Asset(
            brand=stage.brand,
            owner=author,
            brief=concept.brief,
            concept=concept,
            kind=kind,
            title_en=en,
            title_zh=zh,
            message=stage.messages[message],
            language="en" if key == "feed-en" else "zh-hans",
        )
        make_asset(asset, by=author)
        tag([asset], TAGS[key], by=author)
        version = add_version(asset, by=author, text=text, change_note="初稿")
        send_to_review(version, by=author)
    return version


def _reviewed(stage, version, text, number, day) -> Version:
    """Every third piece goes round once more before somebody else says yes."""
    asset, author = version.asset, version.owner
    reviewer = stage.cast["pr" if asset.kind == "press" else "cl"]
    if asset.kind == "poster":
        _right(stage, asset, day)
    if number % 3 == 0:
        with stage.at(day + timedelta(days=2), 16):
            request_changes(version, by=reviewer, reason="先说场景，再说产品。")
        with stage.at(day + timedelta(days=3)):
            version = add_version(
                asset,
                by=author,
                text=f"{text}\n\n岩雾 · 快日子里的慢茶",
                change_note="按意见调整开头，加品牌落款",
            )
            send_to_review(version, by=author)
    with stage.at(day + timedelta(days=12), 17):
        approve(version, by=reviewer, note="可以发。")
    return version


def _right(stage, asset, day):
    with stage.at(day + timedelta(days=1)):
        right = Right(
            asset=asset,
            kind="photo",
            licensor="山野影像",
            territory="CN",
            title_en="Poster photograph",
            title_zh="海报摄影",
            starts_on=day,
            ends_on=day + timedelta(days=180),
        )
        kept(stage, "ds", right)

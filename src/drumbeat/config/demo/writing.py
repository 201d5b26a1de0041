"""What is being written today: the next note of the launch in flight, with words for each network."""

from drumbeat.config.demo.stage import Stage
from drumbeat.content.assets.actions import add_version
from drumbeat.content.models import Asset
from drumbeat.content.studio.actions import save
from drumbeat.content.studio.pairs import pair_up
from drumbeat.content.studio.remarks import remark
from drumbeat.science.calendar import china
from drumbeat.strategy.models import Campaign

NOTE = "# 冬天的那只杯子\n\n手冷的时候，杯子先暖。{{价格}}，前一晚泡好，早上倒出来温一温就能喝。"
FOR_WEIBO = "#冬天的那只杯子#\n\n前一晚泡好，早上温一温。{{价格}}。「广告」"
FOR_X = "Brew it cold tonight, warm it tomorrow. Same leaves, no bitterness. {{价格}} #ad"


def write_on(stage: Stage) -> None:
    assets = Asset.objects.filter(brief__campaign=Campaign.objects.get(slug="yanwu-winter"))
    notes, ours, english = (
        assets.get(title_en=title)
        for title in ("Xiaohongshu notes", "Search ad copy", "Feed ad, English")
    )
    begun_on = china().add_working_days(stage.today, -1)
    with stage.at(begun_on, 14):
        by = stage.cast["cw"]
        pair_up(ours, english, by=by)
        draft = add_version(notes, by=by, text=NOTE, change_note="第二篇，写冬天")
        draft = save(
            draft,
            by=by,
            row_version=draft.row_version,
            text=NOTE,
            change_note="第二篇，写冬天",
            variants={"weibo-post": FOR_WEIBO, "x-post": FOR_X},
            variables={"价格": "39 元"},
        )
    with stage.at(begun_on, 16):
        remark(
            draft,
            by=stage.cast["cl"],
            quote="手冷的时候，杯子先暖。",
            body="先给场景很好，再短一点。",
            replacement="手冷，杯子暖。",
        )

"""What is in the making today: a poster in its proof round, a film written shot by shot."""

import io
from datetime import timedelta
from math import cos, pi, sin

from PIL import Image, ImageDraw

from drumbeat.config.demo.stage import Stage
from drumbeat.content.assets.actions import add_version
from drumbeat.content.creative.proofing.actions import begin, decide, pin
from drumbeat.content.creative.scripts import actions as scripts
from drumbeat.content.creative.scripts.shots import Shot
from drumbeat.content.media.reading import facts_of
from drumbeat.content.models import Asset
from drumbeat.science.calendar import china
from drumbeat.strategy.models import Campaign
from drumbeat.work.models import StoredFile

MIST, TEA, PAPER, INK = (226, 222, 208), (176, 122, 58), (250, 246, 238), (34, 29, 23)


def make_things(stage: Stage) -> None:
    assets = Asset.objects.filter(brief__campaign=Campaign.objects.get(slug="yanwu-winter"))
    began_on = china().add_working_days(stage.today, -1)
    with stage.at(began_on, 15):
        poster = _proof(stage, assets.get(kind="poster"))
    with stage.at(began_on, 16):
        _script(stage, assets.get(kind="script"), poster)


def _proof(stage, asset):
    by, reviewers = stage.cast["ds"], [stage.cast["cl"], stage.cast["brand"]]
    file = StoredFile.keep(by, "winter-poster.png", _poster(), "image/png")
    version = add_version(
        asset,
        by=by,
        file=file,
        change_note="冬季画面，第一稿",
        alt_zh="雾里的木桌上，一只茶杯冒着热气",
        alt_en="A cup of tea on a wooden table in the mist",
    )
    due_on = stage.today + timedelta(days=2)
    begun = begin(version, by=by, reviewers=reviewers, due_on=due_on, ask="杯子的位置和留白")
    facts = facts_of(file)
    pin(
        version,
        facts,
        by=reviewers[0],
        body="杯子再往左一点，给标题留出位置。",
        stroke=_around(0.52, 0.55, 0.24, 0.25),
    )
    pin(version, facts, by=reviewers[1], body="少了「广告」标识。", region=(0.9, 0.05, 0, 0))
    decide(begun, by=reviewers[1], decision="changes", reason="加上「广告」标识就可以。")
    return version


def _around(across, down, wide, high) -> list[tuple[float, float]]:
    """A loop as a hand draws it: it does not quite meet its beginning."""
    turns = [n / 40 * 2.05 * pi for n in range(41)]
    return [
        (across + wide * cos(turn) * (1 + turn / 90), down + high * sin(turn)) for turn in turns
    ]


def _poster() -> bytes:
    """A cup on a table in the mist, drawn."""
    picture = Image.new("RGB", (900, 1200), MIST)
    pen, out = ImageDraw.Draw(picture), io.BytesIO()
    pen.rectangle((0, 900, 900, 1200), fill=PAPER)
    pen.ellipse((580, 470, 720, 640), outline=INK, width=16)
    pen.rounded_rectangle((300, 440, 630, 900), 40, fill=TEA)
    pen.ellipse((300, 400, 630, 480), fill=INK)
    picture.save(out, "PNG")
    return out.getvalue()


def _script(stage, asset, poster):
    scripts.begin(
        asset,
        [
            Shot("清晨的桌面，雾里一只杯子。", "天还没有全亮。", "07:00", 3000, poster.pk),
            Shot("手从冰箱里拿出前一晚泡好的茶。", "茶已经好了，前一晚放进去的。", "", 3500),
            Shot(
                "茶倒进杯子，特写。", "一只杯子，一个早晨，不烧水，也不用等。", "前一晚泡好", 3000
            ),
            Shot("落版：标识与「广告」标识。", "", "岩雾 · 快日子里的慢茶", 2500),
        ],
        by=stage.cast["cw"],
        change_note="第二支，按分镜写",
    )

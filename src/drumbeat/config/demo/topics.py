"""Content strategy's part: what the brand speaks about all year, and what people ask."""

from datetime import date, timedelta

from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.content.models import Angle, ContentCell, ContentPillar, Demand, Topic

PILLARS = (
    ("A slower workday", "慢一点的工作日", "工作日里只有几分钟属于自己；我们有一只杯子就够的茶。"),
    ("Where tea comes from", "茶从哪里来", "想知道钱花在哪里；我们自己在海拔 900–1200 米种茶。"),
)
# pillar, audience, question in both languages; angle (message, stage); searches a month, source.
TOPICS = (
    (0, 0, "Good tea at work without a kettle?", "上班没有热水怎么喝到好茶？",
     (("Eight hours in the office fridge", "冰箱里的八小时", 0, "consider"),
      ("The first cup before the first meeting", "第一场会之前的一杯", 1, "aware")),
     (18_600, "百度指数“冷泡茶”")),
    (0, 1, "What to drink with guests who drive?", "客人要开车，席间喝什么？",
     (("A bottle on the table", "桌上的一瓶", 0, "buy"),), (5_400, "百度指数“无酒精饮品”")),
    (1, 0, "How do I tell good rock tea?", "岩茶怎么分好坏？",
     (("Altitude, year, astringency: three numbers", "海拔、年份、涩度三个数", 2, "consider"),),
     (9_800, "百度指数“岩茶怎么选”")),
    (1, 1, "How long does tea keep?", "茶能放多久？", (), (3_100, "知乎热度")),
)  # fmt: skip
WANTED = (
    (0, "post", "aware", 4),
    (0, "post", "consider", 4),
    (0, "script", "aware", 2),
    (0, "email", "buy", 2),
    (1, "article", "consider", 3),
    (1, "post", "recommend", 2),
)
TAKEN = {"yanwu-cold-brew": "冰箱里的八小时", "yanwu-winter": "第一场会之前的一杯"}


def say_what_we_speak_about(stage: Stage, day: date) -> None:
    """Pillars, topics, angles, who asks, and how many pieces are wanted. Leaves the angles that
    the briefs take, by their launch's slug."""
    with stage.at(day + timedelta(days=2), 15):
        pillars = [
            kept(stage, "cl", ContentPillar(title_en=en, title_zh=zh, why=why))
            for en, zh, why in PILLARS
        ]
        angles = [angle for told in TOPICS for angle in _topic(stage, pillars, day, *told)]
        for pillar, kind, phase, target in WANTED:
            cell = ContentCell(pillar=pillars[pillar], format=kind, stage=phase, target=target)
            kept(stage, "cl", cell)
    stage.angles = {
        slug: next(angle for angle in angles if angle.title_zh == taken)
        for slug, taken in TAKEN.items()
    }


def _topic(stage, pillars, day, pillar, audience, en, zh, angles, asked):
    audience = stage.audiences[audience]
    topic = Topic(pillar=pillars[pillar], audience=audience, title_en=en, title_zh=zh)
    kept(stage, "cl", topic)
    count, source = asked
    kept(stage, "cl", Demand(topic=topic, words=zh, count=count, source=source, observed_on=day))
    for en, zh, message, phase in angles:
        angle = Angle(topic=topic, message=stage.messages[message], stage=phase)
        angle.title_en, angle.title_zh = en, zh
        yield kept(stage, "cl", angle)

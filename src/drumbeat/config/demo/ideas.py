"""The ideas that each launch chose between: the first of a pair was chosen, the second was not. And
two for a gift box, between which nobody has chosen yet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """by: the role of who thought of it. message: its index in the story. sketches: (where, how it
    looks there). scores: role → (points, why) by each criterion. verdict: why, or why not, if it is known."""

    by: str
    en: str
    zh: str
    idea: str
    insight: str
    tone: str
    message: int
    picture: str
    cost_minor: int
    sketches: tuple[tuple[str, str], ...]
    scores: dict[str, tuple[tuple[int, str], ...]]
    verdict: str = ""


IDEAS = {
    "yanwu-cold-brew": (
        Idea(
            by="cw",
            en="The silent kettle",
            zh="不响的水壶",
            idea="早晨少一种声音，就多一段自己的时间。",
            insight="他们不是不想喝茶，是不想在早上等一壶水，所以让水壶安静下来。",
            tone="安静、具体、留白",
            message=0,
            picture="kettle",
            cost_minor=18_000_000,
            sketches=(
                ("短片 15 秒", "前六秒只有关着的水壶和窗外的雾，第七秒茶已经在杯里。"),
                ("海报", "左边一只划掉的水壶，右边一只装满的杯子，中间全部留白。"),
                ("小红书笔记", "九张图记录一个不烧水的早晨，每张只写一个时间。"),
            ),
            scores={
                "brand": (
                    (5, "一眼就是“一只杯子，一个早晨”"),
                    (5, "安静就是我们的语气"),
                    (4, "对手都在讲产地，没有人讲声音"),
                    (4, "棚拍两天可以完成"),
                ),
                "cm": (
                    (4, "前六秒没有字，信息流里要加一行"),
                    (4, "和包装是同一种感觉"),
                    (5, "静音播放时更好懂"),
                    (4, "尺寸都能裁"),
                ),
                "pr": (
                    (5, "达人一句话就能复述"),
                    (4, "克制"),
                    (4, "可以变成一个话题"),
                    (5, "达人在家就能拍"),
                ),
            },
            verdict="最直接地说出主张，静音也看得懂，达人在家里就能照着拍。",
        ),
        Idea(
            by="ds",
            en="Eight hours at night",
            zh="夜里的八小时",
            idea="你睡着的时候，茶已经泡好了。",
            insight="他们早上没有时间，因为时间都留给了路上，所以把泡茶放到夜里。",
            tone="温和、带一点幽默",
            message=1,
            picture="clock",
            cost_minor=32_000_000,
            sketches=(
                ("短片 30 秒", "一夜的延时摄影：冰箱里的灯、钟、慢慢变深的茶色。"),
                ("户外", "地铁站灯箱随时间变色，早上七点是茶色。"),
            ),
            scores={
                "brand": (
                    (4, "讲了方便，没有讲杯子"),
                    (4, "比我们平时热闹一点"),
                    (3, "像酸奶和睡眠产品的片子"),
                    (2, "延时摄影要多三周"),
                ),
                "cm": (
                    (3, "要看完才懂"),
                    (4, "画面好看"),
                    (3, "开头三秒没有品牌"),
                    (2, "变色灯箱超出预算"),
                ),
                "pr": (
                    (4, "“夜里八小时”好记"),
                    (3, "偏功能"),
                    (4, "时间点有话题"),
                    (3, "达人不好照着做"),
                ),
            },
            verdict="片子要看完才懂，延时摄影多三周、灯箱超出预算；“夜里八小时”留给说明页。",
        ),
    ),
    "yanwu-winter": (
        Idea(
            by="ds",
            en="The window seat",
            zh="靠窗的那一杯",
            idea="外面越冷，桌上这一杯越像自己的地方。",
            insight="冬天他们离不开工位，因为外面太冷，所以让一只杯子把窗边变成休息。",
            tone="温暖、安静、具体",
            message=0,
            picture="window",
            cost_minor=16_000_000,
            sketches=(
                ("短片 15 秒", "雾气里的窗，一只手放下杯子，窗外的声音变轻。"),
                ("海报", "窗、雪、一只杯子；标题在左上的留白里。"),
                ("会员邮件", "第一屏只有窗和一句话，第二屏才是礼盒。"),
            ),
            scores={
                "brand": (
                    (5, "“一只杯子”换了季节，主张没有变"),
                    (5, "就是我们的早晨，到了冬天"),
                    (4, "别人在讲热气，我们讲窗边"),
                    (5, "沿用第一季的棚和演员"),
                ),
                "cm": (
                    (4, "首图有人有景"),
                    (5, "和第一季连得上"),
                    (4, "信息流里少见"),
                    (5, "素材可以裁成十种尺寸"),
                ),
                "pr": (
                    (4, "窗边打卡容易跟"),
                    (5, "不夸张"),
                    (3, "冬天的窗有人拍过"),
                    (4, "成都快闪可以搭一扇窗"),
                ),
            },
            verdict="接着第一季的安静说下去，快闪店可以搭出同一扇窗，费用在预算内。",
        ),
        Idea(
            by="cw",
            en="Letters to December",
            zh="写给十二月的信",
            idea="每天一封写给自己的短信，配一杯不着急的茶。",
            insight="年底大家都在赶，因为什么都要交，所以给他们一个慢下来的理由。",
            tone="文气、亲近",
            message=2,
            picture="letters",
            cost_minor=24_000_000,
            sketches=(
                ("会员邮件", "连续三十天，每天一封三行的信。"),
                ("小红书笔记", "用户晒自己写给十二月的信。"),
            ),
            scores={
                "brand": (
                    (3, "信是主角，茶是配角"),
                    (4, "文字像我们"),
                    (4, "没有茶品牌这样做"),
                    (2, "三十封信要写、要审、要发"),
                ),
                "cm": (
                    (2, "信息流里讲不清"),
                    (4, "邮件里好看"),
                    (4, "和别家不同"),
                    (2, "每天一封，退订会上升"),
                ),
                "pr": (
                    (3, "参与门槛高"),
                    (4, "有温度"),
                    (5, "媒体愿意写"),
                    (3, "排期太满"),
                ),
            },
            verdict="信盖过了茶，三十天每天一封会推高退订；留作会员日的一封单独的信。",
        ),
    ),
}

GIFT = (
    Idea(
        by="ds",
        en="The empty middle",
        zh="留一格给你",
        idea="礼盒正中空出一格，留给送礼的人写一句话。",
        insight="年货都装得太满，因为怕显得少，所以空出来的一格才让人停下来。",
        tone="克制、亲近",
        message=0,
        picture="knot",
        cost_minor=8_600_000,
        sketches=(
            ("礼盒", "五格茶、一格空白卡片，丝带打成一个松的结。"),
            ("会员邮件", "第一屏是空的一格：“你想写什么？”"),
        ),
        scores={
            "cm": (
                (5, "一眼看出是送人的"),
                (4, "留白就是我们"),
                (5, "货架上都是满的"),
                (4, "卡片要多一道工序"),
            ),
        },
    ),
    Idea(
        by="cw",
        en="The second cup",
        zh="第二只杯子",
        idea="一只杯子是你的早晨，第二只是给朋友的。",
        insight="他们自己喝惯了，因为一个人的早晨刚好，所以多出一只杯子就想起一个人。",
        tone="温暖、具体",
        message=1,
        picture="two_cups",
        cost_minor=12_400_000,
        sketches=(
            ("礼盒", "两只杯子并排，一只深一只浅。"),
            ("主画面", "同一张桌子，第二只杯子刚刚放下。"),
            ("会员邮件", "先问“上一个一起喝茶的人是谁”。"),
        ),
        scores={
            "cm": (
                (4, "接着“一只杯子”往下说"),
                (5, "和第一季连得上"),
                (3, "对杯很多品牌做过"),
                (3, "杯子成本高，运输易碎"),
            ),
        },
    ),
)

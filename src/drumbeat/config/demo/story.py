"""The words and plans of the demo: Rock Mist 岩雾, a cold-brew tea. Days count from a launch day.

Amounts are in yuan here and become minor units where they enter the product.
"""

from drumbeat.config.demo.bookings import BOOKINGS_A, BOOKINGS_B, BUDGETS_A, BUDGETS_B
from drumbeat.config.demo.parts import Launch

PASSWORD = "drumbeat-demo"

# role, English name, Chinese name, e-mail
CAST = (
    ("lead", "Shen Yan", "沈砚", "lead@rockmist.example"),
    ("brand", "Lin Qing", "林青", "brand@rockmist.example"),
    ("cl", "Zhou Mo", "周墨", "content@rockmist.example"),
    ("cw", "Tang Li", "唐梨", "copy@rockmist.example"),
    ("ds", "He Jun", "何钧", "design@rockmist.example"),
    ("cm", "Qin Lu", "秦路", "channels@rockmist.example"),
    ("pr", "Bai Wei", "白薇", "pr@rockmist.example"),
    ("ev", "Meng Ran", "孟然", "events@rockmist.example"),
    ("an", "Gu Heng", "顾衡", "analyst@rockmist.example"),
    ("gst", "Studio North", "北方工作室", "agency@rockmist.example"),
)

AUDIENCES = (
    (
        "Office tea drinkers",
        "办公室茶客",
        "25–40, first- and second-tier cities, a cup at the desk every"
        " working day / 一二线城市 25–40 岁，工作日在办公桌前喝茶",
        4_200_000,
        "platform",
    ),
    (
        "Weekend hosts",
        "周末待客的人",
        "28–45, receives friends at home twice a month / 28–45 岁，每月在家待客两次",
        1_900_000,
        "platform",
    ),
    (
        "Members with consent",
        "已同意的会员",
        "Bought in the last 18 months and agreed to mail / 18 个月内购买且同意接收邮件",
        86_000,
        "first_party",
    ),
)

HOUSE = ("Rock Mist cold brew", "岩雾冷泡茶", "Slow tea for a fast day", "快日子里的慢茶")
# pillar (en, zh), then its messages: (en, zh, proof en, proof zh, source)
PILLARS = (
    (
        ("Taste", "口感"),
        (
            (
                "Eight hours cold, never bitter",
                "冷泡 8 小时不涩",
                "Bitterness 1.2 of 5 after eight hours",
                "浸泡 8 小时涩度 1.2/5",
                "Sensory panel, n=60, Fujian Tea Institute, 2026-05",
            ),
        ),
    ),
    (
        ("Ease", "方便"),
        (
            (
                "One cup, one morning",
                "一只杯子的早晨",
                "Ready with one bottle and no kettle",
                "一只瓶子即可冲泡，不用烧水",
                "Usage study, n=412, 2026-04",
            ),
        ),
    ),
    (
        ("Origin", "原产地"),
        (
            (
                "Picked above the clouds",
                "云上采的茶",
                "Gardens at 900–1,200 m in Wuyi",
                "武夷海拔 900–1200 米茶园",
                "Geographical indication certificate, 2025",
            ),
        ),
    ),
)

# Which message, for which audience: English, Chinese, why.
WORDINGS = (
    (
        0,
        0,
        "Brew it at nine, drink it at five",
        "早上九点泡，下午五点喝",
        "Nobody at a desk watches the clock for their tea / 上班时没人守着杯子",
    ),
    (
        0,
        1,
        "Made the night before, ready when they ring",
        "前一晚泡好，客人进门就能喝",
        "Hosts want to sit down with their guests / 主人也想坐下来",
    ),
    (
        1,
        0,
        "No kettle, no queue in the pantry",
        "不用烧水，也不用排茶水间",
        "The kettle is the bottleneck of an office / 茶水间总要排队",
    ),
)


# key: (kind, English, Chinese, message, text). Two languages, three messages, several formats.
ASSETS = {
    "search-copy": (
        "copy",
        "Search ad copy",
        "搜索广告文案",
        0,
        "冷泡 8 小时也不涩。\n\n岩雾冷泡茶，武夷海拔 900 米以上茶园，一只瓶子就能喝。",
    ),
    "feed-en": (
        "copy",
        "Feed ad, English",
        "信息流广告（英文）",
        0,
        "**Eight hours cold, never bitter.**\n\nRock Mist cold brew: one bottle, no kettle.",
    ),
    "morning-film": (
        "script",
        "Film “One cup, one morning”",
        "短片《一只杯子的早晨》",
        1,
        "画面：清晨的办公桌。\n旁白：一只杯子，一个早晨。\n字幕：岩雾冷泡茶。\n时长：15 秒",
    ),
    "notes": (
        "post",
        "Xiaohongshu notes",
        "小红书笔记",
        1,
        "# 一只杯子的早晨\n\n到公司，接水，放茶，开会。散会时，刚好可以喝。",
    ),
    "kol-kit": (
        "deck",
        "KOL kit",
        "达人素材包",
        1,
        "三件必说的事：一只杯子；八小时；不涩。\n\n必须标注「广告」。",
    ),
    "landing": (
        "landing",
        "Landing page",
        "落地页",
        0,
        "# 冷泡 8 小时不涩\n\n涩度 1.2/5（福建茶叶研究所，n=60，2026-05）。",
    ),
    "mail": (
        "email",
        "Member mail",
        "会员邮件",
        2,
        "您好，\n\n新茶来自海拔 900–1200 米的武夷茶园。会员先喝三天。\n\n不想再收到？点此退订。",
    ),
    "press": (
        "press",
        "Press release",
        "新闻稿",
        2,
        "# 岩雾推出冷泡茶\n\n茶叶来自武夷海拔 900–1200 米茶园，持地理标志证书。",
    ),
    "poster": ("poster", "Pop-up poster", "快闪店海报", 1, "一只杯子的早晨\n\n扫码领一包冷泡茶。"),
}

# What each of them is filed under.
TAGS = {
    "search-copy": "不涩，证据",
    "feed-en": "不涩，场景",
    "morning-film": "场景，早晨",
    "notes": "场景，早晨",
    "kol-kit": "不涩，达人",
    "landing": "不涩，证据",
    "mail": "产地，会员",
    "press": "产地",
    "poster": "早晨",
}

LAUNCHES = (
    Launch(
        "yanwu-cold-brew",
        "Rock Mist cold brew launch",
        "岩雾冷泡茶上市",
        -80,
        28,
        ("Win the desk: ¥1.6m in four weeks", "占住办公桌：四周收入 160 万"),
        1_600_000,
        "无糖茶年增 18 %，冷泡只占 6 %；对手都在讲产地，没有人讲方便。",
        "先打办公室茶客；信息只讲三句；搜索收口，达人种草，快闪体验。",
        "不做明星代言；不打价格战；不投电视。",
        BUDGETS_A,
        BOOKINGS_A,
        is_finished=True,
    ),
    Launch(
        "yanwu-winter",
        "Rock Mist winter series",
        "岩雾冬日系列",
        -9,
        41,
        ("Keep the desk in winter: ¥2.4m by year's end", "冬天也在桌上：年底前收入 240 万"),
        2_400_000,
        "冷泡上市四周证明中腰部达人与会员邮件回报最高，头部达人未达预期。",
        "把头部达人的钱移给中腰部；会员邮件提前三天；成都开第二家快闪。",
        "不再投头部达人；不做线下发布会。",
        BUDGETS_B,
        BOOKINGS_B,
    ),
)

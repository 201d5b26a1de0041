"""What Rock Mist 岩雾 stands for: a first version that was lived with, and the one of today."""

from datetime import timedelta

from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import Stage
from drumbeat.people.audit.trail import recorded
from drumbeat.people.identity import prefixed_ulid
from drumbeat.strategy.brandbook.actions import activate, new_version, switch_on
from drumbeat.strategy.models import BrandPlatform, BrandRule


def _rows(keys: str, *rows: tuple[str, ...]) -> list[dict]:
    return [dict(zip(keys.split(), row, strict=True)) for row in rows]


FIRST = {
    "title_en": "Rock Mist brand platform",
    "title_zh": "岩雾品牌平台",
    "promise_en": "Good tea without the wait",
    "promise_zh": "不用等的好茶",
    "whom_en": "people who work at a desk",
    "whom_zh": "伏案工作的人",
    "need_en": "want good tea but have no time to brew it",
    "need_zh": "想喝好茶，却没有工夫泡",
    "frame_en": "a cold-brew tea",
    "frame_zh": "一款冷泡茶",
    "benefit_en": "asks for nothing but a bottle of cold water",
    "benefit_zh": "一瓶凉水就能泡好",
    "unlike_en": "freshly shaken milk tea",
    "unlike_zh": "现做的奶茶",
    "because_en": "the leaves are whole, brewed fresh and free of trans fat",
    "because_zh": "原叶现泡，零反式脂肪",
    "values": _rows(
        "name_en name_zh means_en means_zh",
        ("Patience", "耐心", "We give every batch its eight hours, even in a sold-out week.",
         "每一批都泡足八小时，卖断货的那一周也一样。"),
        ("Plain speaking", "说实话", "We name the garden and the number, or we leave the sentence out.",
         "说得出茶园与数字才写，说不出就不写。"),
    ),
    "personality": _rows("name_en name_zh", ("Calm", "沉静"), ("Precise", "讲究")),
    "tone": _rows(
        "name_en name_zh do_en do_zh dont_en dont_zh",
        ("Concrete", "具体", "Eight hours in cold water, never bitter.", "凉水八小时，不涩。",
         "The ultimate tea experience.", "极致的茶饮体验。"),
    ),
    "colours": _rows(
        "name_en name_zh hex",
        ("Rock", "岩", "#2B3A35"), ("Mist", "雾", "#DCE5DF"), ("New leaf", "新芽", "#5E8C61"),
    ),
    "fonts": _rows(
        "family use_en use_zh",
        ("Noto Serif SC / Source Serif 4", "Headlines, the promise", "标题与承诺"),
        ("Noto Sans SC / Inter", "Everything else", "其余文字"),
    ),
    "logo_en": "Always with half its height of empty space around it; never on a photograph of leaves.",
    "logo_zh": "四周至少留出标志高度一半的空白；不压在茶叶照片上。",
}  # fmt: skip

TODAY = {
    "promise_en": "Slow tea for a fast day",
    "promise_zh": "快日子里的慢茶",
    "whom_en": "people who work at a desk in the city",
    "whom_zh": "在城里伏案工作的人",
    "benefit_en": "gets better while you forget it: eight hours in cold water, never bitter",
    "benefit_zh": "放着不管反而更好喝：凉水八小时，不涩",
    "unlike_en": "sweet, freshly shaken milk tea",
    "unlike_zh": "现做的甜奶茶",
    "because_en": "the whole leaf, picked above 900 m in Wuyi, is brewed cold, and we have done so for ten years",
    "because_zh": "原叶采自武夷海拔九百米以上的茶园，而冷泡这件事我们做了十年",
    "values": [
        *FIRST["values"],
        *_rows(
            "name_en name_zh means_en means_zh",
            ("Room to breathe", "留白", "One message a page; nobody is chased with pop-ups or countdowns.",
             "一页只说一件事；不用弹窗和倒计时催人。"),
        ),
    ],
    "personality": [*FIRST["personality"], *_rows("name_en name_zh", ("Quietly funny", "冷幽默"))],
    "tone": [
        *FIRST["tone"],
        *_rows(
            "name_en name_zh do_en do_zh dont_en dont_zh",
            ("Calm", "不催", "Put it in the fridge tonight. Tomorrow is taken care of.",
             "今晚放进冰箱，明天就不用操心了。", "Hurry! Last chance today!!!", "手慢无！最后一天！！！"),
            ("Kind", "体贴", "Forgot it for twelve hours? Still good.", "忘了十二小时？照样好喝。",
             "You are brewing it wrong.", "你泡错了。"),
        ),
    ],
    "colours": [*FIRST["colours"], *_rows("name_en name_zh hex", ("Dusk", "暮", "#B4552D"))],
}  # fmt: skip

# kind, weight, words (en, zh), instead (en, zh), ΔE, reason (en, zh)
RULES = (
    ("term_avoid", "block", ("best", "最好喝"), ("never bitter", "不涩"), None,
     "A superlative we cannot prove; article 9 of the Advertising Law.", "无法证明的极限词；《广告法》第九条。"),
    ("term_avoid", "warn", ("cheap", "便宜"), ("good value", "划算"), None,
     "We speak of worth, not of price.", "谈值不值，不谈便不便宜。"),
    ("term_avoid", "warn", ("hurry", "手慢无"), ("", ""), None,
     "The brand does not rush anybody.", "我们不催人。"),
    ("term_prefer", "warn", ("tea bag", "茶包"), ("cold-brew bag", "冷泡茶包"), None,
     "A tea bag is for hot water; ours is not.", "茶包让人想到热泡；我们是冷泡。"),
    ("legal_line", "block", ("Keep refrigerated and drink within 24 hours.", "请冷藏，并在二十四小时内饮用。"),
     ("", ""), None, "Food safety: brewed tea spoils.", "食品安全：泡好的茶会变质。"),
    ("colour", "warn", ("", ""), ("", ""), 5.0,
     "Beyond that it is seen as another colour.", "超过就会被看成另一种颜色。"),
)  # fmt: skip


def write_the_book(stage: Stage) -> None:
    """A year ago the first version; a quarter ago the one of today, which agencies may read."""
    lead, strategist = stage.cast["lead"], stage.cast["brand"]
    with stage.at(stage.today - timedelta(days=360)):
        first = kept(stage, "brand", BrandPlatform(**FIRST))
        for rule in RULES[:3]:
            _rule(stage, first, rule)
        activate(first, by=lead)
    with stage.at(stage.today - timedelta(days=92)):
        draft = new_version(by=strategist)
        with recorded(strategist, "edited", draft):
            for name, value in TODAY.items():
                setattr(draft, name, value)
            draft.row_version += 1
            draft.save()
        for rule in RULES[3:]:
            _rule(stage, draft, rule)
        activate(draft, by=lead)
        switch_on(by=strategist)


def _rule(stage: Stage, platform: BrandPlatform, told: tuple) -> None:
    kind, severity, words, instead, limit, *reason = told
    texts = {
        f"{name}_{tongue}": text
        for name, pair in (("words", words), ("instead", instead), ("reason", reason))
        for tongue, text in zip(("en", "zh"), pair, strict=True)
    }
    kept(
        stage,
        "brand",
        BrandRule(
            platform=platform,
            key=prefixed_ulid("r")(),
            kind=kind,
            severity=severity,
            limit=limit,
            **texts,
        ),
    )

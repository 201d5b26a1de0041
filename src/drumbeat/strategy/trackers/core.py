"""The core block (domain.md §6.9): the same twelve questions in every wave, word for word.

Data that a person reads in one screen. `{category}` and `{brand}` are filled in when a wave is
begun; after that nothing here can reach it any more.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DEFAULT_WEIGHTS = {
    "unaided": 0.20,
    "aided": 0.15,
    "consider": 0.20,
    "reputation": 0.20,
    "loyalty": 0.15,
    "nps": 0.10,
}

INDICES = {
    "unaided": _("Unaided awareness"),
    "tom": _("Top of mind"),
    "aided": _("Aided awareness"),
    "consider": _("Consideration"),
    "reputation": _("Reputation"),
    "loyalty": _("Loyalty"),
    "nps": _("Net promoter score"),
    "equity": _("Brand equity index"),
}
STAGES = {
    "aided": _("Know it"),
    "consider": _("Would consider it"),
    "buy": _("Bought it in three months"),
    "prefer": _("Like it best"),
}
MEANING = {
    "unaided": _("named it without help, of all asked (Q1)"),
    "tom": _("named it first, of all asked (Q1)"),
    "aided": _("named it or recognised it in the list, of all asked (Q1, Q2)"),
    "consider": _("4 or 5 of 5 for the next purchase, of all asked (Q5)"),
    "reputation": _("4 or 5 of 5 for the impression, of those who know it (Q4)"),
    "loyalty": _("4 or 5 of 5 for buying again, of those who bought it in three months (Q9)"),
    "nps": _("share of 9–10 less share of 0–6, of those who know it (Q8)"),
    "equity": _("the indices above by the tracker’s weights, 0–100"),
}


@dataclass(frozen=True)
class Asked:
    """One question of the block. each: asked once a brand. after: asked only of who picked the
    brand there. help, and the ends of a scale: (en, zh) each.
    """

    key: str
    kind: str
    en: str
    zh: str
    each: bool = False
    after: str = ""
    required: bool = True
    help: tuple[str, str] = ("", "")
    ends: tuple[tuple[str, str], tuple[str, str]] = (("", ""), ("", ""))


CORE = (
    Asked("q1", "open", "Which brands of {category} come to mind? Please write them in the order in which you think of them.",
          "提到{category}，您会想到哪些品牌？请按想到的先后顺序填写。", required=False),
    Asked("q2", "multi", "Which of these brands of {category} have you heard of?",
          "以下{category}品牌，您听说过哪些？"),
    Asked("q3", "scale", "How well do you know {brand}?", "您对{brand}有多熟悉？", each=True, after="q2",
          ends=(("only the name", "只听过名字"), ("very well", "非常熟悉"))),
    Asked("q4", "scale", "What is your overall impression of {brand}?", "您对{brand}的整体印象如何？",
          each=True, after="q2", ends=(("very poor", "非常差"), ("very good", "非常好"))),
    Asked("q5", "scale", "Would you consider {brand} the next time you buy {category}?",
          "下次购买{category}时，您会考虑{brand}吗？", each=True, after="q2",
          ends=(("certainly not", "一定不会"), ("certainly", "一定会"))),
    Asked("q6", "multi", "Which of these brands have you bought in the last three months?",
          "最近3个月，您买过以下哪些品牌？"),
    Asked("q7", "single", "Which of these brands do you like best?", "以下品牌中，您的首选是哪个？"),
    Asked("q8", "nps", "How likely are you to recommend {brand} to a friend or colleague?",
          "您有多大可能把{brand}推荐给朋友或同事？", each=True, after="q2",
          ends=(("not at all likely", "完全不可能"), ("extremely likely", "非常可能"))),
    Asked("q9", "scale", "How likely are you to buy {brand} again?", "您再次购买{brand}的可能性有多大？",
          each=True, after="q6", ends=(("very unlikely", "非常不可能"), ("very likely", "非常可能"))),
    Asked("q10", "multi", "Which of these statements fit {brand}?", "以下哪些说法符合{brand}？"),
    Asked("q11", "multi", "Where have you seen anything from {brand} in the last four weeks?",
          "近4周内，您在哪里看到过{brand}的内容？"),
    Asked("q12a", "single", "How old are you?", "您的年龄是？"),
    Asked("q12b", "single", "What is your gender?", "您的性别是？", required=False),
    Asked("q12c", "single", "What kind of city do you live in?", "您常住的城市属于？",
          help=("First tier: Beijing, Shanghai, Guangzhou, Shenzhen", "一线：北京、上海、广州、深圳")),
)  # fmt: skip

NONE = ("none", "None of these", "以上都没有")
SEEN = (
    ("a", "Short video (Douyin, Kuaishou, Channels)", "短视频（抖音、快手、视频号）"),
    ("b", "Xiaohongshu", "小红书"),
    ("c", "WeChat articles or friends’ posts", "微信公众号或朋友圈"),
    ("d", "Weibo", "微博"),
    ("e", "Search or shopping apps", "搜索或购物平台"),
    ("f", "Outdoors, lifts, public transport", "户外、电梯、公共交通"),
    ("g", "Shops", "门店或货架"),
    ("h", "From people I know", "亲友推荐"),
)

MARGINS = {
    "q12a": pgettext_lazy("population", "Age"),
    "q12b": pgettext_lazy("population", "Gender"),
    "q12c": pgettext_lazy("population", "City tier"),
}
PEOPLE = {
    "q12a": (
        ("a", "18–24", "18–24岁"),
        ("b", "25–34", "25–34岁"),
        ("c", "35–44", "35–44岁"),
        ("d", "45–54", "45–54岁"),
        ("e", "55 or more", "55岁及以上"),
    ),
    "q12b": (("a", "Female", "女"), ("b", "Male", "男")),
    "q12c": (
        ("a", "First tier", "一线"),
        ("b", "New first tier", "新一线"),
        ("c", "Second tier", "二线"),
        ("d", "Third tier or smaller", "三线及以下"),
    ),
}
STATEMENTS = (
    ("Is of good quality", "品质好"),
    ("Is worth its price", "物有所值"),
    ("Is a brand I trust", "值得信赖"),
    ("Is for people like me", "适合我这样的人"),
    ("Is different from others", "与众不同"),
    ("Keeps bringing something new", "不断推陈出新"),
    ("Looks good", "设计好看"),
    ("Cares about people and nature", "关心人与环境"),
)
FASTEST_SECONDS = 60
"""Nobody reads the block in less; such answers are set aside."""
CONSENT = (
    "We ask for your opinion of brands. We keep your answers, not who you are; you may stop at any time.",
    "我们想了解您对品牌的看法。我们只保存您的回答，不保存您是谁；您可以随时停止。",
)
THANKS = ("Thank you. That was all.", "谢谢您，问卷到此结束。")

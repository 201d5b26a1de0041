"""What a route test asks: the same questions whatever the routes, so that tests can be compared.

Data that a person reads in one screen. A test keeps the day of the block that it was made from;
reworded questions need another day here. The open question comes before the ratings, which would
otherwise put words into people's mouths.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from drumbeat.strategy.trackers.core import Asked

DATED = date(2026, 11, 1)
ROUTE = "r1"
DECISIVE = "r7"
"""What a route wins by: it changes what people intend, not only what they think of a line."""

BLOCK = (
    Asked("r2", "open", "In your own words: what is this line telling you?",
          "用您自己的话说，这句话想告诉您什么？", required=False),
    Asked("r3", "scale", "How easy is it to understand what is meant?", "这句话的意思好懂吗？",
          ends=(("very hard", "很难懂"), ("very easy", "一看就懂"))),
    Asked("r4", "scale", "How much does it matter to you?", "这句话说的事与您有多大关系？",
          ends=(("not at all", "毫无关系"), ("very much", "关系很大"))),
    Asked("r5", "scale", "How much do you believe it?", "您有多相信这句话？",
          ends=(("not at all", "完全不信"), ("completely", "完全相信"))),
    Asked("r6", "scale", "How different is it from what others say?", "与其他品牌的说法相比，这句话有多不同？",
          ends=(("just the same", "没有区别"), ("very different", "非常不同"))),
    Asked("r7", "scale", "How likely are you to consider who says this, the next time you buy?",
          "下次购买时，您有多大可能考虑说这句话的品牌？",
          ends=(("certainly not", "一定不会"), ("certainly", "一定会"))),
)  # fmt: skip

MEASURES = {
    "r3": _("Understood"),
    "r4": _("Relevant"),
    "r5": _("Believable"),
    "r6": _("Different"),
    "r7": _("Would consider"),
}
SHOWN = ("The line that was shown", "展示的是哪一句")
TITLE = ("What do you think of this line?", "您怎么看这句话？")
CONSENT = (
    "We ask for your opinion of one sentence. We keep your answers, not who you are; you may stop at any time.",
    "我们想了解您对一句话的看法。我们只保存您的回答，不保存您是谁；您可以随时停止。",
)
THANKS = ("Thank you. That was all.", "谢谢您，问卷到此结束。")
FASTEST_SECONDS = 15
"""Nobody reads the line and the block in less; such answers are set aside."""

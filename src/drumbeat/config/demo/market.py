"""The market around the brand: what is watched, whom it meets, what follows from it."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import ZONE, Stage
from drumbeat.people.audit.trail import recorded
from drumbeat.strategy.competitors.actions import measure
from drumbeat.strategy.market.actions import tag, upload_hot_list
from drumbeat.strategy.models import (
    Competitor,
    Feed,
    Observation,
    Product,
    Signal,
    SwotItem,
    WatchList,
)
from drumbeat.strategy.register.actions import add_evidence, next_review
from drumbeat.thread.registry import ref

HOT = (
    (19, 7, "便利店无糖茶销量首次超过碳酸饮料", "《饮料观察》周报：即饮无糖茶连续三季度增长。"),
    (12, 15, "办公室下午茶：冷泡茶订单增长四成", "外卖平台数据，工作日两点到四点。"),
    (6, 3, "山茶里推出三款冷泡新品，首日排队两小时", "主打无糖冷泡乌龙，门店三天售出两万杯。"),
    (5, 8, "山茶里三款冷泡新品上市 首日排队两小时", "话题阅读量破千万。"),
    (3, 21, "春茶减产，乌龙毛茶价格上涨", "产区受倒春寒影响。"),
    (2, 34, "奶茶店招聘旺季提前", ""),
)
OBSERVED = (
    ("price", 100, "", "", "18", "小程序", ""),
    ("price", 9, "", "", "16", "小程序", ""),
    ("claim", 8, "Whole leaf, brewed fresh", "原叶现泡，零反式脂肪", None, "门店海报",
     "我们同样零反式脂肪，且无糖、冷泡十二小时。"),
    ("claim", 130, "Fewer calories than an apple", "每杯热量低于一个苹果", None, "微博",
     "对比基准不明：请对方给出每百毫升数据。"),
    ("launch", 6, "Three cold brews launched", "三款冷泡新品上市", None, "行业媒体", ""),
)  # fmt: skip
WEIGHED = (
    ("opportunity", "Offices ask for bottled cold brew", "办公室要瓶装冷泡", 4, 4, "冷泡进写字楼便利店。"),
    ("threat", "Shanchali enters cold brew", "山茶里进入冷泡", 3, 2, "抢先占住“十二小时”这句话。"),
    ("strength", "Ten years of cold-brew craft", "十年冷泡工艺", 4, 5, ""),
    ("weakness", "Small media budget beside the chains", "投放预算远小于连锁品牌", 3, 4, "把钱放在搜索与种草。"),
    ("threat", "Oolong harvest is short", "乌龙减产", 3, 3, "提前锁定两个产区。"),
)  # fmt: skip
VOICE = {
    "spend": (90, 520, 310),
    "mentions": (1_900, 9_400, 6_100),
    "search": (5_200, 41_000, 30_500),
}
MONTHS = 6


def meet_the_market(stage: Stage) -> None:
    """A watch-list with a hot-list, two competitors seen and measured, the register weighed."""
    loudest = _watch(stage)
    rival, others = _meet(stage)
    launch = _observe(stage, rival)
    _measure(stage, others)
    _weigh(stage, (loudest, launch))


def _watch(stage: Stage) -> Signal:
    by = stage.cast["brand"]
    words = "冷泡*3\n无糖*2\n乌龙\ncold brew*3\n!招聘"
    watched = kept(
        stage, "brand", WatchList(title_en="Cold brew", title_zh="冷泡与无糖", words=words)
    )
    feed = Feed(watch_list=watched, title_en="Weekly hot-list", title_zh="每周热榜", trust=4)
    kept(stage, "brand", feed)
    lines = [
        f"{place},{title},{summary},{_moment(stage, ago):%Y-%m-%d %H:%M}"
        for ago, place, title, summary in HOT
    ]
    table = "\n".join(["排名,标题,摘要,时间", *lines]).encode("gb18030")
    with stage.at(stage.today - timedelta(days=1)):
        upload_hot_list(feed, table, "热榜.csv", by=by)
        loudest = feed.signals.filter(told_by=None).order_by("-rank").first()
        tag(loudest, by=by, name="竞品上新")
    return loudest


def _moment(stage: Stage, days_ago: int) -> datetime:
    return datetime.combine(stage.today - timedelta(days=days_ago), time(9, 30), ZONE)


def _meet(stage: Stage) -> tuple[Competitor, list[Competitor]]:
    us = Competitor(title_en="Rock Mist", title_zh="岩雾", is_us=True)
    rival = Competitor(
        title_en="Shanchali",
        title_zh="山茶里",
        website="https://shanchali.example/",
        positioning="“原叶鲜奶茶”的代表，门店多、上新快。",
        strengths="门店六千家，会员体系成熟。",
        weaknesses="冷泡经验少，产品偏甜。",
        we_win="冷泡十二小时与无糖，我们做了十年。",
    )
    other = Competitor(title_en="Mulin Tea", title_zh="沐林茶饮", positioning="平价鲜果茶。")
    found = [kept(stage, "brand", one) for one in (us, rival, other)]
    return rival, found


def _observe(stage: Stage, rival: Competitor) -> Observation:
    product = kept(
        stage, "brand", Product(competitor=rival, title_en="Oolong milk tea", title_zh="乌龙鲜奶茶")
    )
    for kind, ago, en, zh, value, source, answer in OBSERVED:
        seen = Observation(
            competitor=rival,
            kind=kind,
            product=product if kind == "price" else None,
            title_en=en,
            title_zh=zh,
            value=Decimal(value) if value else None,
            unit="¥" if value else "",
            seen_on=stage.today - timedelta(days=ago),
            source=source,
            answer=answer,
        )
        kept(stage, "brand", seen)
    return seen


def _measure(stage: Stage, brands: list[Competitor]) -> None:
    """Our own voice grows by a twelfth a month, as the two launches were heard."""
    month = stage.today.replace(day=1)
    for back in range(MONTHS):
        for kind, values in VOICE.items():
            grown = (1 - Decimal(back) / 12, 1, 1)
            said = {
                brand: round(Decimal(value) * factor)
                for brand, value, factor in zip(brands, values, grown, strict=True)
            }
            measure(kind, month, said, by=stage.cast["brand"], source="第三方估算")
        month = (month - timedelta(days=1)).replace(day=1)


def _weigh(stage: Stage, evidence) -> None:
    by = stage.cast["brand"]
    items = []
    with stage.at(stage.today - timedelta(days=110)):
        for kind, en, zh, impact, likelihood, response in WEIGHED:
            item = SwotItem(
                kind=kind,
                title_en=en,
                title_zh=zh,
                impact=impact,
                likelihood=likelihood,
                response=response,
                review_on=next_review(stage.today),
            )
            items.append(kept(stage, "brand", item))
    threat = items[1]
    with stage.at(stage.today - timedelta(days=1), 15):
        for found in evidence:
            add_evidence(threat, by=by, ref=ref(found), note="三款新品，首日排队两小时")
        with recorded(by, "edited", threat):
            threat.impact, threat.likelihood = 4, 5
            threat.row_version += 1
            threat.save()

"""Who sends visitors: sources, what kind each is, and the hosts and click ids that betray it.

Version this table (`VERSION`) when a row changes: derived touches are made again.
"""

from __future__ import annotations

from typing import NamedTuple

VERSION = "2026-11"


class Source(NamedTuple):
    """key: as generated into utm_source; hosts: referrer hosts, subdomains included unless written
    with "="; aliases: other spellings met in utm_source."""

    key: str
    kind: str  # search | social | video | shopping | ai
    hosts: tuple[str, ...]
    aliases: tuple[str, ...] = ()


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SOURCES = (
    # search
    Source("baidu", "search", _hosts("baidu.com")),
    Source("sogou", "search", _hosts("sogou.com")),
    Source("so", "search", _hosts("so.com haosou.com"), ("360",)),
    Source("sm", "search", _hosts("sm.cn")),
    Source("quark", "search", _hosts("quark.sm.cn quark.cn")),
    Source("toutiao-search", "search", _hosts("so.toutiao.com")),
    Source("bing", "search", _hosts("bing.com")),
    Source(
        "google",
        "search",
        _hosts(
            "google.com google.cn google.com.hk google.co.uk google.de google.fr google.co.jp"
            " google.ca google.com.au google.co.in google.com.sg google.com.tw google.it google.es"
        ),
        ("adwords", "google-ads"),
    ),
    Source("yahoo", "search", _hosts("search.yahoo.com search.yahoo.co.jp")),
    Source("duckduckgo", "search", _hosts("duckduckgo.com")),
    Source("yandex", "search", _hosts("yandex.ru yandex.com ya.ru")),
    Source("naver", "search", _hosts("search.naver.com")),
    Source("ecosia", "search", _hosts("ecosia.org")),
    Source("brave", "search", _hosts("search.brave.com")),
    # social
    Source(
        "wechat",
        "social",
        _hosts("weixin.qq.com servicewechat.com wx.qq.com com.tencent.mm"),
        ("weixin", "wechat-mp", "wechat-moments", "wechat-channels"),
    ),
    Source("weibo", "social", _hosts("weibo.com weibo.cn t.cn com.sina.weibo")),
    Source("toutiao", "social", _hosts("toutiao.com snssdk.com"), ("oceanengine",)),
    Source("xiaohongshu", "social", _hosts("xiaohongshu.com xhslink.com rednote.com"), ("red",)),
    Source("zhihu", "social", _hosts("zhihu.com")),
    Source("douban", "social", _hosts("douban.com")),
    Source("tieba", "social", _hosts("tieba.baidu.com")),
    Source("zhidao", "social", _hosts("zhidao.baidu.com")),
    Source("baijiahao", "social", _hosts("baijiahao.baidu.com")),
    Source("hupu", "social", _hosts("hupu.com")),
    Source("maimai", "social", _hosts("maimai.cn")),
    Source("qzone", "social", _hosts("qzone.qq.com")),
    Source("qq", "social", _hosts("im.qq.com com.tencent.mobileqq"), ("gdt", "tencent")),
    Source("xueqiu", "social", _hosts("xueqiu.com")),
    Source("coolapk", "social", _hosts("coolapk.com")),
    Source("jike", "social", _hosts("okjike.com jike.city")),
    Source("facebook", "social", _hosts("facebook.com fb.com fb.me"), ("fb", "meta")),
    Source("instagram", "social", _hosts("instagram.com"), ("ig",)),
    Source("threads", "social", _hosts("threads.net threads.com")),
    Source("twitter", "social", _hosts("twitter.com t.co =x.com =www.x.com =mobile.x.com")),
    Source("linkedin", "social", _hosts("linkedin.com lnkd.in")),
    Source("reddit", "social", _hosts("reddit.com")),
    Source("pinterest", "social", _hosts("pinterest.com pin.it")),
    Source("telegram", "social", _hosts("t.me telegram.org org.telegram.messenger")),
    Source("whatsapp", "social", _hosts("whatsapp.com wa.me")),
    Source("line", "social", _hosts("line.me")),
    Source("quora", "social", _hosts("quora.com")),
    Source("hackernews", "social", _hosts("news.ycombinator.com")),
    Source("snapchat", "social", _hosts("snapchat.com")),
    # video
    Source("douyin", "video", _hosts("douyin.com iesdouyin.com")),
    Source("tiktok", "video", _hosts("tiktok.com")),
    Source("kuaishou", "video", _hosts("kuaishou.com chenzhongtech.com gifshow.com")),
    Source("bilibili", "video", _hosts("bilibili.com b23.tv")),
    Source("youku", "video", _hosts("youku.com")),
    Source("iqiyi", "video", _hosts("iqiyi.com")),
    Source("tencent-video", "video", _hosts("v.qq.com")),
    Source("youtube", "video", _hosts("youtube.com youtu.be")),
    Source("vimeo", "video", _hosts("vimeo.com")),
    Source("twitch", "video", _hosts("twitch.tv")),
    Source("netflix", "video", _hosts("netflix.com")),
    # shopping
    Source("taobao", "shopping", _hosts("taobao.com")),
    Source("tmall", "shopping", _hosts("tmall.com tmall.hk")),
    Source("jd", "shopping", _hosts("jd.com jd.hk")),
    Source("pdd", "shopping", _hosts("yangkeduo.com pinduoduo.com"), ("pinduoduo",)),
    Source(
        "amazon", "shopping", _hosts("amazon.com amazon.cn amazon.co.uk amazon.de amazon.co.jp")
    ),
    Source("ebay", "shopping", _hosts("ebay.com")),
    Source("etsy", "shopping", _hosts("etsy.com")),
    Source("aliexpress", "shopping", _hosts("aliexpress.com")),
    # AI assistants
    Source("chatgpt", "ai", _hosts("chatgpt.com chat.openai.com"), ("openai",)),
    Source("gemini", "ai", _hosts("gemini.google.com")),
    Source("claude", "ai", _hosts("claude.ai")),
    Source("copilot", "ai", _hosts("copilot.microsoft.com")),
    Source("perplexity", "ai", _hosts("perplexity.ai")),
    Source("deepseek", "ai", _hosts("deepseek.com")),
    Source("kimi", "ai", _hosts("kimi.com kimi.ai kimi.moonshot.cn moonshot.cn"), ("moonshot",)),
    Source("doubao", "ai", _hosts("doubao.com")),
    Source("yuanbao", "ai", _hosts("yuanbao.tencent.com")),
    Source("qianwen", "ai", _hosts("tongyi.aliyun.com tongyi.com qianwen.com"), ("tongyi",)),
    Source("yiyan", "ai", _hosts("yiyan.baidu.com"), ("ernie",)),
)

# A click id in the landing address says who sold the click when no UTM says it. fbclid is added to
# every link that leaves Facebook, so it proves the source and not the payment.
CLICK_IDS: dict[str, tuple[str, str]] = {
    "gclid": ("google", "cpc"),
    "gbraid": ("google", "cpc"),
    "wbraid": ("google", "cpc"),
    "msclkid": ("bing", "cpc"),
    "fbclid": ("facebook", "social"),
    "ttclid": ("tiktok", "cpc"),
    "li_fat_id": ("linkedin", "cpc"),
    "twclid": ("twitter", "cpc"),
    "yclid": ("yandex", "cpc"),
    "bd_vid": ("baidu", "cpc"),
    "gdt_vid": ("wechat", "cpc"),
    "qz_gdt": ("qq", "cpc"),
    "clickid": ("toutiao", "cpc"),
}

# Referrer addresses that only paid results have.
PAID_REFERRERS = {
    "baidu.com/baidu.php": ("baidu", "cpc"),
    "www.baidu.com/baidu.php": ("baidu", "cpc"),
}

# What a known host means as medium when nothing else is said.
MEDIUM_OF_KIND = {
    "search": "organic",
    "social": "social",
    "video": "video",
    "shopping": "referral",
    "ai": "ai-assistant",
}

_BY_HOST = {host: source for source in SOURCES for host in source.hosts}
_BY_NAME = {
    name: source for source in SOURCES for name in (source.key, *source.aliases, *source.hosts)
}


def source_of_host(host: str) -> Source | None:
    """The source that a referrer host belongs to; the longest known ending wins."""
    labels = host.lower().split(".")
    endings = [f"={host.lower()}", *(".".join(labels[start:]) for start in range(len(labels)))]
    return next((_BY_HOST[ending] for ending in endings if ending in _BY_HOST), None)


def source_of_name(name: str) -> Source | None:
    """The source behind a utm_source value, given by key, alias or host."""
    name = name.lower()
    return _BY_NAME.get(name) or (source_of_host(name) if "." in name else None)

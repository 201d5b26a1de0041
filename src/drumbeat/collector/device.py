"""What a user agent string tells: the kind of device, the app around the page, a machine."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import crawleruseragents


class Device(NamedTuple):
    """kind: desktop | mobile | tablet | other, "" when unknown. in_app: the app's key or ""."""

    kind: str = ""
    in_app: str = ""
    bot: bool = False


# First match wins: WeCom also calls itself MicroMessenger.
IN_APP = (
    ("wecom", r"wxwork"),
    ("wechat", r"MicroMessenger"),
    ("tiktok", r"musical_ly|TikTok|\btrill"),
    ("douyin", r"\baweme"),
    ("toutiao", r"NewsArticle"),
    ("xiaohongshu", r"xiaohongshu|\bdiscover/|XHS"),
    ("weibo", r"Weibo"),
    ("zhihu", r"ZhihuHybrid|osee2unifiedRelease|Futureve"),
    ("bilibili", r"BiliApp|bilibili|BiliDroid"),
    ("kuaishou", r"Kwai|ksNebula"),
    ("alipay", r"AlipayClient"),
    ("dingtalk", r"DingTalk"),
    ("baidu", r"baiduboxapp"),
    ("qq", r"\bQQ/"),
    ("taobao", r"AliApp\(TB"),
    ("jd", r"jdapp"),
    ("instagram", r"Instagram"),
    ("facebook", r"FBAN|FBAV|FB_IAB"),
    ("linkedin", r"LinkedInApp"),
    ("line", r"\bLine/"),
)
_IN_APP = tuple((key, re.compile(pattern, re.I)) for key, pattern in IN_APP)
_TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk/|Kindle|MatePad|Android(?!.*Mobile)", re.I)
_MOBILE = re.compile(r"Mobile|iPhone|iPod|Android|HarmonyOS|OpenHarmony|Windows Phone", re.I)
_DESKTOP = re.compile(r"Windows NT|Macintosh|X11|CrOS|Linux", re.I)
_LONGEST = 512  # characters; what follows says nothing more


def recognise(user_agent: str) -> Device:
    """Bots by the public list of crawler user agents; an empty string tells nothing."""
    return _recognise(user_agent[:_LONGEST]) if user_agent else Device()


@lru_cache(maxsize=10_000)
def _recognise(user_agent: str) -> Device:
    in_app = next((key for key, pattern in _IN_APP if pattern.search(user_agent)), "")
    return Device(_kind(user_agent), in_app, crawleruseragents.is_crawler(user_agent))


def _kind(user_agent: str) -> str:
    if _TABLET.search(user_agent):
        return "tablet"
    if _MOBILE.search(user_agent):
        return "mobile"
    return "desktop" if _DESKTOP.search(user_agent) else "other"

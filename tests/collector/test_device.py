"""Devices, in-app browsers and robots by their user agent."""

from __future__ import annotations

import pytest

from drumbeat.collector.device import recognise

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36", "desktop"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "desktop"),
        (IPHONE, "mobile"),
        (ANDROID, "mobile"),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (Linux; Android 13; SM-X906C) Chrome/130 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (PlayStation 5)", "other"),
        ("", ""),
    ],
)
def test_the_kind_of_device(agent, kind):
    assert recognise(agent).kind == kind


@pytest.mark.parametrize(
    ("suffix", "app"),
    [
        ("MicroMessenger/8.0.53 NetType/WIFI", "wechat"),
        ("wxwork/4.1.30 MicroMessenger/7.0.1", "wecom"),
        ("aweme_310000 JsSdk/1.0 BytedanceWebview/d8a21c6", "douyin"),
        ("NewsArticle/9.8.0", "toutiao"),
        ("discover/8.55 XHS", "xiaohongshu"),
        ("Weibo (iPhone16,1__weibo__14.10.0)", "weibo"),
        ("ZhihuHybrid osee2unifiedRelease/5.2", "zhihu"),
        ("BiliApp/81000100", "bilibili"),
        ("AliApp(AP/10.6) AlipayClient/10.6", "alipay"),
        ("AliApp(TB/10.38)", "taobao"),
        ("[FBAN/FBIOS;FBAV/480]", "facebook"),
        ("", ""),
    ],
)
def test_the_app_around_the_page(suffix, app):
    assert recognise(f"{IPHONE} {suffix}").in_app == app


@pytest.mark.parametrize(
    ("agent", "bot"),
    [
        (
            "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
            True,
        ),
        ("Mozilla/5.0 (compatible; GPTBot/1.2)", True),
        ("Slackbot-LinkExpanding 1.0", True),
        ("curl/8.5.0", True),
        (ANDROID, False),
        ("", False),
    ],
)
def test_robots_by_the_public_list(agent, bot):
    assert recognise(agent).bot is bot

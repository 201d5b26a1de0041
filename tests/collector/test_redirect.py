"""/g/<code>: the visitor always arrives, the click is logged or its loss is counted."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from drumbeat.collector import redirect
from drumbeat.collector.landing import with_click
from tests.collector.asking import CHROME, NOON, Site

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Mobile/15E148 MicroMessenger/8.0.53(0x18003530) NetType/WIFI Language/zh_CN"
)


def test_a_click_leads_on_with_its_id_and_is_logged(site):
    reply = site.ask("GET", "/g/SPR1NG7", user_agent=WECHAT, referer="https://mp.weixin.qq.com/s/1")

    assert (reply.status, reply.headers["cache-control"]) == (302, "no-store")
    target = urlsplit(reply.headers["location"])
    query = parse_qs(target.query)
    [click] = site.events()
    assert query["dbt"] == [click.click] == [click.message_id]
    assert (query["dbc"], query["utm_source"], target.fragment) == (["SPR1NG7"], ["wechat"], "buy")
    assert (click.type, click.brand, click.source, click.code) == (
        "click",
        "tea",
        "site",
        "SPR1NG7",
    )
    assert (click.utm_source, click.utm_campaign) == ("wechat", "2026q4_mooncake_g1")
    assert (click.device, click.in_app, click.bot) == ("mobile", "wechat", False)
    assert click.referrer == "https://mp.weixin.qq.com/s/1"


def test_a_click_and_the_page_it_leads_to_share_the_visitor_and_the_click(site):
    reply = site.ask("GET", "/g/SPR1NG7", user_agent=CHROME)
    page = {"context": {"page": {"url": reply.headers["location"]}}}
    site.post("/v1/page", page, user_agent=CHROME, address="203.0.113.1")

    click, view = site.events()
    assert (view.anonymous_id, view.click, view.code) == (
        click.anonymous_id,
        click.click,
        click.code,
    )


@pytest.mark.parametrize("typed", ["spr1ng7", "SPRING7", "sprlng7", "SPR-1NG7", "spr1ng7/"])
def test_a_code_is_read_as_it_was_meant(site, typed):
    assert site.ask("GET", f"/g/{typed}").status == 302


def test_i_25_a_retired_link_leads_to_its_safe_page_and_still_logs(site):
    reply = site.ask("GET", "/g/W1NTER4", user_agent=CHROME)

    assert reply.status == 302
    assert reply.headers["location"].startswith("https://tea.example/moon?safe=1&dbt=")
    assert [event.code for event in site.events()] == ["W1NTER4"]


def test_i_25_a_retired_link_without_a_safe_page_says_so_and_still_logs(site):
    assert site.ask("GET", "/g/E0ENDED").status == 404
    assert [event.code for event in site.events()] == ["E0ENDED"]
    assert site.spool.unknown_codes() == []


def test_an_unknown_code_is_a_friendly_page_and_is_counted(site):
    reply = site.ask("GET", "/g/ABCD123", accept_language="en-GB,en;q=0.9")
    site.ask("GET", "/g/abcd-123")
    site.ask("GET", "/g/%E4%B8%8D<script>")

    assert reply.status == 404
    page = reply.body.decode()
    assert '<html lang="en">' in page
    assert "This link leads nowhere" in page
    assert "这个链接没有对应的页面" in page
    assert "://" not in page
    assert [(tally.code, tally.count) for tally in site.spool.unknown_codes()] == [
        ("ABCD123", 2),
        ("(not a code)", 1),
    ]
    assert site.ask("GET", "/healthz").json["unknown_codes"] == 3
    assert site.events() == []


@pytest.mark.parametrize(
    ("wish", "first"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh;q=0.5,en;q=0.9", "en"),
        ("fr,zh-TW;q=0.3", "zh-Hans"),
        ("", "en"),
        ("zh;q=much", "en"),
    ],
)
def test_the_reader_s_language_comes_first(site, wish, first):
    page = site.ask("GET", "/g/ABCD123", accept_language=wish).body.decode()

    assert f'<html lang="{first}">' in page


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {"user_agent": CHROME}),
        ("GET", {"user_agent": "WhatsApp/2.24.1 A"}),
        ("GET", {"user_agent": "facebookexternalhit/1.1"}),
        ("GET", {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}),
        ("GET", {"user_agent": CHROME, "sec_purpose": "prefetch;prerender"}),
    ],
)
def test_previews_and_robots_are_led_on_and_marked(site, method, headers):
    reply = site.ask(method, "/g/SPR1NG7", **headers)

    assert (reply.status, reply.body) == (302, b"")
    assert [event.bot for event in site.events()] == [True]


def test_a_visitor_who_refuses_to_be_counted_is_led_on_without_an_id(site):
    reply = site.ask("GET", "/g/SPR1NG7", user_agent=CHROME, sec_gpc="1")

    assert "dbt" not in reply.headers["location"]
    [click] = site.events()
    assert (click.consent, click.anonymous_id, click.click) == ("denied", "", "")
    assert click.code == "SPR1NG7"


def test_a_full_spool_still_leads_the_visitor_on_and_counts_the_loss(tmp_path, monkeypatch):
    monkeypatch.setattr(redirect, "PATIENCE_SECONDS", 60)  # a slow disk is another test's matter
    site = Site(tmp_path, max_bytes=4096 * 20)
    filler = {"type": "page", "properties": {"p": "x" * 20_000}}
    while site.post("/v1/batch", {"batch": [filler]}).status == 200:
        pass
    small = {"type": "page", "properties": {"p": "x" * 200}}
    while site.post("/v1/batch", {"batch": [small]}).status == 200:
        pass

    reply = site.ask("GET", "/g/SPR1NG7", user_agent=CHROME)

    assert reply.status == 302
    assert "dbc=SPR1NG7" in reply.headers["location"]
    assert "dbt" not in reply.headers["location"]
    health = site.ask("GET", "/healthz")
    assert (health.status, health.json["lost_clicks"]) == (503, 1)
    assert [tally.code for tally in site.spool.lost_clicks()] == ["SPR1NG7"]
    site.spool.close()


def test_a_slow_disk_does_not_hold_the_visitor_up_and_the_click_is_kept_later(site):
    site.ask("GET", "/g/W1NTER4", user_agent=CHROME)
    with closing(sqlite3.connect(site.spool.path, isolation_level=None)) as slow:
        slow.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        reply = site.ask("GET", "/g/SPR1NG7", user_agent=CHROME)
        waited = time.monotonic() - began
        slow.execute("ROLLBACK")
    site.spool.close()

    assert waited < 2
    _, click = site.events()
    assert f"dbt={click.click}" in reply.headers["location"]


def test_only_get_and_head_follow_a_link(site):
    assert site.ask("POST", "/g/SPR1NG7").status == 405
    assert site.events() == []


def test_a_visitor_s_id_lives_for_one_day_and_its_secret_is_destroyed(site, tmp_path):
    site.ask("GET", "/g/SPR1NG7", user_agent=CHROME)
    assert [file.name for file in tmp_path.glob("salt-*")] == ["salt-2026-11-23"]

    site.now = NOON + timedelta(hours=14)  # 02:00 of the next day
    site.ask("GET", "/g/SPR1NG7", user_agent=CHROME)
    assert len(list(tmp_path.glob("salt-*"))) == 2

    site.now = NOON + timedelta(hours=16)
    site.ask("GET", "/g/SPR1NG7", user_agent=CHROME)
    assert [file.name for file in tmp_path.glob("salt-*")] == ["salt-2026-11-24"]
    assert len({event.anonymous_id for event in site.events()}) == 2


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.cn", "https://a.cn?dbt=c"),
        ("https://a.cn/p?x=1&dbt=old#f", "https://a.cn/p?x=1&dbt=c#f"),
        ("https://茶.cn:8443/新品?q=月饼#买", "https://xn--cl1a.cn:8443/%E6%96%B0%E5%93%81"),
        ("https://a.cn/%E6%96%B0?q=a%26b", "https://a.cn/%E6%96%B0?q=a%26b&dbt=c"),
        ("https://a.cn/p\r\nSet-Cookie: x", "https://a.cn/pSet-Cookie:%20x?dbt=c"),
    ],
)
def test_the_click_joins_any_address_without_harming_it(url, expected):
    assert with_click(url, "c").startswith(expected)

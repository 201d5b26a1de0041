"""Plausible's events API, with host and domain changed."""

from __future__ import annotations

import json

import pytest

from tests.collector.asking import CHROME

KEY = "key-site"


def sent(site, content, **headers):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return site.ask("POST", "/api/event", body, **({"user_agent": CHROME} | headers))


def kept(site, **given):
    reply = sent(site, {"n": "pageview", "u": "https://tea.example/moon", "d": KEY} | given)
    assert (reply.status, reply.body) == (202, b"ok")
    [event] = site.events()
    return event


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_the_documented_page_view_is_kept(site, content_type):
    content = {
        "name": "pageview",
        "url": "http://dummy.site/a?utm_source=weibo&gclid=PERSON",
        "domain": KEY,
        "referrer": "https://www.zhihu.com/",
        "screen_width": 1666,
    }
    reply = sent(site, content, content_type=content_type)
    [event] = site.events()

    assert reply.status == 202
    assert (event.type, event.host, event.path) == ("page", "dummy.site", "/a")
    assert (event.utm_source, event.referrer) == ("weibo", "https://www.zhihu.com/")
    assert event.device == "desktop"
    assert event.anonymous_id.startswith("daily-")
    assert "PERSON" not in event.url + event.properties


def test_what_the_page_script_sends_is_kept(site):
    event = kept(site, n="Signup", r=None, h=1, w=1440, v=12, p={"plan": "gold"})

    assert (event.type, event.name, event.referrer) == ("track", "Signup", "")
    assert json.loads(event.properties) == {"plan": "gold"}
    assert event.library == "plausible 12"


@pytest.mark.parametrize("name", ["m", "meta", "p", "props"])
@pytest.mark.parametrize("given", [{"plan": "gold"}, '{"plan":"gold"}'])
def test_properties_are_an_object_or_its_json(site, name, given):
    event = kept(site, n="Signup", **{name: given})

    assert json.loads(event.properties) == {"plan": "gold"}


@pytest.mark.parametrize("name", ["$", "revenue"])
@pytest.mark.parametrize("amount", ["1322.22", 1322.22])
def test_revenue_is_money(site, name, amount):
    for given in ({"amount": amount, "currency": "EUR"}, f'{{"amount":{amount},"currency":"EUR"}}'):
        sent(site, {"n": "Buy", "u": "https://tea.example/", "d": KEY, name: given})

    worth = {(event.value_minor, event.currency) for event in site.events()}
    assert worth == {(132_222, "EUR")}


def test_an_engagement_says_how_long_and_how_far(site):
    event = kept(site, n="engagement", e=4200, sd=75)

    assert (event.type, event.name) == ("track", "engagement")
    assert json.loads(event.properties) == {"engagement_ms": 4200, "scroll_depth": 75}


def test_the_first_of_several_sites_is_ours(site):
    assert kept(site, d=f"{KEY}, other.example").source == "site"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"[]", "$"),
        (b"{", "line 1, column 2"),
        ({"u": "https://a/", "d": KEY}, "$.name"),
        ({"n": 7, "u": "https://a/", "d": KEY}, "$.name"),
        ({"n": "pageview", "d": KEY}, "$.url"),
        ({"n": "pageview", "u": {}, "d": KEY}, "$.url"),
        ({"n": "a", "u": "https://a/", "d": []}, "$.domain"),
        ({"n": "a", "u": "https://a/", "d": KEY, "p": "{"}, "$.props"),
        ({"n": "a", "u": "https://a/", "d": KEY, "$": "{"}, "$.revenue"),
    ],
)
def test_a_fault_is_named(site, content, place):
    reply = sent(site, content)

    assert (reply.status, reply.json["place"]) == (400, place)
    assert site.events() == []


def test_an_unknown_domain_and_a_large_body_are_refused(site):
    good = {"n": "pageview", "u": "https://tea.example/", "d": "dummy.site"}

    assert sent(site, good).status == 401
    assert sent(site, good | {"d": None}).status == 401
    assert sent(site, good | {"x": "x" * 200_000}).status == 413

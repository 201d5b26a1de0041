"""From a message to the event that is kept: clocks, pages, ways in, orders, consent."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from drumbeat.collector.normalise import micros
from tests.collector.asking import CHROME, NOON, Site

LANDING = (
    "https://Tea.Example/moon?utm_source=wechat&utm_medium=social&utm_campaign=2026q4_mooncake_g1"
    "&utm_content=a1-v2_b&utm_term=gift&utm_id=01ABCDEF&dbc=spr1ng7&dbt=click-9&gclid=SECRET"
)


def kept(site, message: dict, path: str = "/v1/track", **headers):
    """The event that came of one message."""
    if path == "/v1/track":
        message = {"event": "Seen", **message}
    reply = site.post(path, message, **{"user_agent": CHROME, **headers})
    assert reply.status == 200, reply.body
    return site.events()[-1]


def iso(moment) -> str:
    return moment.isoformat()


# -- clocks -----------------------------------------------------------------------------------


def test_a_clock_that_is_wrong_by_an_hour_is_corrected_by_the_sending_time(site):
    ahead = NOON + timedelta(hours=1)
    event = kept(site, {"timestamp": iso(ahead - timedelta(seconds=30)), "sentAt": iso(ahead)})

    assert event.ts == micros(NOON - timedelta(seconds=30))
    assert event.received == micros(NOON)


def test_the_way_through_the_network_is_not_a_wrong_clock(site):
    happened = NOON - timedelta(days=3)
    event = kept(site, {"timestamp": iso(happened), "sentAt": iso(NOON - timedelta(seconds=1))})

    assert event.ts == micros(happened)


def test_a_batch_is_corrected_by_its_own_sending_time(site):
    behind = NOON - timedelta(days=1)
    message = {"type": "page", "timestamp": iso(behind - timedelta(minutes=5))}
    site.post("/v1/batch", {"batch": [message], "sentAt": iso(behind)})

    assert site.events()[0].ts == micros(NOON - timedelta(minutes=5))


@pytest.mark.parametrize("told", ["2031-01-01T00:00:00Z", "1970-01-01T00:00:00Z", None])
def test_a_time_that_cannot_be_is_the_time_of_arrival(site, told):
    assert kept(site, {"timestamp": told}).ts == micros(NOON)


def test_a_time_without_a_zone_is_utc(site):
    assert kept(site, {"timestamp": "2026-11-22T08:00:00"}).ts == micros(NOON - timedelta(hours=28))


# -- the page and the way in ------------------------------------------------------------------


def test_the_landing_address_tells_code_click_campaign_and_paid_evidence(site):
    page = {"url": LANDING, "referrer": "https://mp.weixin.qq.com/s/1", "title": "Moon"}
    event = kept(site, {"context": {"page": page}}, "/v1/page")

    assert (event.host, event.path, event.title) == ("tea.example", "/moon", "Moon")
    assert (event.code, event.click) == ("SPR1NG7", "click-9")
    assert (event.utm_source, event.utm_medium) == ("wechat", "social")
    assert (event.utm_campaign, event.utm_content) == ("2026q4_mooncake_g1", "a1-v2_b")
    assert (event.utm_term, event.utm_id) == ("gift", "01ABCDEF")
    assert event.referrer == "https://mp.weixin.qq.com/s/1"
    assert event.paid_click_id == "gclid"
    assert "SECRET" not in repr(event)


def test_the_address_may_come_in_the_properties(site):
    event = kept(site, {"properties": {"url": LANDING, "title": "Moon"}}, "/v1/page")

    assert (event.code, event.title) == ("SPR1NG7", "Moon")


def test_the_campaign_context_stands_in_when_the_address_has_no_utm(site):
    campaign = {"name": "launch", "source": "weibo", "medium": "cpm", "dbc": "SPR1NG7", "dbt": "c1"}
    page = {"url": "https://tea.example/cart"}
    event = kept(site, {"context": {"page": page, "campaign": campaign}})

    assert (event.utm_campaign, event.utm_source, event.utm_medium) == ("launch", "weibo", "cpm")
    assert (event.code, event.click) == ("SPR1NG7", "c1")


def test_utm_of_the_address_is_never_mixed_with_another_campaigns(site):
    context = {
        "page": {"url": "https://tea.example/?utm_source=baidu"},
        "campaign": {"source": "weibo", "name": "old"},
    }
    event = kept(site, {"context": context})

    assert (event.utm_source, event.utm_campaign) == ("baidu", "")


def test_only_a_click_id_travels_as_a_click_id(site):
    page = {"url": "https://tea.example/?dbt=li%40mail.example"}

    assert kept(site, {"context": {"page": page}}).click == ""


def test_personal_data_in_addresses_and_titles_is_masked(site):
    page = {
        "url": "https://tea.example/u/13812345678?email=li.lei%40mail.example&id=11010519491231002X",
        "referrer": "https://mail.example/?to=han@mail.example",
        "title": "Order of li.lei@mail.example",
    }
    properties = {"next": "https://tea.example/?m=li@mail.example", "note": "keep me"}
    event = kept(site, {"context": {"page": page}, "properties": properties})

    assert event.url == "https://tea.example/u/[phone]?email=[email]&id=[id]"
    assert event.path == "/u/[phone]"
    assert event.referrer == "https://mail.example/?to=[email]"
    assert event.title == "Order of [email]"
    assert json.loads(event.properties) == {
        "next": "https://tea.example/?m=[email]",
        "note": "keep me",
    }


# -- the visitor ------------------------------------------------------------------------------


def test_a_visitor_without_an_id_gets_one_for_the_day_and_another_the_next_day(site):
    first, second = kept(site, {}), kept(site, {})
    site.now = NOON + timedelta(days=1)
    tomorrow = kept(site, {})

    assert first.anonymous_id.startswith("daily-")
    assert first.anonymous_id == second.anonymous_id != tomorrow.anonymous_id


def test_the_daily_id_differs_by_brand_and_network_and_browser(site):
    ids = {
        kept(site, {}).anonymous_id,
        kept(site, {}, key="key-rival").anonymous_id,
        kept(site, {}, address="198.51.100.1").anonymous_id,
        kept(site, {}, user_agent=CHROME.replace("141", "140")).anonymous_id,
    }
    same_network = kept(site, {}, address="203.0.113.200").anonymous_id

    assert len(ids) == 4
    assert same_network in ids


def test_a_given_anonymous_id_is_kept_and_a_servers_sdk_gets_no_daily_id(site):
    assert kept(site, {"anonymousId": "a1"}).anonymous_id == "a1"
    server = kept(site, {"userId": 42}, user_agent="analytics-python/2.4.0")
    assert (server.anonymous_id, server.user_id, server.bot) == ("", "42", False)


def test_a_server_may_pass_on_its_visitors_address_and_browser(site):
    context = {"ip": "203.0.113.9", "userAgent": CHROME}
    passed_on = kept(site, {"context": context}, user_agent="axios/1.7", address="192.0.2.1")

    assert passed_on.anonymous_id == kept(site, {}).anonymous_id
    assert passed_on.device == "desktop"


@pytest.mark.parametrize(
    ("proxies", "told", "counts_as"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        (2, "192.0.2.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.2", "203.0.113.7"),
    ],
)
def test_a_visitor_s_address_is_what_our_own_proxies_saw(tmp_path, proxies, told, counts_as):
    site = Site(tmp_path, trusted_proxies=proxies)
    behind = kept(site, {}, address="203.0.113.7", x_forwarded_for=told)
    plain = kept(Site(tmp_path), {}, address=counts_as)

    assert behind.anonymous_id == plain.anonymous_id
    site.spool.close()


def test_a_long_address_is_cut_and_not_refused(site):
    page = {"url": "https://tea.example/?q=" + "x" * 20_000}

    assert len(kept(site, {"context": {"page": page}}).url) == 2048


def test_no_address_is_kept_anywhere(site, tmp_path):
    kept(site, {"context": {"ip": "203.0.113.99"}}, address="203.0.113.77")
    site.spool.close()

    for file in tmp_path.iterdir():
        assert b"203.0.113" not in file.read_bytes()


def test_an_alias_carries_both_ids(site):
    event = kept(site, {"userId": "u1", "previousId": "a1"}, "/v1/alias")

    assert (event.user_id, event.previous_id) == ("u1", "a1")


def test_a_message_without_an_id_gets_one(site):
    assert kept(site, {}).message_id != kept(site, {}).message_id


def test_traits_are_the_properties_of_identify_and_group(site):
    traits = {"plan": "gold"}

    assert json.loads(kept(site, {"userId": "u", "traits": traits}, "/v1/identify").properties) == {
        "plan": "gold"
    }
    group = kept(site, {"userId": "u", "groupId": 7, "traits": traits}, "/v1/group")
    assert json.loads(group.properties) == {"plan": "gold", "groupId": "7"}


# -- consent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "headers", "state"),
    [
        (None, {}, "unknown"),
        ({"status": "granted"}, {}, "granted"),
        ({"status": "denied"}, {}, "denied"),
        ({"status": "granted"}, {"sec_gpc": "1"}, "denied"),
        (None, {"dnt": "1"}, "denied"),
        (None, {"dnt": "0"}, "unknown"),
        ({"categoryPreferences": {"Analytics": True, "Advertising": False}}, {}, "granted"),
        ({"categoryPreferences": {"Analytics": False, "Advertising": True}}, {}, "denied"),
        ({"categoryPreferences": {"Advertising": False, "Functional": True}}, {}, "denied"),
        ({"categoryPreferences": {"Advertising": True, "Functional": False}}, {}, "granted"),
        ({"categoryPreferences": {"Functional": True}}, {}, "unknown"),
        ({"categoryPreferences": {}}, {}, "unknown"),
    ],
)
def test_consent_is_read_in_both_forms_and_a_browsers_refusal_wins(site, given, headers, state):
    assert kept(site, {"context": {"consent": given}}, **headers).consent == state


def test_i_22_denied_consent_leaves_a_counter_and_no_id(site):
    event = kept(
        site,
        {
            "event": "Order Completed",
            "anonymousId": "a1",
            "userId": "u1",
            "properties": {"revenue": 10, "email": "li@mail.example"},
            "context": {"page": {"url": LANDING}, "consent": {"status": "denied"}},
        },
    )

    assert (event.anonymous_id, event.user_id, event.previous_id, event.click) == ("",) * 4
    assert event.properties == "{}"
    assert (event.name, event.code, event.value_minor) == ("Order Completed", "SPR1NG7", 1000)
    assert "dbt" not in event.url


# -- orders -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("properties", "value", "currency"),
    [
        ({"revenue": 19.99, "currency": "USD"}, 1999, "USD"),
        ({"revenue": "1,288.00", "currency": "rmb"}, 128_800, "CNY"),
        ({"total": 500, "currency": "JPY"}, 500, "JPY"),
        ({"value": 1.2345, "currency": "KWD"}, 1234, "KWD"),
        ({"revenue": 10}, 1000, "CNY"),
        ({"revenue": 5, "total": 6, "value": 7}, 500, "CNY"),
        ({"revenue": None, "total": 6}, 600, "CNY"),
        ({"revenue": "a lot"}, None, ""),
        ({"revenue": 1e300}, None, ""),
        ({"revenue": "1e999999999"}, None, ""),
        ({"revenue": True}, None, ""),
        ({}, None, ""),
    ],
)
def test_an_orders_value_is_kept_in_minor_units(site, properties, value, currency):
    event = kept(site, {"event": "Order Completed", "properties": properties})

    assert (event.value_minor, event.currency) == (value, currency)


def test_a_value_without_any_currency_is_not_guessed(site):
    event = kept(site, {"properties": {"revenue": 10}}, key="key-rival")

    assert (event.value_minor, event.currency) == (None, "")
    assert json.loads(event.properties) == {"revenue": 10}


@pytest.mark.parametrize("amount", [10, -10])
def test_a_refund_takes_the_value_away(site, amount):
    properties = {"order_id": 13812345678, "revenue": amount}
    event = kept(site, {"event": "Order Refunded", "properties": properties})

    assert (event.order_id, event.value_minor) == ("13812345678", -1000)

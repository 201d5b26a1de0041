"""Matomo's tracking API, with host and idsite (or token_auth) changed."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from drumbeat.collector.dialects.pixel import GIF
from tests.collector.asking import CHROME, NOON

KEY = "key-site"
FORM = {"content_type": "application/x-www-form-urlencoded; charset=UTF-8"}


def tracked(site, path="/matomo.php", **given):
    query = urlencode({"idsite": KEY, "rec": "1"} | given)
    return site.ask("GET", f"{path}?{query}", user_agent=CHROME)


def kept(site, **given):
    assert tracked(site, **given).status == 200
    [event] = site.events()
    return event


def bulk(site, *requests, **more):
    return site.ask("POST", "/matomo.php", json.dumps({"requests": requests} | more).encode())


@pytest.mark.parametrize("path", ["/matomo.php", "/piwik.php"])
def test_the_documented_page_view_is_kept_and_answered_with_a_picture(site, path):
    reply = tracked(
        site,
        path,
        _cvar='{"1":["OS","iphone 5.0"],"3":["Locale","en::en"]}',
        action_name="View settings",
        url="http://mobileapp.matomo.org/window/settings",
        urlref="https://iphone.mobileapp.piwik.org",
        _id="af344a398df83874",
        rand="351459",
        h="18",
        m="13",
        s="3",
        apiv="1",
        cookie="1",
        res="320×480",
    )
    [event] = site.events()

    assert (reply.status, reply.body, reply.headers["content-type"]) == (200, GIF, "image/gif")
    assert (event.type, event.title, event.path) == ("page", "View settings", "/window/settings")
    assert (event.anonymous_id, event.user_id) == ("af344a398df83874", "")
    assert event.referrer == "https://iphone.mobileapp.piwik.org"
    assert json.loads(event.properties) == {
        "custom_variables": {"OS": "iphone 5.0", "Locale": "en::en"}
    }


def test_who_wants_no_picture_gets_none(site):
    reply = tracked(site, send_image="0")

    assert (reply.status, reply.body) == (204, b"")
    assert len(site.events()) == 1


def test_a_form_is_read_like_a_query_and_together_with_it(site):
    form = urlencode({"rec": "1", "url": "https://茶.example/", "send_image": "0"}).encode()
    reply = site.ask("POST", f"/matomo.php?idsite={KEY}", form, **FORM)
    [event] = site.events()

    assert (reply.status, event.host) == (204, "茶.example")


def test_ids_the_given_one_first(site):
    event = kept(site, _id="a" * 16, cid="b" * 16, uid="li")

    assert (event.anonymous_id, event.user_id) == ("b" * 16, "li")


def test_a_visitor_without_a_cookie_is_one_for_a_day(site):
    assert kept(site, _id="").anonymous_id.startswith("daily-")


def test_an_event_has_its_action_for_a_name_and_its_value_is_no_money(site):
    event = kept(site, e_c="Videos", e_a="Play", e_n="Moon cakes", e_v="12.5", ca="1")

    assert (event.type, event.name, event.value_minor) == ("track", "Play", None)
    assert json.loads(event.properties) == {
        "category": "Videos",
        "action": "Play",
        "name": "Moon cakes",
        "event_value": 12.5,
    }


def test_an_order_has_its_number_its_revenue_and_its_goods(site):
    event = kept(
        site,
        idgoal="0",
        ec_id="007",
        revenue="31.11",
        ec_st="25",
        ec_tx="3.5",
        ec_sh="2.61",
        ec_items='[["item1 SKU","item1 name","item1 category",11.1111,2],["item2 SKU"]]',
    )
    properties = json.loads(event.properties)

    assert (event.name, event.order_id) == ("Order Completed", "007")
    assert (event.value_minor, event.currency) == (3111, "CNY")
    assert (properties["subtotal"], properties["tax"], properties["shipping"]) == (25, 3.5, 2.61)
    assert properties["products"][0] == {
        "sku": "item1 SKU",
        "name": "item1 name",
        "category": "item1 category",
        "price": 11.1111,
        "quantity": 2,
    }


def test_a_basket_is_worth_nothing_yet(site):
    event = kept(site, idgoal="0", revenue="31.11", ec_items="[]")

    assert (event.name, event.order_id, event.value_minor) == ("Cart Updated", "", None)


def test_a_goal_has_its_revenue(site):
    event = kept(site, idgoal="3", revenue="9.90", _rcn="Autumn", _rck="cakes")

    assert (event.name, event.value_minor, event.utm_campaign) == ("Goal 3", 990, "")
    assert json.loads(event.properties) == {
        "goal": "3",
        "revenue": 9.9,
        "credited_campaign": "Autumn",
        "credited_keyword": "cakes",
    }


def test_the_campaign_of_an_earlier_visit_is_no_way_in(site):
    assert kept(site, url="https://tea.example/", _rcn="Autumn").utm_campaign == ""


@pytest.mark.parametrize(
    ("given", "name", "properties"),
    [
        (
            {"search": "moon", "search_cat": "cakes", "search_count": "0"},
            "Site Search",
            {"query": "moon", "category": "cakes", "results": 0},
        ),
        ({"download": "https://a/b.pdf"}, "Download", {"file": "https://a/b.pdf"}),
        ({"link": "https://b/"}, "Outlink", {"target": "https://b/"}),
        ({"c_n": "Ad", "c_p": "a.jpg"}, "Content Impression", {"name": "Ad", "piece": "a.jpg"}),
        ({"c_n": "Ad", "c_i": "click"}, "Content Interaction", {"name": "Ad", "interaction": "click"}),
        ({"ping": "1", "e_c": "a", "e_a": "b"}, "Page Ping", {}),
        ({"ca": "1"}, "Custom Action", {}),
        ({"ca": "1", "dimension2": "gold"}, "Custom Action", {"dimension2": "gold"}),
    ],
)  # fmt: skip
def test_other_actions_have_their_names(site, given, name, properties):
    event = kept(site, **given)

    assert (event.type, event.name, json.loads(event.properties)) == ("track", name, properties)


def test_a_product_seen_stays_a_page_view(site):
    event = kept(site, _pks="SKU", _pkn="Cake", _pkp="9.9", dimension12="x", pf_srv="120")

    assert event.type == "page"
    assert json.loads(event.properties) == {
        "product": {"sku": "SKU", "name": "Cake", "price": 9.9},
        "dimension12": "x",
        "pf_srv": 120,
    }


@pytest.mark.parametrize("prefix", ["mtm", "matomo", "pk", "piwik"])
def test_matomos_own_campaign_parameters_count(site, prefix):
    url = f"https://tea.example/?{prefix}_campaign=q4&{prefix}_source=weibo&{prefix}_kwd=tea#x=y"
    event = kept(site, url=url)

    assert (event.utm_campaign, event.utm_source, event.utm_term) == ("q4", "weibo", "tea")


@pytest.mark.parametrize("told", ["2011-04-05 00:11:42", "1301962302"])
def test_a_moment_in_the_past_is_kept(site, told):
    assert kept(site, cdt=told, token_auth=KEY).ts == 1_301_962_302_000_000


def test_without_a_moment_it_is_now(site):
    assert kept(site).ts == NOON.timestamp() * 1e6


def test_another_address_counts_for_who_knows_the_token_only(site):
    for given in ({"token_auth": KEY}, {}, {"cip": ""}):
        assert tracked(site, **({"cip": "198.51.100.7"} | given)).status == 200
    trusted, claimed, own = (event.anonymous_id for event in site.events())

    assert trusted != own
    assert claimed == own


def test_another_browser_counts(site):
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"

    assert kept(site, ua=agent).device == "mobile"


class TestBulk:
    def test_the_documented_bulk_is_tracked(self, site):
        reply = bulk(
            site,
            "?idsite=1&url=https://example.org&action_name=Test bulk log Pageview&rec=1",
            "?idsite=1&url=https://example.net/test.htm&action_name=Another bulk page view&rec=1",
            token_auth=KEY,
        )
        assert (reply.status, reply.json) == (
            200,
            {"status": "success", "tracked": 2, "invalid": 0},
        )
        assert [event.title for event in site.events()] == [
            "Test bulk log Pageview",
            "Another bulk page view",
        ]

    def test_the_key_may_be_in_each_request_and_a_request_an_object(self, site):
        reply = bulk(site, f"idsite={KEY}&rec=1", {"idsite": KEY, "rec": 1, "e_c": "a", "e_a": "b"})
        assert reply.json["tracked"] == 2
        assert [event.type for event in site.events()] == ["page", "track"]

    def test_no_answer_is_given_to_who_wants_none(self, site):
        assert bulk(site, f"?idsite={KEY}&rec=1", send_image=0).status == 204

    def test_one_bad_request_is_named_and_none_is_kept(self, site):
        reply = bulk(site, f"?idsite={KEY}&rec=1", "?rec=0", token_auth=KEY)
        assert (reply.status, reply.json["place"]) == (400, "$.requests[1].rec")
        assert site.events() == []

    def test_two_sites_in_one_bulk_are_refused(self, site):
        reply = bulk(site, f"?idsite={KEY}&rec=1", "?idsite=key-shop&rec=1")
        assert (reply.status, reply.json["place"]) == (400, "$.requests[1].idsite")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"rec": "0"}, "rec"),
        ({"cdt": "yesterday"}, "cdt"),
        ({"cdt": "9" * 30}, "cdt"),
        ({"uid": "x" * 600}, "uid"),
        ({"e_c": "Videos"}, "e_a"),
        ({"e_c": " ", "e_a": "Play"}, "e_c"),
        ({"_cvar": "{"}, "_cvar"),
        ({"idgoal": "0", "ec_items": "[["}, "ec_items"),
    ],
)
def test_a_fault_is_named(site, given, place):
    reply = tracked(site, **given)

    assert (reply.status, reply.json["place"]) == (400, place)
    assert site.events() == []


def test_an_unknown_site_is_refused(site):
    assert tracked(site, idsite="1").status == 401
    assert tracked(site, idsite="").status == 401

"""The page script in a real Chromium, behind a real link, on a real server."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from drumbeat.warehouse.events import Event
from tests.collector.asking import CHROME, events_waiting
from tests.collector.conftest import Server, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = """<!doctype html><title>Moon cakes</title>
<script src="{host}/drumbeat.js" data-key="key-site" defer></script>
<button data-db-event="Added To Basket" data-db-flavour="lotus">Add</button>
<a id="out" href="http://localhost:{port}/elsewhere">Out</a><a id="in" href="/moon/second">In</a>
"""


@pytest.fixture
def shop(tmp_path) -> Iterator[Server]:
    """A shop's page on one port, the collector on another."""
    port = free_port()
    collector = Server(tmp_path, LANDING=f"http://127.0.0.1:{port}/moon")
    page = PAGE.format(host=collector.host, port=port).encode()

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", port), Shop)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield collector
    web.shutdown()
    web.server_close()
    collector.stop()


@pytest.fixture
def visitor(chromium) -> Iterator[Page]:
    """A person's browser: a headless one says so, and would rightly be taken for a robot."""
    context = chromium.new_context(user_agent=CHROME)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda said: said.type == "error" and page.problems.append(said.text))
    yield page
    assert [said for said in page.problems if "favicon" not in said] == []
    context.close()


def wait_for(shop: Server, count: int, wanted: Callable[[Event], bool] = bool) -> list[Event]:
    deadline = time.monotonic() + 10
    while True:
        events = [event for event in events_waiting(shop.spool_path) if wanted(event)]
        if len(events) >= count:
            return events
        assert time.monotonic() < deadline, [event.name or event.type for event in events]
        time.sleep(0.05)


def named(name: str) -> Callable[[Event], bool]:
    return lambda event: event.name == name


def test_a_click_on_a_link_and_the_page_view_behind_it_are_one_visit(shop, visitor):
    visitor.goto(f"{shop.host}/g/spr1ng7")

    click, view = wait_for(shop, 2)
    assert (click.type, view.type) == ("click", "page")
    assert view.click == click.click != ""
    assert (view.code, view.utm_source) == ("SPR1NG7", "wechat")
    assert view.anonymous_id == click.anonymous_id != ""
    assert (view.title, view.path, view.library) == ("Moon cakes", "/moon", "drumbeat.js 1")
    assert (view.device, view.bot, view.consent) == ("desktop", False, "unknown")


def test_a_single_page_app_counts_each_page_and_one_arrival(shop, visitor):
    visitor.goto(f"{shop.host}/g/spr1ng7")
    visitor.evaluate("history.pushState({}, '', '/moon/box'); history.replaceState({}, '')")
    visitor.evaluate("location.hash = 'details'")
    visitor.evaluate("history.pushState({}, '', '/moon/pay')")
    visitor.evaluate("history.back()")

    click, *views = wait_for(shop, 5)
    # Beacons run side by side: they may arrive in another order.
    assert sorted(view.path for view in views) == ["/moon", "/moon/box", "/moon/box", "/moon/pay"]
    assert [view.path for view in views if view.code or view.click] == ["/moon"]
    [pay] = [view for view in views if view.path == "/moon/pay"]
    assert pay.referrer.endswith("/moon/box")

    visitor.evaluate("drumbeat.track('Order Completed', {order_id: 'o1', revenue: 88})")
    [order] = wait_for(shop, 1, named("Order Completed"))
    assert (order.code, order.click, order.utm_source) == ("SPR1NG7", click.click, "wechat")


def test_clicks_out_of_the_site_and_on_marked_elements_are_counted(shop, visitor):
    visitor.goto(f"{shop.host}/g/spr1ng7")
    visitor.click("button")
    [added] = wait_for(shop, 1, named("Added To Basket"))
    assert json.loads(added.properties) == {"flavour": "lotus"}

    visitor.click("#out")
    [out] = wait_for(shop, 1, named("Outbound Link Clicked"))
    assert json.loads(out.properties)["href"].endswith("/elsewhere")
    visitor.go_back()
    visitor.click("#in")
    wait_for(shop, 1, lambda event: event.path == "/moon/second")
    assert len(wait_for(shop, 1, named("Outbound Link Clicked"))) == 1


def test_nothing_is_stored_before_consent_and_nothing_is_left_after_refusal(shop, visitor):
    stored = "document.cookie + Object.keys(localStorage) + Object.keys(sessionStorage)"
    visitor.goto(f"{shop.host}/g/spr1ng7")
    visitor.evaluate("drumbeat.track('Before')")
    [before] = wait_for(shop, 1, named("Before"))
    assert visitor.evaluate(stored) == ""
    assert before.anonymous_id.startswith("daily-")

    visitor.evaluate("drumbeat.consent('granted')")
    visitor.reload()
    visitor.evaluate("drumbeat.identify('u1'); drumbeat.track('Bought', {revenue: 9.9})")
    [bought] = wait_for(shop, 1, named("Bought"))
    assert visitor.evaluate(stored) == "drumbeat_id"
    assert bought.anonymous_id == visitor.evaluate("localStorage.drumbeat_id")
    assert (bought.consent, bought.user_id, bought.value_minor) == ("granted", "u1", 990)

    visitor.evaluate("drumbeat.consent('denied'); drumbeat.track('After')")
    [after] = wait_for(shop, 1, named("After"))
    assert visitor.evaluate(stored) == ""
    assert (after.consent, after.anonymous_id, after.user_id, after.click) == ("denied", "", "", "")


def test_global_privacy_control_is_respected_whatever_the_page_asks(shop, visitor):
    visitor.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"
    )
    visitor.goto(f"{shop.host}/g/spr1ng7")
    visitor.evaluate("drumbeat.consent('granted'); drumbeat.track('Seen')")

    [seen] = wait_for(shop, 1, named("Seen"))
    assert (seen.consent, seen.anonymous_id) == ("denied", "")
    assert visitor.evaluate("localStorage.length") == 0


def test_without_beacons_the_script_fetches(shop, visitor):
    visitor.add_init_script("delete Navigator.prototype.sendBeacon")
    visitor.goto(f"{shop.host}/g/spr1ng7")

    assert [event.type for event in wait_for(shop, 2)] == ["click", "page"]

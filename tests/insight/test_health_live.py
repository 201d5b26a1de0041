"""The live view in a real browser: it renews itself and never takes away what somebody looks at."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from drumbeat.collector.letters import Fault, Place
from drumbeat.insight.results.intake import the_spool
from tests.insight.factory import a_source, a_visit, happened
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_POLL = 3_500  # milliseconds


@pytest.fixture
def page(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_a_renewal_undoes_neither_the_open_message_nor_the_choice(page, live_server):
    lead = a_member(a_brand(), "lead")
    source, now = a_source(lead), datetime.now(UTC)
    happened(lead.brand, a_visit(now, source=source.pk, name="Tea page"), derive=False)
    the_spool().set_aside([Fault(Place(77_000, 0, 0), source.pk, "odd", b'{"broken": ')])
    key = signed_in(lead).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    page.goto(f"/b/{lead.brand.slug}/insight/data-health/")

    page.click("#live >> text=Tea page")
    expect(page.locator("#message pre")).to_contain_text('"name": "Tea page"')
    happened(lead.brand, a_visit(now, source=source.pk, name="Another"), derive=False)
    expect(page.locator("#live")).to_contain_text("Another", timeout=2 * A_POLL)
    expect(page.locator("#message pre")).to_be_visible()
    page.keyboard.press("Escape")

    page.click("#live .pills >> text=Set aside")
    expect(page.locator("#live li")).to_have_count(1)
    page.wait_for_timeout(A_POLL)
    expect(page.locator("#live li")).to_have_count(1)
    page.click("#live li button")
    expect(page.locator("#message pre")).to_contain_text("broken")

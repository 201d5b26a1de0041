"""The official Segment library, unmodified: what it sends is on the campaign page at once."""

import json
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
import segment.analytics as analytics

from tests.e2e.live import Product, signs_in
from tests.e2e.person import CHROME, Person, a_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
IN_TIME_SECONDS = 3


@pytest.fixture
def launched(tmp_path):
    """A served product with a live placement, and what the seed told about it."""
    product = Product(tmp_path / "home")
    told = json.loads(product.run("-m", "tests.e2e.seed", "launch").splitlines()[-1])
    product.start()
    yield product, told
    product.stop()
    assert product.complaints() == []


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def the_tracked_address(product, code) -> str:
    """Where `/g/<code>` sends a browser."""
    opener = build_opener(_Stay)
    opener.addheaders = [("User-Agent", CHROME)]
    try:
        opener.open(f"{product.url}/g/{code}")
    except OSError as redirect:
        return redirect.headers["Location"]
    raise AssertionError("no redirect")


def test_a_page_view_and_an_order_sent_with_the_sdk_are_on_the_campaign_page(chromium, launched):
    product, told = launched
    lead = Person(a_browser(chromium, width=1440, language="en"), product.url)
    signs_in(lead.opens("/sign-in/").page, told["email"])
    lead.page.wait_for_url("**/today/")
    lead.opens(told["campaign"])
    row = lead.page.locator("tr", has_text=told["placement"])
    assert "¥88" not in row.inner_text()

    analytics.write_key, analytics.host = told["write_key"], product.url
    address = the_tracked_address(product, told["code"])
    seconds = []
    # A busy machine may be late once or twice: what counts is that it can be there in time.
    while len(seconds) < 3 and min(seconds, default=9) > IN_TIME_SECONDS:
        sends_a_view_and_an_order(address, len(seconds))
        revenue = f"¥{88 * (len(seconds) + 1)}"
        seconds.append(lead.seconds_until(row.filter(has_text=revenue)))
    lead.page.context.close()

    assert min(seconds) <= IN_TIME_SECONDS, seconds


def sends_a_view_and_an_order(address, number):
    about = {"page": {"url": address}, "userAgent": CHROME}
    who = {"anonymous_id": f"visitor-{number}", "context": about}
    analytics.page(name="Tea", properties={"url": address}, **who)
    analytics.track(
        event="Order Completed",
        properties={"order_id": f"sdk-{number}", "revenue": 88.0, "currency": "CNY"},
        **who,
    )
    analytics.flush()

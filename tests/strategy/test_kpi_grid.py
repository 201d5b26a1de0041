"""The grid of targets in a real browser: by keyboard, worked out while one types."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from drumbeat.strategy.models import KpiTarget, KpiTree
from tests.world import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium, live_server, lead):
    browser = signed_in(lead)
    browser.post("/strategy/kpis/example/", {"starts_on": "2027-01-01"})
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    session = browser.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{live_server.url}/b/{lead.brand.slug}/strategy/kpis/{KpiTree.objects.get().pk}/")
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def cell(page, part, measure):
    return page.get_by_label(f"{part} · {measure}", exact=True)


def test_targets_are_typed_by_keyboard_and_what_does_not_tie_is_seen_at_once(page):
    orders = cell(page, "KOL", "Orders")
    orders.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2,900")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == (
        "Email and CRM · Orders"
    )
    page.get_by_text("Not all of it ties").wait_for()
    assert page.get_by_text("100 too little", exact=True).is_visible()
    assert page.locator("tr", has=orders).get_by_text("¥72.41").is_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "KOL · Sessions"
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state("networkidle")
    saved = KpiTarget.objects.get(node__title_en="KOL", measure="orders")
    assert saved.value == 2900
    assert page.complaints == []


def test_a_block_from_a_spreadsheet_fills_cells(page):
    cell(page, "Paid search", "Sessions").focus()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text", text);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        "90,000\t2,700\n210,000\t3,300\n",
    )
    assert cell(page, "Paid search", "Orders").input_value() == "2,700"
    assert cell(page, "Paid social", "Sessions").input_value() == "210,000"
    assert cell(page, "KOL", "Sessions").input_value() == "120,000"
    assert page.get_by_text("Not all of it ties").count() == 0, "the sums are the same"

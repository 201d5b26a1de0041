"""The job “guide people”: steps drawn, dragged into order, in force; after the launch measured."""

from datetime import timedelta

import pytest

from drumbeat.content.models import GuidancePath
from drumbeat.content.paths.queries import steps_of
from drumbeat.insight.lake import lake_of
from tests.insight.factory import NOON, a_campaign, a_placement, a_purchase, a_visit, happened
from tests.world import a_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.lake,
    pytest.mark.django_db(transaction=True),
]

# As somebody types them: the order comes second, and is dragged to the end.
STEPS = (
    {"title_en": "Ad", "title_zh": "广告", "kind": "ad", "counts_as": "link", "rate": "80"},
    {"title_en": "Order", "title_zh": "下单", "kind": "shop", "counts_as": "event",
     "counted": "Order Completed"},
    {"title_en": "Landing page", "title_zh": "落地页", "kind": "page", "counts_as": "page",
     "counted": "/tea/*", "rate": "50"},
)  # fmt: skip
SAYS = {"promise": "八小时，一瓶好茶 Eight hours, one bottle", "call_to_action": "看看 Look"}


@pytest.fixture(autouse=True)
def _own_lake(settings, tmp_path):
    settings.LAKE_ROOT = tmp_path / "lake"


def names(path):
    return [step.title_en for step in steps_of(path)]


def test_a_path_is_drawn_put_in_order_and_later_measured(at_a_browser, lead, brand):
    campaign = a_campaign(lead)
    a_placement(lead, code="C1", campaign=campaign)
    content = a_member(brand, "cl", "an")
    person = at_a_browser(content).opens("content/paths/").follows("paths/new/")
    person.fills(title_en="Ad to order", title_zh="从广告到下单", campaign=campaign.pk).sends()
    path = GuidancePath.objects.get()
    for step in STEPS:
        person.follows("steps/new/").fills(**step, **SAYS).sends()
    page = person.page
    order, landing = (f"#{step.pk}" for step in steps_of(path)[1:])

    with page.expect_navigation():
        page.drag_and_drop(f"{landing} th", f"{order} th")
    assert names(path) == ["Ad", "Landing page", "Order"]
    page.wait_for_function(f"document.activeElement.id === '{landing[1:]}'")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowUp")
    assert names(path) == ["Landing page", "Ad", "Order"]
    with page.expect_navigation():
        page.locator(f"{landing} [data-way=down]").click()
    assert names(path) == ["Ad", "Landing page", "Order"]

    page.locator(f"{order} form[action$='/end/'] button").click()
    page.locator(".toast form button").click()
    page.locator(order).wait_for()
    person.looks().sends("enforcement/").must_be_told("80%", "50%")

    people = [a_visit(NOON, f"p{n}", code="C1", path="/tea/green") for n in range(40)]
    bought = [a_purchase(NOON + timedelta(minutes=5), 9_900, f"A{n}", f"p{n}") for n in range(4)]
    happened(brand, *people, *bought)
    assert lake_of(brand).manifest().fresh_until
    page.reload()
    person.looks().follows(f"insight/guidance/{path.pk}/")
    person.pictures(f"guidance-{page.viewport_size['width']}")
    shown = page.locator(".path-map:visible")
    assert shown.count() == 1
    drawn = shown.text_content()
    assert all(words in drawn for words in ("40", "100%", "10%"))
    assert shown.locator("text.good").count()
    assert shown.locator("text.urgent").count()
    person.follows("10%25[^/]*|briefs/new/[^/]*")
    assert "10%" in page.locator("[name=insight]").input_value()

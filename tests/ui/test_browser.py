"""The gallery in a real browser: both widths, both themes, both languages, by mouse and keyboard."""

from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["", "conflict/", "not-found/", "sign-in/"]


@pytest.fixture
def visit(chromium, live_server):
    """visit(path, width, theme, language) → a page whose `complaints` must stay empty."""
    contexts = []

    def go(path="", *, width=1440, theme="light", language="en"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            extra_http_headers={"Accept-Language": language},
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: said.type in ("error", "warning") and page.complaints.append(said.text),
        )
        page.goto(f"{live_server.url}/gallery/{path}")
        page.wait_for_load_state("networkidle")
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("path", "width", "look"),
    [*product(PAGES, [1440, 390], [("light", "zh-hans"), ("dark", "en")])],
)
def test_a_page_is_whole_at_every_width_in_every_theme(visit, path, width, look):
    page = visit(path, width=width, theme=look[0], language=look[1])
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
    assert page.complaints == []


def test_nothing_is_written_for_a_looser_content_policy(visit):
    page = visit()
    loose = """[...document.querySelectorAll('*')].filter(element =>
        [...element.attributes].some(a => a.name.startsWith('on') || a.name.startsWith('hx-on'))
        || (element.matches('script') && !element.src) || element.matches('style')).length"""
    assert page.evaluate(loose) == 0


def test_the_palette_opens_by_key_finds_pinyin_and_goes_there(visit):
    page = visit(language="zh-hans")
    page.keyboard.press("Control+k")
    page.keyboard.type("lengpao")
    found = page.locator("#palette-found [role=option]")
    found.wait_for()
    assert found.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**#found")


def test_the_palette_filters_its_own_commands(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("daoru")
    assert page.locator("[data-commands] [role=option]:visible").all_inner_texts() == [
        "Import spend\nDo"
    ]


def test_an_asked_number_answers_and_escape_closes_it(visit):
    page = visit()
    page.locator(".ask").first.click()
    answer = page.locator(".asked:popover-open")
    answer.get_by_text("The rows behind it").wait_for()
    box = answer.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1440
    page.keyboard.press("Escape")
    assert answer.count() == 0


def test_the_chosen_theme_is_there_before_the_next_page_paints(visit):
    page = visit()
    toggle = page.locator(".topbar [data-theme-toggle]")
    toggle.click()
    toggle.click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert 'data-theme="dark"' in page.content()
    assert toggle.get_attribute("aria-label") == "Colours: dark"
    assert Axe().run(page).violations_count == 0


def test_a_card_moves_by_keyboard_and_a_refused_one_goes_back(visit):
    page = visit()
    cards = "[data-column={}] [data-card=t1]"
    page.locator("[data-card=t1] .board-handle").focus()
    for key in ["Space", "ArrowRight", "Space"]:
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")
    assert page.locator(cards.format("doing")).count() == 1
    for key in ["Space", "ArrowRight", "ArrowRight", "Space"]:
        page.keyboard.press(key)
    page.get_by_text("This one has none yet").wait_for()
    assert page.locator(cards.format("doing")).count() == 1


def test_a_card_moves_by_drag(visit):
    page = visit()
    page.locator("[data-card=t2]").drag_to(page.locator("[data-column=review] ul"))
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-column=review] [data-card=t2]").count() == 1
    assert page.locator("[data-column=review] [data-count]").inner_text() == "1"


def test_a_question_comes_before_what_cannot_be_undone(visit):
    page = visit()
    page.get_by_role("button", name="Discard").click()
    assert page.locator("#confirm h2").inner_text() == "Discard this draft?"
    page.keyboard.press("Escape")
    assert not page.locator("#confirm").is_visible()
    assert "#discarded" not in page.url
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Yes, do it").click()
    page.wait_for_url("**#discarded")


def test_a_table_is_sorted_and_filtered_and_unknown_stays_last(visit):
    page = visit()
    table = page.locator("table[data-sort]").first
    table.get_by_role("button", name="Spend").click()
    first = table.locator("tbody tr td:first-child")
    assert first.first.inner_text().startswith("Baidu")
    assert first.last.inner_text() == "Direct / unknown"
    page.get_by_label("Filter Placements").fill("meta")
    assert table.locator("tbody tr:visible").count() == 1


def test_the_phone_has_every_room_behind_more(visit):
    page = visit(width=390)
    page.get_by_role("button", name="More").last.click()
    assert page.locator("#more .nav a:visible").count() == 8
    page.keyboard.press("Escape")
    assert not page.locator("#more").is_visible()


def test_leaving_with_unsaved_words_is_asked(visit):
    page = visit()
    page.locator("#ok_intent").fill("Half a thought")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_today_is_in_view_on_a_phone(visit):
    page = visit(width=390)
    for picture in (".beat", ".gantt"):
        box = page.locator(f"{picture} .scroll").bounding_box()
        today = page.locator(f"{picture} .beat-today circle").bounding_box()
        assert box["x"] < today["x"] < box["x"] + box["width"]


def test_what_was_typed_is_back_after_the_tab_was_closed_until_it_is_dropped(visit):
    page = visit()
    page.on("dialog", lambda dialog: dialog.accept())
    title = page.locator("form[data-guard] [name=title]")
    before = title.input_value()
    title.fill("Half a sentence")
    page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('draft:'))")
    page.reload()
    assert title.input_value() == "Half a sentence"
    page.locator(".draft-note button").click()
    assert title.input_value() == before
    page.reload()
    assert title.input_value() == before
    assert page.complaints == []


def test_a_table_is_saved_as_it_stands_filtered_and_whole(visit):
    page = visit()
    table = page.locator("table[data-sort]").first
    tools = table.locator("xpath=ancestor::div[contains(@class,'scroll')]/preceding-sibling::div")
    tools.locator("[data-filter]").fill("Meta")
    with page.expect_download() as saved:
        tools.locator("[data-save]").click()
    text = Path(saved.value.path()).read_text("utf-8-sig")
    header, *rows = text.splitlines()
    assert header.startswith("Placement,")
    assert rows
    assert all("Meta" in row or "Total" in row for row in rows)
    assert saved.value.suggested_filename == "Placements.csv"

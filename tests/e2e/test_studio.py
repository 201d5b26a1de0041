"""Writing while the connection breaks, the server dies and the session ends: every keystroke stays."""

import json
import os
import signal

import pytest

from drumbeat.content.studio.limits import measured, networks
from tests.e2e.live import Product, signs_in
from tests.e2e.person import a_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNTED = [
    "Tea for the evening, https://rockmist.example/cup?a=1. And rockmist.com, too",
    "# 一只杯子的早晨\n\n看https://t.cn/a1看看，name@rockmist.com\n\n第二段：１２３ｶﾅ",
    "👩‍🚀🇨🇳👍🏽 é e\u0301 café – “quoted” … @lin@mastodon.example @someone",
    "\u200b最\u202e好 ½ ∑ ℃ ㈱ 가나다 ไทย हिन्दी",
    "# One\n# Two\n\n" + "a" * 91 + "\nstill\n\n\nlast",
    "",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("home"))
    told = json.loads(product.run("-m", "tests.e2e.seed").splitlines()[-1])
    path = next(one for one in told["paths"] if "/versions/" in one and one.endswith("/edit/"))
    product.start()
    yield product, told["email"], f"{product.url}/b/rockmist{path}"
    product.stop()


@pytest.fixture
def writer(chromium, served):
    """A signed-in page on the version's studio."""
    _product, email, address = served
    context = a_browser(chromium, width=1440, language="en")
    page = context.new_page()
    page.goto(address)
    signs_in(page, email)
    page.wait_for_url(f"{address}*")
    yield page
    context.close()


def types(page, words):
    """Key by key at the end of the text; after each, the browser has all of it."""
    box = page.locator("#id_text")
    box.press("Control+End")
    for letter in words:
        box.press_sequentially(letter)
        kept = page.evaluate("JSON.parse(Object.values(localStorage)[0]).typed.text")
        assert kept == box.input_value()


def told(page, words):
    page.wait_for_function(
        "words => document.getElementById('keeping').textContent.includes(words)",
        arg=words,
        timeout=40_000,
    )


def text(page):
    return page.locator("#id_text").input_value()


def test_not_a_keystroke_is_lost(writer, served):
    product, email, address = served
    page, context = writer, writer.context
    page.fill("#id_text", "")

    types(page, "Tea ")
    told(page, "Kept. Save")

    context.set_offline(True)
    types(page, "for the ")
    told(page, "Kept on this device")
    page.keyboard.press("Control+s")
    told(page, "Kept on this device")
    assert page.url == address
    context.set_offline(False)
    told(page, "Kept. Save")
    page.reload()
    assert text(page) == "Tea for the "

    os.killpg(product._process.pid, signal.SIGKILL)
    product._process.wait()
    types(page, "evening")
    told(page, "Kept on this device")
    page.close()
    product.start()
    page = context.new_page()
    page.goto(address)
    page.locator("#kept .callout").wait_for()
    assert text(page) == "Tea for the evening"
    told(page, "Kept. Save")

    context.clear_cookies(name="sessionid")
    types(page, ", mine.")
    told(page, "You are signed out")
    page.click("#keeping a")
    signs_in(page, email)
    page.wait_for_url(f"{address}*")
    page.locator("#kept .callout").wait_for()
    assert text(page) == "Tea for the evening, mine."

    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.reload()
    assert text(page) == "Tea for the evening, mine."
    assert (
        page.evaluate("Object.keys(localStorage).filter(key => key.includes('studio')).length") == 0
    )
    assert not page.locator("#kept .callout").count()


def test_what_somebody_else_saved_meanwhile_stands_beside_what_one_typed(writer, served, chromium):
    _product, email, address = served
    page = writer
    page.context.set_offline(True)
    types(page, " Mine")
    mine = text(page)
    other = a_browser(chromium, width=390, language="en").new_page()
    other.goto(address)
    signs_in(other, email)
    other.wait_for_url(f"{address}*")
    other.fill("#id_text", "Theirs")
    with other.expect_navigation():
        other.keyboard.press("Control+s")
    other.context.close()

    page.context.set_offline(False)
    told(page, "Kept. Save")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    callout = page.locator("#kept .callout")
    assert "saved this draft while you wrote" in callout.inner_text()
    assert "Theirs" in callout.inner_text()
    assert text(page) == mine
    with page.expect_navigation():
        callout.locator("[name=over]").click()
    assert text(page) == mine
    assert not page.locator("#kept .callout").count()


def test_the_browser_counts_as_the_server_does(writer):
    limits = {key: network.limit.as_rule() for key, network in networks().items()}
    counted = writer.evaluate(
        """async ([texts, limits]) => {
            const { measured } = await import(document.querySelector("script[src*=counting]").src);
            return texts.map((text) => Object.entries(limits).map(
                ([key, limit]) => [key, measured(text, limit).map(([, length]) => length)]));
        }""",
        [COUNTED, limits],
    )
    for words, by_network in zip(COUNTED, counted, strict=True):
        for key, lengths in by_network:
            assert lengths == [part.length for part in measured(words, networks()[key].limit)], (
                words,
                key,
            )


def test_a_text_is_written_and_saved_without_scripts(chromium, served):
    _product, email, address = served
    page = a_browser(chromium, width=390, language="en", scripts=False).new_page()
    page.goto(address)
    signs_in(page, email)
    page.wait_for_url(f"{address}*")
    page.fill("#id_text", "Plain tea")
    page.locator("#studio button.primary").click()
    assert page.locator("#id_text").input_value() == "Plain tea"
    page.goto(address)
    assert page.locator("#id_text").input_value() == "Plain tea"
    page.context.close()

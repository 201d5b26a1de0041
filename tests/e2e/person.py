"""Somebody at a browser: what a person does, in the words in which one would tell it.

Buttons and links are found by where they lead, never by their words, so the same story is told in
every language. Whatever page is seen on the way is looked at: console, accessibility, width.
"""

import os
import re
import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
# Colours are judged once nothing moves any more; what never ends (a pulse) is not waited for.
STILL = """Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime < 2000)
    .map(one => one.finished.catch(() => 0)))"""
AXE, ONLY = Axe().axe_script, "{resultTypes: ['violations']}"
ULID = re.compile(r"\b[a-z]{3}_[0-9A-Z]{26}\b")


def a_browser(chromium: Browser, *, width: int, language: str, scripts: bool = True):
    """A browser of one's own: its cookies, its width, its language, not known as a robot."""
    return chromium.new_context(
        java_script_enabled=scripts,
        viewport={"width": width, "height": 900},
        locale={"en": "en-GB", "zh-hans": "zh-CN"}[language],
        user_agent=CHROME,
    )


class Person:
    """Somebody at a browser of the product at `url`. `faults` gathers what pages did wrong.

    scripts: whether the browser runs any; axe is one, so without it sees nothing.
    """

    def __init__(self, context, url: str, *, scripts: bool = True):
        self.url, self.faults, self.scripts = url, [], scripts
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self._complain(said.text))
        self.page.on("response", self._note_failure)

    # -- going about --------------------------------------------------------------------------

    def opens(self, address: str) -> "Person":
        """Go to an address: whole, from the root, or (without a slash) inside the brand."""
        if address.startswith("/"):
            address = self.url + address
        elif not address.startswith("http"):
            address = f"{self.url}{self.brand}/{address}"
        self.page.goto(address)
        return self.looks()

    @property
    def brand(self) -> str:
        """`/b/<brand>`, as the address bar has it now."""
        return re.search(r"/b/[\w-]+", self.page.url)[0]

    @property
    def path(self) -> str:
        """Where one is, inside the brand: `strategy/goals/`."""
        return self.page.url.removeprefix(f"{self.url}{self.brand}/")

    def follows(self, ending: str) -> "Person":
        """Click the first visible link whose address ends so (a regular expression)."""
        for link in self.page.locator("main a[href]:visible, nav a[href]:visible").all():
            if re.search(f"{ending}$", link.get_attribute("href")):
                link.click()
                return self.looks()
        raise AssertionError(f"no link to {ending} on {self.page.url}")

    def fills(self, **typed) -> "Person":
        """Fill a form's fields by their names; a choice is given by (part of) its words or value."""
        for name, value in typed.items():
            self._fill(name, value)
        return self

    def sends(self, ending: str = "") -> "Person":
        """Press the button of the form that goes to an address ending so; of the page's own form
        without one. A question that comes in between is answered with yes."""
        own = "main form[method=post]:is([data-guard], :has(.fields))"
        form = f"main form[action$='{ending}']" if ending else own
        button = self.page.locator(form).first.locator("button:not([type=button])").last
        before = self.page.url
        with self.page.expect_navigation() as went:
            button.click()
            yes = self.page.locator("#confirm [data-confirm-yes]")
            if yes.is_visible():
                yes.click()
        status = went.value.status
        assert status < 400, f"{before} answered {status}: {self.errors()}"
        refused = self.page.locator(".toast.error").all_inner_texts()
        assert not refused, f"{before} refused: {refused}"
        return self.looks()

    def must_be_told(self, *words: str) -> "Person":
        """The page says so."""
        text = self.page.locator("body").inner_text()
        assert all(each in text for each in words), f"{words} not in:\n{text}"
        return self

    def seconds_until(self, locator) -> float:
        """How long it takes until something is shown; fails after 20 s."""
        started = time.monotonic()
        locator.wait_for(timeout=20_000)
        return time.monotonic() - started

    def errors(self) -> list[str]:
        """What the page says was wrong with what one typed."""
        self.page.wait_for_load_state()
        said = self.page.locator(".errors, .error-summary, .errorlist, [role=alert], .callout")
        return said.all_inner_texts()

    # -- looking ------------------------------------------------------------------------------

    def looks(self) -> "Person":
        """Look at the page one is on; what is wrong with it is kept in `faults`."""
        self.page.wait_for_load_state()
        if self.scripts:
            self.page.wait_for_function("!document.querySelector('.htmx-request')")
            self.page.evaluate(STILL)
        if wide := self.page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            wide > 0 and self._complain(f"is {wide} px too wide")
        for found in self._violations() if self.scripts else ():
            self._complain(f"{found['id']}: {found['nodes'][0]['html'][:200]}")
        return self

    def _violations(self) -> list[dict]:
        """What axe finds wrong; what it finds right, a few hundred kilobytes a page, stays there."""
        self.page.evaluate(AXE)
        return self.page.evaluate(f"axe.run({ONLY}).then(found => found.violations)")

    def pictures(self, name: str) -> None:
        """Keep a picture of the whole page in the folder that DRUMBEAT_SCREENS names, if it does:
        some hundred pictures take minutes."""
        if folder := os.environ.get("DRUMBEAT_SCREENS"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def _complain(self, words: str) -> None:
        where = ULID.sub("…", self.page.url.removeprefix(self.url))
        self.faults.append(f"{where} {words}")

    def _note_failure(self, answer) -> None:
        if answer.status >= 400 and answer.url.startswith(self.url):
            self._complain(f"{answer.status} for {ULID.sub('…', answer.url)}")

    # -- typing -------------------------------------------------------------------------------

    def _fill(self, name, value):
        field = self.page.locator(f"main [name='{name}']")
        field.first.wait_for(state="attached")  # the page that a click led to may be on its way
        kind = field.first.evaluate("one => one.localName === 'select' ? 'select' : one.type")
        if kind == "select":
            field.select_option(_option(field, value))
        elif kind in ("checkbox", "radio"):
            _tick(field, value)
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))


def _option(field, value):
    for option in field.locator("option").all():
        if value == option.get_attribute("value") or (value and value in option.inner_text()):
            return option.get_attribute("value")
    raise AssertionError(f"{value} is not offered: {field.locator('option').all_inner_texts()}")


def _tick(boxes, wanted):
    """wanted: True for all, or words (or values) of those to tick."""
    wanted = [wanted] if isinstance(wanted, str) else wanted
    for box in boxes.all():
        words = box.evaluate("one => one.closest('label, .check, div')?.innerText || ''")
        if wanted is True or any(w in words or w == box.get_attribute("value") for w in wanted):
            box.check()

"""Every page of the product, with one of everything in it, as its lead sees it."""

import gzip
import json
import re
from html import unescape
from itertools import product as pairs

import pytest

from tests.e2e.live import Product, signs_in
from tests.e2e.person import ULID, Person, a_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST_VISIT_BYTES = 250_000
LOOKS = list(pairs(["en", "zh-hans"], [1440, 390]))
# Every page in both languages and both widths takes two visits, not four: every other page is
# read in English wide and Chinese narrow, the ones between the other way round.
FIRST_PAGE = {("en", 1440): 0, ("zh-hans", 390): 0, ("en", 390): 1, ("zh-hans", 1440): 1}
# What a page loads besides itself: files, and pieces that it asks for once it is there.
LOADED = re.compile(r'"/static/[^"]+"|hx-get="[^"]+" hx-trigger="load')
PUBLIC = ["/sign-in/", "/password/", "/gallery/", "/gallery/sign-in/", "/nowhere/"]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """A served product with one of everything, and what the seed told about it."""
    product = Product(tmp_path_factory.mktemp("home"))
    told = json.loads(product.run("-m", "tests.e2e.seed").splitlines()[-1])
    product.start()
    yield product, told["email"], told["paths"]
    product.stop()
    assert product.complaints() == []


@pytest.fixture(scope="module")
def pages(chromium, seeded):
    """The addresses that are pages of their own, and neither files nor fragments of a page."""
    product, email, paths = seeded
    lead = the_lead(chromium, product, email, language="en", width=1440)
    answers = {path: lead.page.request.get(f"{lead.url}{lead.brand}{path}") for path in paths}
    # Some need more than is there (a second version to compare with) and say so.
    refused = {path: got.status for path, got in answers.items() if got.status >= 400}
    assert set(refused.values()) <= {404, 409}, refused
    found = [path for path, got in answers.items() if got.ok and _is_page(got)]
    lead.page.context.close()
    return found


def _is_page(got) -> bool:
    if "content-disposition" in got.headers:
        return False
    return got.headers.get("content-type", "").startswith("text/html") and "<html" in got.text()


def the_lead(chromium, product, email, *, language, width) -> Person:
    """The lead, signed in, reading in the language given."""
    context = a_browser(chromium, width=width, language=language)
    lead = Person(context, product.url).opens("/sign-in/")
    signs_in(lead.page, email)
    lead.page.wait_for_url("**/today/")
    context.add_cookies([{"name": "django_language", "value": language, "url": product.url}])
    return lead


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_every_page_is_whole_in_every_language_and_width(chromium, seeded, pages, language, width):
    product, email, _paths = seeded
    lead = the_lead(chromium, product, email, language=language, width=width)
    for path in pages[FIRST_PAGE[language, width] :: 2]:
        lead.opens(path.removeprefix("/"))
        lead.pictures(f"{language}-{width}-{named(path)}")
    lead.page.context.close()

    assert not lead.faults, "\n".join(sorted(set(lead.faults)))


def named(path) -> str:
    return ULID.sub("id", path).strip("/").replace("/", "-") or "front"


def test_no_page_leads_to_a_dead_end(chromium, seeded, pages):
    product, email, _paths = seeded
    lead = the_lead(chromium, product, email, language="en", width=1440)
    linked = set()
    for path in pages:
        html = lead.page.request.get(f"{lead.url}{lead.brand}{path}").text()
        linked |= {unescape(found) for found in re.findall(r'href="(/[^"#]*)', html)}
    dead = [path for path in sorted(linked) if lead.page.request.get(lead.url + path).status >= 400]
    lead.page.context.close()

    assert not dead, "\n".join(dead)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_pages_before_signing_in_are_whole_too(chromium, seeded, language, width):
    product, _email, _paths = seeded
    stranger = Person(a_browser(chromium, width=width, language=language), product.url)
    for path in PUBLIC:
        stranger.opens(path)
        stranger.pictures(f"{language}-{width}-public-{path.strip('/').replace('/', '-')}")
    stranger.page.context.close()

    assert [fault for fault in stranger.faults if "404" not in fault] == []


def test_a_first_visit_is_light(chromium, seeded, pages):
    """One page of each set of files is weighed in a browser that has nothing yet; the others that
    load the same files differ in their own bytes only."""
    product, email, _paths = seeded
    lead = the_lead(chromium, product, email, language="en", width=1440)
    cookies = lead.page.context.cookies()
    weights, files = {}, {}
    for path in (f"{lead.brand}{page}" for page in pages):
        got = lead.page.request.get(product.url + path)
        own = len(gzip.compress(got.body()))
        loaded = frozenset(LOADED.findall(ULID.sub("", got.text())))
        if loaded not in files:
            files[loaded] = weight(chromium, product, path, cookies) - own
        weights[path] = files[loaded] + own
    lead.page.context.close()

    assert {path: size for path, size in weights.items() if size > FIRST_VISIT_BYTES} == {}


def weight(chromium, product, path, cookies) -> int:
    """Bytes that come over the wire when a browser that has nothing yet opens the page."""
    context = a_browser(chromium, width=1440, language="en")
    context.add_cookies(cookies)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes = []
    wire.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(product.url + path, wait_until="load")
    context.close()
    return int(sum(sizes))

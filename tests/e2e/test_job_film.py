"""A large film starts, and is jumped through, long before all of it is there."""

import json

import pytest

from tests.e2e.live import A_TEAM, Product, signs_in
from tests.e2e.person import a_browser
from tests.media import MP4

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEGABYTES = 400
A_FILM = (
    A_TEAM
    + """
import hashlib, json, sys
from pathlib import Path
from drumbeat.content.media.reading import facts_of
from drumbeat.work.models import StoredFile
from tests.content.factory import a_draft
path = Path(sys.argv[1])
with path.open("rb") as film:
    sha256 = hashlib.file_digest(film, "sha256").hexdigest()
stored = StoredFile.keep_file(team.writer, "film.mp4", path, sha256, "video/mp4")
facts_of(stored)
version = a_draft(team, text="", file=stored)
print(json.dumps([team.writer.person.email, version.pk]))
"""
)


def a_film(path):
    """A real film whose index lies behind so much room that no bytes fill."""
    index, free = MP4.index(b"moov") - 4, MEGABYTES << 20
    with path.open("wb") as film:
        film.write(MP4[:index] + free.to_bytes(4, "big") + b"free")
        film.seek(free - 8, 1)
        film.write(MP4[index:])
    return path


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("home"))
    film = a_film(product.home / "film.mp4")
    email, version = json.loads(product.run("-c", A_FILM, str(film)).splitlines()[-1])
    product.start()
    yield product, email, version
    product.stop()
    assert product.complaints() == []


@pytest.fixture
def page(chromium, served):
    product, email, version = served
    context = a_browser(chromium, width=1440, language="en")
    page = context.new_page()
    page.goto(f"{product.url}/b/rock-mist/content/versions/{version}/proof/")
    signs_in(page, email)
    page.wait_for_url("**/proof/")
    yield page
    context.close()


def test_a_film_is_jumped_through_before_all_of_it_is_there(page, served):
    product, _email, version = served
    page.wait_for_function("document.querySelector('video').readyState >= 1", timeout=15_000)
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(2, abs=0.1)
    page.evaluate("document.querySelector('video').currentTime = 1.5")
    page.wait_for_function(
        "(film => !film.seeking && film.readyState >= 2)(document.querySelector('video'))",
        timeout=15_000,
    )
    # And by hand, as other players ask.
    address = f"{product.url}/b/rock-mist/content/versions/{version}/file/"
    last = page.request.get(address, headers={"range": "bytes=-4", "accept-encoding": "gzip"})
    assert (last.status, last.body()) == (206, MP4[-4:])
    told = page.request.head(address)
    assert (told.status, told.headers["accept-ranges"]) == (200, "bytes")
    assert int(told.headers["content-length"]) == len(MP4) + (MEGABYTES << 20)
    again = page.request.get(address, headers={"if-none-match": told.headers["etag"]})
    assert (again.status, again.body()) == (304, b"")

"""A large film comes in although the server dies in the middle of it, also with the tab closed."""

import hashlib
import json
import os
import signal
import time

import pytest

from tests.e2e.live import A_TEAM, Product, signs_in
from tests.e2e.person import a_browser
from tests.media import MP4

pytestmark = [pytest.mark.browser, pytest.mark.slow]

A_BRIEF_IN_WORK = (
    A_TEAM
    + """
import json
from tests.content.factory import an_acknowledged_brief
an_acknowledged_brief(team)
print(json.dumps(team.writer.person.email))
"""
)
KEPT = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "drumbeat.config.settings"
import django
django.setup()
from drumbeat.work.models import StoredFile
print(json.dumps([[one.name, one.size_bytes, one.sha256, one.is_intact()]
                  for one in StoredFile.objects.filter(size_bytes__gt=50 << 20)]))
"""


def a_film(path, megabytes):
    """A real film that a player reads to its end, with so much room left free behind it."""
    free = (megabytes << 20) - len(MP4)
    with path.open("wb") as film:
        film.write(MP4 + free.to_bytes(4, "big") + b"free")
        for _piece in range(megabytes - 1):
            film.write(os.urandom(1 << 20))
        film.write(os.urandom(free - ((megabytes - 1) << 20) - 8))
    return path


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("home"))
    email = json.loads(product.run("-c", A_BRIEF_IN_WORK).splitlines()[-1])
    product.start()
    yield product, email
    product.stop()


@pytest.fixture
def page(chromium, served):
    product, email = served
    context = a_browser(chromium, width=1440, language="en")
    page = context.new_page()
    # Slow enough to be in the middle of it when the server dies.
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 12 << 20}
    line.send("Network.emulateNetworkConditions", slow)
    page.goto(f"{product.url}/b/rock-mist/content/uploads/")
    signs_in(page, email)
    page.wait_for_url("**/content/uploads/")
    yield page
    context.close()


def chooses(page, film):
    target = page.locator("[name=target]")
    if not target.input_value():
        target.select_option(index=1)
    page.set_input_files("[name=files]", film)
    page.locator("main form .btn.primary").click()


def waits_until(page, percent):
    page.wait_for_function(
        "(least) => parseInt(document.querySelector('.upload .num')?.textContent) >= least",
        arg=percent,
    )


def dies(product):
    os.killpg(product._process.pid, signal.SIGKILL)
    product._process.wait()


def kept(product):
    return json.loads(product.run("-c", KEPT).splitlines()[-1])


def test_an_upload_outlives_the_server_a_pause_and_a_closed_tab(served, page, tmp_path):
    product, _email = served
    film = a_film(tmp_path / "夜 film.mp4", 60)
    chooses(page, film)
    waits_until(page, 30)
    dies(product)
    page.get_by_text("waits for the server").wait_for()
    product.start()
    waits_until(page, 50)

    page.get_by_role("button", name="Pause").click()
    page.get_by_text("paused").wait_for()
    time.sleep(0.5)
    safe = next((product.home / "arriving").glob("*/*/*.json"))
    offset = json.loads(safe.read_text())["offset"]
    assert offset >= 24 << 20

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    chooses(page, film)
    page.locator(".upload.made").wait_for(timeout=60_000)
    assert asked.count("PATCH") <= (len(film.read_bytes()) - offset) // (8 << 20) + 1
    sha256 = hashlib.sha256(film.read_bytes()).hexdigest()
    assert kept(product) == [["夜 film.mp4", 60 << 20, sha256, True]]
    assert not list((product.home / "arriving").glob("*/*/*"))


def test_what_is_refused_is_told_by_name_and_what_is_given_up_leaves_nothing(
    served, page, tmp_path
):
    product, _email = served
    chooses(page, a_film(tmp_path / "poster.png", 60))
    page.get_by_text("“poster.png” has 60 MB; at most 50 MB fit").wait_for()
    chooses(page, a_film(tmp_path / "other.mp4", 55))
    page.locator(".upload:not(.refused) .num", has_text="%").wait_for()
    page.get_by_role("button", name="Give up").click()
    page.locator(".upload:not(.refused)").wait_for(state="detached")
    page.wait_for_timeout(1000)
    assert not list((product.home / "arriving").glob("*/*/*.json"))

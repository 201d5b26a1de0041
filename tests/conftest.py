import gc
import os

import pytest
from django.db import transaction
from django.urls import set_script_prefix
from django.utils import timezone, translation
from hypothesis import settings
from playwright.sync_api import sync_playwright

from tests.installation import Installation
from tests.postgres import a_cluster, another_database, programs
from tests.world import a_brand, a_member

# Properties are tried on a few examples at every change, and on many in the slow part.
settings.register_profile("few", max_examples=10, stateful_step_count=20, deadline=None)
settings.register_profile("many", max_examples=100, stateful_step_count=100, deadline=None)
settings.load_profile("few")


def pytest_collection_finish():
    """What was imported stays: looking through it for garbage again and again takes time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure():
    gc.unfreeze()


@pytest.fixture(autouse=True)
def nobody_else_s_language():
    """A request leaves its reader's language, time zone and brand in the thread; the next test
    starts clean."""
    yield
    translation.deactivate()
    timezone.deactivate()
    set_script_prefix("/")


@pytest.fixture(scope="module")
def chromium():
    # Playwright's own loop runs in this thread, and Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """kept(build): what `build()` returns, with its rows there for all tests of the module.

    Call it from a fixture of the module's scope, and give each test a deep copy: it leaves the
    tables as it found them. Not in a module with tests that commit: those empty the tables.
    """
    around = transaction.atomic()
    around._from_testcase = True  # else a durable block inside would be refused
    with django_db_blocker.unblock():
        around.__enter__()

    def built(build):
        with django_db_blocker.unblock():
            return build()

    yield built
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def brand(db):
    return a_brand()


@pytest.fixture
def lead(brand):
    return a_member(brand, "lead", name="Lead Li")


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request, tmp_path):
    """A home with an empty database."""
    if request.param == "sqlite":
        yield Installation(tmp_path)
        return
    if programs() is None:
        pytest.skip("PostgreSQL's server programs are not installed")
    with a_cluster() as url:
        yield Installation(tmp_path, DRUMBEAT_DATABASE_URL=url)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two_databases(request):
    """Two empty databases of one kind: their URLs (for SQLite, one in each home)."""
    if request.param == "sqlite":
        yield "sqlite:///", "sqlite:///"
        return
    if programs() is None:
        pytest.skip("PostgreSQL's server programs are not installed")
    with a_cluster() as url:
        yield url, another_database(url, "elsewhere")

"""`drumbeat demo` ends serving, and what it serves is alive: events go on into the lake."""

import json
import time
import urllib.request
from base64 import b64encode

import pytest

from tests.e2e.live import Product

pytestmark = pytest.mark.slow

KEY = """
import django; django.setup()
from drumbeat.insight.models import Source
print(Source.objects.first().write_key)
"""
STORED = """
import django; django.setup()
from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
print(sum(lake_of(Brand.objects.get()).event_rows().values()))
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    product = Product(
        tmp_path_factory.mktemp("demo"), DJANGO_SETTINGS_MODULE="drumbeat.config.settings"
    )
    product.start("demo", "--visitors", "500", within=300)
    yield product
    product.stop()
    assert product.complaints() == []


def test_an_event_sent_after_the_demo_was_built_reaches_the_lake(product):
    before = int(product.run("-c", STORED))
    key = b64encode(f"{product.run('-c', KEY).strip()}:".encode()).decode()
    page = {"messageId": "new", "anonymousId": "someone", "name": "Home"}
    request = urllib.request.Request(
        f"{product.url}/v1/page",
        json.dumps(page).encode(),
        {"Authorization": f"Basic {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
    deadline = time.monotonic() + 30
    while int(product.run("-c", STORED)) == before:
        assert time.monotonic() < deadline, product.log.read_text()
        time.sleep(0.5)


def test_nothing_panicked(product):
    assert "panicked" not in product.log.read_text()

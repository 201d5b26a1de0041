"""People at browsers of a product that this process serves. The whole thread is walked at a desk in
English and with a phone in Chinese; of the jobs one half in the one way and one half in the other, or
all in both with DRUMBEAT_LOOKS=all. (`test_every_page` looks at every page in both languages at both
widths.)"""

import os
from pathlib import Path

import pytest

from tests.e2e.person import Person, a_browser
from tests.world import signed_in

LOOKS = {"english-1440": ("en", 1440), "chinese-390": ("zh-hans", 390)}
JOBS = sorted(path.stem for path in Path(__file__).parent.glob("test_job_*.py"))


def pytest_generate_tests(metafunc):
    """reader: the language that is read, and how wide the screen is."""
    if "reader" in metafunc.fixturenames:
        looks = list(LOOKS)
        name = metafunc.module.__name__.rpartition(".")[2]
        if name in JOBS and os.environ.get("DRUMBEAT_LOOKS") != "all":
            looks = [looks[JOBS.index(name) % 2]]
        metafunc.parametrize("reader", [LOOKS[look] for look in looks], ids=looks, scope="module")


@pytest.fixture
def at_a_browser(chromium, live_server, reader, settings):
    """at_a_browser(member) → that member, signed in, at today's page; at_a_browser() → a stranger
    with a phone. What any page on the way did wrong fails the test."""
    people = []
    settings.BASE_URL = live_server.url
    language, width = reader

    def sits_down(member=None, *, scripts=True) -> Person:
        wide = width if member else 390
        context = a_browser(chromium, width=wide, language=language, scripts=scripts)
        person = Person(context, live_server.url, scripts=scripts)
        people.append(person)
        if member is None:
            return person
        for name, value in (
            ("sessionid", signed_in(member).cookies["sessionid"].value),
            ("django_language", language),
        ):
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return person.opens(f"/b/{member.brand.slug}/today/")

    yield sits_down
    faults = {fault for person in people for fault in person.faults}
    for person in people:
        person.page.context.close()
    assert not faults, "\n".join(sorted(faults))

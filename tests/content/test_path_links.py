"""Addresses of a path are looked at: guardedly, on demand, and once a day while it is in force."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.content.paths.actions import enforce, new_version
from drumbeat.content.paths.links import check, check_due
from drumbeat.content.paths.queries import steps_of
from drumbeat.strategy.models import Campaign
from tests.content.factory import a_path, a_step
from tests.fetching.outside import OPENED, Outside
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def outside():
    server = Outside()
    server.pages["/tea"] = b"<html>Tea</html>"
    yield server
    server.close()


@pytest.fixture
def opened(settings):
    settings.FETCH_ALSO = OPENED


@pytest.fixture
def path(team, outside):
    path = a_path(team.content_lead, steps=())
    for name in ("tea", "endless", "nowhere"):
        a_step(path, name, url=f"{outside.url}/{name}")
    a_step(path, "A talk")
    Campaign.objects.filter(pk=path.campaign_id).update(
        ends_on=timezone.localdate() + timedelta(days=9)
    )
    return path


def test_the_clock_looks_once_a_day_at_what_is_in_force(team, path, opened):
    now = timezone.now()
    assert check_due(now) == 0
    enforce(path, by=team.content_lead)
    assert check_due(now) == 3
    assert check_due(now + timedelta(hours=23)) == 0
    assert check_due(now + timedelta(hours=25)) == 3
    assert [step.problem for step in steps_of(path)] == ["", "", "status", ""]
    Campaign.objects.filter(pk=path.campaign_id).update(ends_on=timezone.localdate() - timedelta(1))
    assert check_due(now + timedelta(days=3)) == 0


def test_the_page_says_which_link_is_dead_and_since_when_it_is_known(team, path, opened):
    browser = signed_in(team.content_lead)
    dead = steps_of(path)[2]
    said = browser.post(f"/content/path-steps/{dead.pk}/check/", follow=True).content.decode()
    assert "The server answers with status 404." in said
    dead.refresh_from_db()
    assert dead.checked_at
    page = browser.get(f"/content/paths/{path.pk}/").content.decode()
    assert page.count("dead link") == 1
    assert signed_in(team.writer).post(f"/content/path-steps/{dead.pk}/check/").status_code == 403


def test_another_address_forgets_what_was_found_at_the_old_one(team, path, opened, outside):
    dead = steps_of(path)[2]
    check(dead, timezone.now())
    typed = {
        "title_en": "nowhere",
        "kind": "page",
        "counts_as": "event",
        "counted": "x",
        "url": f"{outside.url}/tea",
        "row_version": dead.row_version,
    }
    answer = signed_in(team.content_lead).post(f"/content/path-steps/{dead.pk}/edit/", typed)
    assert answer.status_code == 302
    dead.refresh_from_db()
    assert (dead.problem, dead.checked_at) == ("", None)


def test_a_private_address_is_not_opened(path, outside):
    before = len(outside.asked)
    step = steps_of(path)[0]
    assert not check(step, timezone.now())
    assert (step.problem, len(outside.asked)) == ("private_address", before)


def test_a_new_version_brings_along_what_is_known_of_its_addresses(team, path, opened):
    enforce(path, by=team.content_lead)
    check_due(timezone.now())
    draft = new_version(path, by=team.content_lead)
    assert [step.problem for step in steps_of(draft)] == ["", "", "status", ""]

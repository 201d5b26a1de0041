"""Listening for danger: far more risky tellings than usual open a report, and score nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.people.models import AuditEvent, Notice
from drumbeat.strategy.market.listening import loudness
from drumbeat.strategy.market.taking import score_again, take_in
from drumbeat.strategy.models import Crisis, RiskReport
from tests.strategy.factory import a_feed, a_watch_list, an_entry
from tests.world import a_member, signed_in

pytestmark = pytest.mark.django_db

HEADLINES = (
    "Rock Mist tea recall after mould in Fuzhou",
    "Shops pull bottles: recall widens in the south",
    "Regulator asks about recall of a cold brew brand",
    "Parents worried, recall hotline busy since noon",
)


@pytest.fixture
def watch_list(lead):
    return a_watch_list(lead, risk_words="recall\nmould", on_call=a_member(lead.brand, "pr"))


def says(feed, *headlines, days_ago=0):
    entries = [an_entry(one, hours_ago=1 + n + 24 * days_ago) for n, one in enumerate(headlines)]
    return take_in(feed, entries, timezone.now())


def test_many_risky_tellings_open_a_report_that_nobody_has_scored(watch_list):
    says(a_feed(watch_list), *HEADLINES)
    crisis = Crisis.objects.get()
    assert (crisis.state, crisis.level) == ("signal", "")
    assert str(crisis) == HEADLINES[3]
    assert set(map(str, crisis.risk_report.signals.all())) == set(HEADLINES)
    assert AuditEvent.objects.get(kind="crisis", object_id=crisis.pk).by is None


def test_who_is_on_call_is_told_urgently_and_once(watch_list):
    says(a_feed(watch_list), *HEADLINES)
    told = Notice.objects.filter(kind="crisis")
    assert told.filter(member=watch_list.on_call, is_urgent=True).count() == 1
    assert told.filter(member=watch_list.owner).count() == 1


def test_a_few_are_not_enough(watch_list):
    says(a_feed(watch_list), *HEADLINES[:2], "A new tea shop opens", "Tea prices fall")
    assert not Crisis.objects.exists()


def test_what_is_usual_raises_the_line(watch_list):
    feed = a_feed(watch_list)
    for day in range(1, 29):
        says(feed, *(f"Day {day}: recall number {n} of some toy" for n in range(5)), days_ago=day)
    says(feed, *HEADLINES)
    loud = loudness(watch_list, timezone.now())
    assert (len(loud.heard), loud.mean, loud.line) == (4, 5, 5)
    assert not Crisis.objects.exists()


def test_a_story_is_reported_once_however_often_it_is_told(watch_list):
    says(a_feed(watch_list), *HEADLINES)
    says(a_feed(watch_list), *(f"{one}." for one in HEADLINES))
    assert Crisis.objects.count() == 1
    assert len(loudness(watch_list, timezone.now()).heard) == 0


def test_another_story_gets_a_report_of_its_own(watch_list):
    says(a_feed(watch_list), *HEADLINES)
    says(
        a_feed(watch_list),
        "Warehouse in Ningbo full of mould, photos show",
        "Mould found again, says a consumer group",
        "Three cities test bottles because of mould",
    )
    assert RiskReport.objects.count() == 2


def test_without_risk_words_nothing_is_listened_for(lead):
    says(a_feed(a_watch_list(lead)), *HEADLINES)
    assert not Crisis.objects.exists()


def test_a_list_whose_owner_left_still_reports(watch_list):
    type(watch_list.owner).objects.filter(pk=watch_list.owner_id).update(left_at=timezone.now())
    says(a_feed(watch_list), *HEADLINES)
    assert Crisis.objects.count() == 1


def test_other_risk_words_judge_what_is_there_anew(watch_list):
    says(a_feed(watch_list), "Tea shop on fire", "Fire at the tea market")
    watch_list.risk_words = "fire"
    watch_list.save()
    score_again(watch_list)
    assert len(loudness(watch_list, timezone.now()).heard) == 2
    assert not Crisis.objects.exists()


def test_the_crisis_shows_what_was_heard_and_the_list_how_loud_it_is(watch_list, lead):
    says(a_feed(watch_list), *HEADLINES)
    browser = signed_in(lead)
    page = browser.get(Crisis.objects.get().get_absolute_url()).content.decode()
    assert "opened by the watch-list Tea" in page
    assert all(one in page for one in HEADLINES)
    page = browser.get(watch_list.get_absolute_url()).content.decode()
    assert "0 risky items in 24 hours" in page
    assert HEADLINES[3] in page


def test_listening_costs_the_same_however_much_was_heard(watch_list, django_assert_max_num_queries):
    feed = a_feed(watch_list)
    for day in range(1, 10):
        says(feed, *(f"{day} recall {n} of a toy" for n in range(4)), days_ago=day)
    watch_list.refresh_from_db()
    with django_assert_max_num_queries(3):
        loudness(watch_list, timezone.now() + timedelta(minutes=1))

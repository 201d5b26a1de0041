"""The calendar at its secret addresses: read by another calendar's own reader, and by people."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
import vobject
from django.test import Client
from django.utils import timezone

from drumbeat.channels.placements.actions import cancel, reschedule
from drumbeat.content.briefs.actions import submit
from drumbeat.people.errors import NotAllowed
from drumbeat.people.models import AuditEvent
from drumbeat.review.calendar.actions import keep, put_away, switch_off, switch_on
from drumbeat.review.calendar.models import CalendarLink, CalendarView
from drumbeat.review.calendar.public_views import READS_A_MINUTE
from drumbeat.strategy.archiving import archive
from tests.channels.factory import a_booked_placement, a_placement, a_ready_campaign, a_team
from tests.content.factory import a_brief
from tests.world import NOW, TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW) as travel:
        yield travel


@pytest.fixture
def team(lead):
    return a_team(lead)


@pytest.fixture
def link(team):
    return switch_on("feed", by=team["cm"])


def asked(link, **headers):
    return Client().get(f"/c/{link.code}.ics", headers=headers)


def events(link):
    """What somebody else's reader finds in the feed, by UID."""
    answer = asked(link)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.content.decode())
    return {event.uid.value: event for event in calendar.contents.get("vevent", [])}


def of(link, record):
    return events(link)[f"{record.pk}@drumbeat"]


def test_a_calendar_client_reads_every_kind_with_its_days(team, link):
    placement = a_placement(team, starts_on=TODAY + timedelta(days=2))
    brief = a_brief(team["brand"], due_on=TODAY + timedelta(days=1))
    go_live, due, campaign = (of(link, one) for one in (placement, brief, placement.campaign))
    assert go_live.dtstart.value == placement.starts_on
    # The end of a whole day is the day after it.
    assert go_live.dtend.value == placement.starts_on + timedelta(days=1)
    assert due.dtstart.value == brief.due_on
    assert campaign.dtstart.value == placement.campaign.starts_on
    assert campaign.dtend.value == placement.campaign.ends_on + timedelta(days=1)
    assert go_live.summary.value == f"Goes live: {placement}"
    assert f"/b/{placement.brand.slug}/channels/placements/{placement.pk}/" in go_live.url.value


def test_every_change_of_days_or_state_raises_the_sequence_and_keeps_the_uid(team, link):
    placement = a_booked_placement(team)
    before = of(link, placement)
    to = TODAY + timedelta(days=3)
    reschedule(placement, by=team["cm"], to=to, row_version=placement.row_version)
    moved = of(link, placement)
    assert int(moved.sequence.value) > int(before.sequence.value)
    assert moved.dtstart.value == to
    placement.refresh_from_db()
    cancel(placement, by=team["cm"], reason="The venue closed")
    gone = of(link, placement)
    assert int(gone.sequence.value) > int(moved.sequence.value)
    assert (before.status.value, gone.status.value) == ("CONFIRMED", "CANCELLED")


def test_a_draft_is_tentative_and_an_archived_campaign_cancelled(team, link):
    brief = a_brief(team["brand"])
    assert of(link, brief).status.value == "TENTATIVE"
    submit(brief, by=team["brand"])
    assert of(link, brief).status.value == "CONFIRMED"
    campaign = a_ready_campaign(team)
    first = int(of(link, campaign).sequence.value)
    archive(campaign, "campaign.archive", by=team["lead"])
    assert of(link, campaign).status.value == "CANCELLED"
    assert int(of(link, campaign).sequence.value) > first


def test_long_chinese_names_are_folded_between_characters_and_come_back_whole(team, link):
    name = "秋季上市：半分重量，抓地如初；" * 9
    person = link.owner.person
    person.language = "zh-hans"
    person.save()
    placement = a_placement(team, title_en="", title_zh=name)
    body = asked(link).content
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    for line in body.split(b"\r\n"):
        line.decode()  # no character is cut in two
    assert of(link, placement).summary.value.endswith(name)


def test_nothing_new_is_answered_with_304_and_any_change_with_the_feed(team, link, clock):
    placement = a_placement(team)
    first = asked(link)
    assert first["Last-Modified"] == "Mon, 23 Nov 2026 02:00:00 GMT"
    known = {"If-None-Match": first["ETag"]}
    assert asked(link, **known).status_code == 304
    clock.shift(timedelta(minutes=5))
    assert asked(link, **known).status_code == 304
    to = TODAY + timedelta(days=1)
    reschedule(placement, by=team["cm"], to=to, row_version=placement.row_version)
    changed = asked(link, **known)
    assert changed.status_code == 200
    assert changed["Last-Modified"] == "Mon, 23 Nov 2026 02:05:00 GMT"


def test_the_feed_looks_a_month_back_and_a_year_ahead(team, link):
    long_ago = a_brief(team["brand"], due_on=TODAY - timedelta(days=40))
    recent = a_brief(team["brand"], plan=long_ago.plan, due_on=TODAY - timedelta(days=20))
    far = a_brief(team["brand"], plan=long_ago.plan, due_on=date(2028, 1, 1))
    told = set(events(link))
    assert f"{recent.pk}@drumbeat" in told
    assert not told & {f"{long_ago.pk}@drumbeat", f"{far.pk}@drumbeat"}


def test_a_kept_view_narrows_its_feed(team):
    placement, other = a_placement(team), a_placement(team)
    view = CalendarView(
        brand=team["cm"].brand,
        owner=team["cm"],
        title_en="Search",
        filters={"kind": "placement", "channel": placement.channel_id},
    )
    link = switch_on("feed", by=team["cm"], kept_view=keep(view, by=team["cm"]))
    assert set(events(link)) == {f"{placement.pk}@drumbeat"}
    assert other.pk
    put_away(view, by=team["cm"])
    assert asked(link).status_code == 404


def test_a_switched_off_address_a_guess_and_a_member_who_left_find_nothing(team, link):
    assert asked(link).status_code == 200
    assert Client().get("/c/nobody.ics").status_code == 404
    assert Client().get(f"/c/{link.code}/").status_code == 404  # a feed is no page
    link.owner.left_at = timezone.now()
    link.owner.save()
    assert asked(link).status_code == 404
    second = switch_on("feed", by=team["lead"])
    switch_off(second, by=team["lead"])
    assert asked(second).status_code == 404


def test_a_feed_tells_what_its_owner_may_see_and_nothing_of_another_brand(team, link):
    stranger = a_team(a_member(a_brand()))
    foreign = a_placement(stranger)
    assert f"{foreign.pk}@drumbeat" not in events(link)
    guest = a_member(team["lead"].brand, "gst")
    with pytest.raises(NotAllowed):
        switch_on("feed", by=guest)


def test_an_address_that_is_read_too_often_rests(link):
    for _ in range(READS_A_MINUTE):
        assert asked(link).status_code == 200
    tired = asked(link)
    assert (tired.status_code, tired["Retry-After"]) == (429, "60")


def test_only_its_owner_or_the_lead_ends_an_address_and_the_trail_hides_the_code(team, link):
    with pytest.raises(NotAllowed):
        switch_off(link, by=team["cw"])
    switch_off(link, by=team["lead"])
    told = AuditEvent.objects.filter(object_id=link.pk)
    assert {event.verb for event in told} == {"switched on", "switched off"}
    assert not any(link.code in event.object_label for event in told)


@pytest.mark.parametrize("view", ["month", "week", "timeline"])
def test_people_outside_read_a_page_and_can_open_nothing(team, view):
    placement = a_placement(team)
    link = switch_on("page", by=team["cm"])
    page = Client().get(f"/c/{link.code}/?view={view}")
    html = page.content.decode()
    assert page.status_code == 200
    assert str(placement) in html
    assert f"/b/{placement.brand.slug}/" not in html
    assert placement.pk not in html
    assert "data-move-url" not in html
    assert page["Cache-Control"] == "private, no-store"
    assert Client().post(f"/c/{link.code}/").status_code == 405


def test_a_view_is_kept_under_a_name_and_its_addresses_made_and_ended(team):
    browser = signed_in(team["cm"])
    assert "Kept views" in browser.get("/calendar/sharing/?view=week&kind=brief").content.decode()
    kept = {"title_en": "Briefs", "view": "week", "filters": '{"kind": "brief", "x": 1}'}
    assert browser.post("/calendar/views/new/", kept).status_code == 302
    view = CalendarView.objects.get()
    assert (view.view, view.filters) == ("week", {"kind": "brief"})
    unnamed = browser.post("/calendar/views/new/", kept | {"title_en": ""})
    assert unnamed.status_code == 422
    browser.post("/calendar/links/new/", {"kind": "feed", "kept_view": view.pk})
    link = CalendarLink.objects.get()
    page = browser.get("/calendar/sharing/").content.decode()
    assert f"/c/{link.code}.ics" in page
    assert "webcal://" in page
    assert (
        f"/c/{link.code}" not in signed_in(team["lead"]).get("/calendar/sharing/").content.decode()
    )
    browser.post(f"/calendar/links/{link.pk}/end/")
    assert asked(link).status_code == 404


def test_a_writer_may_subscribe_and_not_open_a_page_to_people_outside(team):
    browser = signed_in(team["cw"])
    assert browser.post("/calendar/links/new/", {"kind": "feed"}).status_code == 302
    refused = browser.post("/calendar/links/new/", {"kind": "page"})
    assert refused.status_code == 403
    assert [link.kind for link in CalendarLink.objects.all()] == ["feed"]


def test_the_same_entries_give_the_same_bytes_at_any_hour(team, link, clock):
    a_placement(team)
    first = asked(link).content
    clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    assert asked(link).content == first

"""The editorial calendar: what stands on it, what is in the way, and how entries move."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from drumbeat.content.briefs.actions import reschedule
from drumbeat.people.errors import WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.review.calendar.entries import Filters
from drumbeat.review.calendar.page import calendar_page
from drumbeat.review.calendar.window import window_of
from drumbeat.strategy.campaigns.models import Campaign
from tests.channels.factory import (
    a_booked_placement,
    a_channel,
    a_placement,
    a_ready_campaign,
    a_team,
    an_armed_placement,
)
from tests.content.factory import a_brief
from tests.sheets import Spreadsheet
from tests.world import NOW, TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
KINDS = ("campaign", "brief", "placement")


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def team(lead):
    return a_team(lead)


def page_of(brand, day=TODAY, view="month", **asked):
    return calendar_page(brand, window_of(view, day), Filters(**asked), KINDS, TODAY)


def broken(page):
    return {conflict.rule for conflict in page.conflicts}


def test_a_month_is_whole_weeks_from_a_monday():
    month = window_of("month", date(2026, 2, 14))
    assert (month.first, month.last) == (date(2026, 1, 26), date(2026, 3, 1))
    assert (month.before, month.after) == (date(2026, 1, 1), date(2026, 3, 1))
    assert [len(week) for week in month.weeks] == [7] * 5


def test_campaign_brief_and_go_live_stand_on_their_days(team):
    placement = a_placement(team, starts_on=TODAY + timedelta(days=1))
    brief = a_brief(team["brand"], due_on=TODAY + timedelta(days=2))
    page = page_of(team["lead"].brand)
    by_day = {day.day: day for week in page.weeks for day in week.days}
    titles = [entry.title for entry in by_day[placement.starts_on].entries]
    assert titles == [placement.title_en]
    assert str(brief) in [entry.title for entry in by_day[brief.due_on].entries]
    this_week = next(week for week in page.weeks if week.days[0].day == TODAY)
    (bar,) = this_week.bars
    assert (bar.entry.pk, bar.first, bar.span) == (placement.campaign_id, 1, 7)
    assert bar.begins
    assert not bar.ends


def test_filters_narrow_what_is_shown_and_never_what_is_in_the_way(team):
    campaign, channel = a_ready_campaign(team), a_channel(team["cm"])
    for _ in range(3):
        a_placement(team, campaign=campaign, channel=channel, starts_on=TODAY)
    other = a_placement(team, campaign=campaign, starts_on=TODAY)
    page = page_of(team["lead"].brand, channel=other.channel_id, kind="placement")
    assert [entry.pk for entry in page.found] == [other.pk]
    assert "crowded" in broken(page)


def test_a_brief_is_found_by_its_channels_and_without_any_by_its_campaigns(team):
    campaign, named = a_ready_campaign(team), a_channel(team["cm"])
    placed = a_placement(team, campaign=campaign, starts_on=TODAY)
    shared = {"campaign": campaign, "due_on": TODAY}
    silent = a_brief(team["brand"], plan=campaign.plan, **shared)
    speaks = a_brief(team["brand"], plan=campaign.plan, **shared)
    named.briefs.add(speaks)
    for channel, brief in ((placed.channel_id, silent), (named.pk, speaks)):
        page = page_of(team["lead"].brand, channel=channel, kind="brief")
        assert [entry.pk for entry in page.found] == [brief.pk]


def test_a_festival_a_day_off_and_a_made_up_saturday_are_marked(lead):
    page = page_of(lead.brand, date(2026, 10, 1))
    marks = {day.day: day.mark for week in page.weeks for day in week.days}
    assert marks[date(2026, 10, 1)].is_off
    assert str(marks[date(2026, 10, 1)].name) == "National Day"
    assert marks[date(2026, 10, 10)].is_made_up
    assert marks[date(2026, 10, 10)].is_working
    assert str(marks[date(2026, 10, 18)].name) == "Double Ninth"


def test_a_go_live_on_a_statutory_day_off_is_a_conflict(team):
    with time_machine.travel("2026-09-21T02:00:00Z"):
        placement = a_placement(team, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 9))
        window = window_of("month", date(2026, 10, 1))
        page = calendar_page(placement.brand, window, Filters(), KINDS, date(2026, 9, 21))
    assert "day_off" in broken(page)


def test_two_pieces_a_day_to_one_audience_are_fine_and_three_are_not(team):
    campaign, channel = a_ready_campaign(team), a_channel(team["cm"])
    made = [a_placement(team, campaign=campaign, channel=channel) for _ in range(2)]
    assert "crowded" not in broken(page_of(team["lead"].brand))
    made.append(a_placement(team, campaign=campaign, channel=channel))
    page = page_of(team["lead"].brand)
    (crowd,) = [conflict for conflict in page.conflicts if conflict.rule == "crowded"]
    assert {entry.pk for entry in crowd.entries} == {placement.pk for placement in made}


def test_a_brief_that_nobody_acknowledged_a_week_before_its_go_live_is_a_conflict(team):
    soon, later = TODAY + timedelta(days=4), TODAY + timedelta(days=7)
    placement = a_placement(team, starts_on=soon)
    a_brief(team["brand"], plan=placement.campaign.plan, campaign=placement.campaign)
    assert "brief" in broken(page_of(team["lead"].brand))
    # Five working days are enough: Monday to Monday.
    type(placement).objects.filter(pk=placement.pk).update(
        starts_on=later, ends_on=later + timedelta(days=2)
    )
    assert "brief" not in broken(page_of(team["lead"].brand))


def test_a_brief_is_one_conflict_however_many_pieces_wait_for_it(team):
    first = a_placement(team, starts_on=TODAY + timedelta(days=2))
    a_placement(team, campaign=first.campaign, starts_on=TODAY + timedelta(days=1))
    a_brief(team["brand"], plan=first.campaign.plan, campaign=first.campaign)
    (found,) = [c for c in page_of(first.brand).conflicts if c.rule == "brief"]
    assert len(found.entries) == 2
    assert found.day == TODAY + timedelta(days=1)


def test_a_go_live_without_an_approved_version_is_a_conflict_when_it_is_near(team):
    placement = a_placement(team, starts_on=TODAY + timedelta(days=1))
    assert "version" not in broken(page_of(team["lead"].brand))
    placement.pins.all().delete()
    assert "version" in broken(page_of(team["lead"].brand))


def test_two_campaigns_that_open_on_one_day_are_a_conflict(team):
    first = a_ready_campaign(team)
    assert "two_starts" not in broken(page_of(team["lead"].brand))
    a_ready_campaign(team)
    assert "two_starts" in broken(page_of(team["lead"].brand))
    Campaign.objects.filter(pk=first.pk).update(starts_on=TODAY - timedelta(days=1))
    assert "two_starts" not in broken(page_of(team["lead"].brand))


def test_a_flight_that_reaches_beyond_its_campaign_is_a_conflict(team):
    placement = a_placement(team)
    assert "outside" not in broken(page_of(team["lead"].brand))
    type(placement).objects.filter(pk=placement.pk).update(
        ends_on=placement.campaign.ends_on + timedelta(days=1)
    )
    assert "outside" in broken(page_of(team["lead"].brand))


def moved(member, placement, to, version=None, **headers):
    body = {"to": to.isoformat(), "row_version": version or placement.row_version}
    return signed_in(member).post(f"/calendar/placements/{placement.pk}/day/", body, **headers)


def test_a_dragged_placement_keeps_its_length_and_can_be_taken_back(team):
    placement = a_booked_placement(team)
    was, length = placement.starts_on, placement.ends_on - placement.starts_on
    browser = signed_in(team["cm"])
    at = f"/calendar/placements/{placement.pk}/day/"
    body = {"to": was + timedelta(days=3), "row_version": placement.row_version}
    assert browser.post(at, body, headers={"HX-Request": "true"}).status_code == 204
    placement.refresh_from_db()
    assert placement.starts_on == was + timedelta(days=3)
    assert placement.ends_on - placement.starts_on == length
    assert AuditEvent.objects.filter(object_id=placement.pk, verb="rescheduled").exists()
    page = browser.get("/calendar/").content.decode()
    back = page.split('action="')[1:]
    undo = next(part.split('"')[0] for part in back if "/day/?to=" in part)
    assert browser.post(undo.replace("&amp;", "&")).status_code == 302
    placement.refresh_from_db()
    assert placement.starts_on == was


def test_of_two_people_who_move_one_entry_the_second_is_told(team):
    placement = a_placement(team)
    seen = placement.row_version
    assert moved(team["cm"], placement, TODAY + timedelta(days=2)).status_code == 302
    late = moved(
        team["cm"], placement, TODAY + timedelta(days=5), seen, headers={"HX-Request": "true"}
    )
    assert late.status_code == 409
    assert "quicker" in late.content.decode()
    placement.refresh_from_db()
    assert placement.starts_on == TODAY + timedelta(days=2)


def test_what_is_armed_stays_where_it_was_checked_and_says_so(team):
    placement = an_armed_placement(team)
    refused = moved(
        team["cm"], placement, TODAY + timedelta(days=2), headers={"HX-Request": "true"}
    )
    assert refused.status_code == 409
    assert "Disarm it first" in refused.content.decode()
    entry = next(e for e in page_of(placement.brand).found if e.pk == placement.pk)
    assert "armed" in entry.fixed(team["cm"])


def test_a_submitted_brief_does_not_move_and_a_draft_does(team):
    brief = a_brief(team["brand"])
    at = f"/calendar/briefs/{brief.pk}/day/"
    browser = signed_in(team["brand"])
    body = {"to": "2026-12-01", "row_version": brief.row_version}
    assert browser.post(at, body).status_code == 302
    brief.refresh_from_db()
    assert brief.due_on == date(2026, 12, 1)
    type(brief).objects.filter(pk=brief.pk).update(state="submitted")
    kept = browser.post(at, {"to": "2026-12-05", "row_version": brief.row_version})
    assert kept.status_code == 422
    assert 'value="2026-12-05"' in kept.content.decode()
    brief.refresh_from_db()
    with pytest.raises(WrongState):
        reschedule(brief, by=team["brand"], to=TODAY, row_version=brief.row_version)


def test_who_may_not_edit_cannot_move_and_a_stranger_finds_nothing(team):
    placement = a_placement(team)
    assert moved(team["cw"], placement, TODAY).status_code == 403
    assert moved(a_member(a_brand()), placement, TODAY).status_code == 404


@pytest.mark.parametrize("view", ["month", "week", "timeline", "nonsense"])
def test_every_view_shows_every_kind(team, view):
    placement = a_placement(team)
    page = signed_in(team["lead"]).get(f"/calendar/?view={view}&day={TODAY}")
    assert page.status_code == 200
    assert str(placement) in page.content.decode()
    assert str(placement.campaign) in page.content.decode()


def test_an_empty_calendar_teaches_what_stands_on_it(lead):
    page = signed_in(lead).get("/calendar/?day=2024-02-29").content.decode()
    assert "on the day it goes live" in page


def test_the_file_holds_what_the_window_shows(team):
    placement = a_placement(team, starts_on=TODAY)
    file = signed_in(team["lead"]).get(f"/calendar.xlsx?day={TODAY}")
    sheet = Spreadsheet(file.content)
    assert any(str(placement) in row for row in sheet.rows(sheet.names[0]))


def test_ten_times_the_entries_cost_no_more_queries(team, django_assert_num_queries):
    campaign = a_ready_campaign(team)
    made = a_placement(team, campaign=campaign)
    browser = signed_in(team["lead"])
    address = f"/calendar/?day={TODAY}&kind=placement"
    browser.get(address)
    with django_assert_num_queries(18) as asked:
        browser.get(address)
    for number in range(30):
        made.pk, made.title_en = None, f"Copy {number}"
        made.pk = f"plc_{number}"
        made._state.adding = True
        made.save()
    with django_assert_num_queries(len(asked.captured_queries)):
        assert timezone.localdate() == TODAY
        browser.get(address)

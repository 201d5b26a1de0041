"""Booking, agreeing, running, ending: the placement's machine by the people who turn it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.channels.links.minting import retire as retire_link
from drumbeat.channels.models import Handshake, Placement, TrackingLink
from drumbeat.channels.placements.actions import (
    arm,
    book,
    cancel,
    go_live,
    keep_in_step,
    must_be_open_to_change,
    reconcile,
    settle,
)
from drumbeat.channels.placements.clock import go_live_due, time_out_due
from drumbeat.channels.placements.handshakes import shake
from drumbeat.channels.placements.pinning import pin
from drumbeat.channels.placements.reconciling import costs
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.content.assets.review import retire
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.strategy.limits.actions import ask, grant, set_limits
from drumbeat.strategy.models import BudgetLine
from drumbeat.strategy.plans.actions import book_cost
from drumbeat.strategy.plans.queries import line_balances
from drumbeat.thread.registry import ref
from tests.channels.factory import (
    a_booked_placement,
    a_live_placement,
    a_placement,
    a_ready_campaign,
    an_agreed_placement,
    an_approved_version,
    an_armed_placement,
)
from tests.world import a_member, signed_in

pytestmark = pytest.mark.django_db
YEN = 100


def balance(line):
    return line_balances([line])[line.pk]


def test_booking_promises_the_money_and_mints_the_link(team):
    placement = book(an_agreed_placement(team), by=team["cm"])
    assert placement.state == "booked"
    assert balance(placement.budget_line).committed == placement.planned_minor
    assert placement.link.code


def test_it_cannot_be_booked_before_both_sides_agreed(team):
    placement = a_placement(team)
    shake(placement, by=team["cm"], side="channels")
    with pytest.raises(Refused, match="Content has not confirmed"):
        book(placement, by=team["cm"])
    assert not TrackingLink.objects.exists()


def test_one_person_cannot_agree_for_both_sides_unless_it_is_said_why(team):
    placement = a_placement(team)
    both = a_member(team["lead"].brand, "cl", "cm", name="One Man Band")
    shake(placement, by=both, side="content")
    with pytest.raises(Refused, match="other side"):
        shake(placement, by=both, side="channels")
    shake(placement, by=both, side="channels", single_person_waiver="two of us, one is ill")
    assert Handshake.objects.get(side="channels").single_person_waiver
    assert book(placement, by=team["cm"]).state == "booked"


def test_nobody_speaks_for_a_side_that_is_not_theirs(team):
    placement = a_placement(team)
    with pytest.raises(NotAllowed):
        shake(placement, by=team["cw"], side="channels")
    with pytest.raises(NotAllowed):
        shake(placement, by=team["an"], side="content")


def test_other_bytes_make_an_agreement_void(team):
    placement = a_booked_placement(team)
    pin(placement, [an_approved_version(team, placement.campaign.plan)])
    with pytest.raises(Refused, match="other bytes"):
        arm(placement, by=team["cm"])


def test_only_versions_approved_for_the_plan_can_be_pinned(team):
    placement = a_placement(team)
    elsewhere = an_approved_version(team, a_ready_campaign(team).plan)
    with pytest.raises(Refused, match="not approved for this plan"):
        pin(placement, [elsewhere])


def test_i_06_no_more_can_be_booked_on_a_line_than_it_holds(team):
    campaign = a_ready_campaign(team)
    line = campaign.plan.lines.first()
    version = an_approved_version(team, campaign.plan)
    most = {"campaign": campaign, "version": version, "planned_minor": line.planned_minor}
    a_booked_placement(team, **most)
    second = an_agreed_placement(team, **most | {"planned_minor": 1})
    with pytest.raises(Refused, match="does not fit"):
        book(second, by=team["cm"])
    second.refresh_from_db()
    assert second.state == "planned"
    assert not TrackingLink.objects.filter(placement=second).exists()
    assert balance(line).committed == line.planned_minor


def test_i_06_a_reserve_is_released_by_the_lead_only(team):
    placement = an_agreed_placement(team)
    BudgetLine.objects.filter(pk=placement.budget_line_id).update(is_reserve=True)
    with pytest.raises(NotAllowed, match="reserve"):
        book(placement, by=team["cm"])


def test_i_06_an_edit_of_a_booked_placement_moves_its_promise(team):
    placement = a_booked_placement(team)
    first, second = placement.campaign.plan.lines.all()
    placement.budget_line, placement.planned_minor = second, 7 * YEN
    placement.save()
    keep_in_step(placement, by=team["cm"])
    assert (balance(first).committed, balance(second).committed) == (0, 7 * YEN)
    placement.planned_minor = 9 * YEN
    placement.save()
    keep_in_step(placement, by=team["cm"])
    assert balance(second).committed == 9 * YEN


def test_a_placement_above_the_bookers_limit_waits_for_a_release(team):
    set_limits({"cm": (5 * YEN, None)}, by=team["lead"])
    placement = an_agreed_placement(team, planned_minor=8 * YEN)
    with pytest.raises(Refused, match="limit"):
        book(placement, by=team["cm"])
    placement.refresh_from_db()
    assert placement.state == "planned"
    let = ask(
        placement.budget_line,
        kind="commitment",
        amount_minor=8 * YEN,
        what_for="the first week",
        by=team["cm"],
    )
    grant(let, by=team["lead"])
    book(placement, by=team["cm"])
    assert balance(placement.budget_line).committed == 8 * YEN


def test_a_booked_placement_that_gets_no_dearer_is_held_by_no_limit(team):
    placement = a_booked_placement(team, planned_minor=8 * YEN)
    first, second = placement.campaign.plan.lines.all()
    set_limits({"cm": (5 * YEN, None)}, by=team["lead"])
    placement.budget_line, placement.planned_minor = second, 7 * YEN
    placement.save()
    keep_in_step(placement, by=team["cm"])
    assert balance(second).committed == 7 * YEN
    placement.planned_minor = 9 * YEN
    placement.save()
    with pytest.raises(Refused, match="limit"):
        keep_in_step(placement, by=team["cm"])
    assert (balance(first).committed, balance(second).committed) == (0, 7 * YEN)


def test_cancelling_gives_the_money_back_and_retires_the_link(team):
    placement = a_booked_placement(team)
    cancel(placement, by=team["cm"], reason="the outlet withdrew")
    assert balance(placement.budget_line).committed == 0
    assert TrackingLink.objects.get().retired_at
    assert AuditEvent.objects.get(verb="cancel", object_id=placement.pk).reason


def test_what_has_a_retired_link_can_still_be_cancelled(team):
    placement = a_booked_placement(team)
    retire_link(placement.link, by=team["cm"])
    cancel(placement, by=team["cm"], reason="the outlet withdrew")
    assert placement.state == "cancelled"


def test_what_is_armed_cannot_be_edited(team):
    with pytest.raises(WrongState, match="Disarm"):
        must_be_open_to_change(an_armed_placement(team))


def test_the_first_live_placement_publishes_and_activates(team):
    placement = a_live_placement(team)
    placement.campaign.refresh_from_db()
    assert placement.pins.get().version.state == "published"
    assert placement.campaign.state == "live"
    assert placement.campaign.plan.state == "active"
    assert a_live_placement(team, campaign=placement.campaign).state == "live"


def test_an_analyst_may_pause_and_nothing_else(team):
    placement = a_live_placement(team)
    PLACEMENT.take(placement, "pause", team["an"], reason="no order after ¥9,000")
    assert placement.state == "paused"
    with pytest.raises(NotAllowed):
        PLACEMENT.take(placement, "resume", team["an"], reason="again")
    with pytest.raises(NotAllowed):
        PLACEMENT.take(placement, "end", team["an"])
    PLACEMENT.take(placement, "resume", team["cm"], reason="landing page mended")
    assert placement.state == "live"


def test_a_retired_version_pauses_what_shows_it_and_tells_the_owner(team):
    placement = a_live_placement(team)
    retire(placement.pins.get().version, by=team["cl"], reason="wrong price")
    placement.refresh_from_db()
    assert placement.state == "paused"
    notice = Notice.objects.get(kind="placement_stopped")
    assert notice.member == placement.owner
    assert "wrong price" in notice.text_en


def test_the_clock_takes_armed_placements_live_on_their_first_day(team):
    today = timezone.localdate()
    due = an_armed_placement(team)
    later = an_armed_placement(team, starts_on=today + timedelta(days=2))
    assert go_live_due(timezone.now()) == [due]
    later.refresh_from_db()
    assert later.state == "armed"


def test_who_comes_after_the_clock_hears_that_it_is_done_already(team):
    placement = an_armed_placement(team)
    go_live_due(timezone.now())
    page = signed_in(team["cm"]).post(f"{placement.get_absolute_url()}go-live/", follow=True)
    assert [(m.level_tag, str(m)) for m in page.context["messages"]] == [
        ("info", "It is “Live” already.")
    ]


def test_the_clock_says_nothing_of_what_somebody_took_live_in_the_same_moment(team, monkeypatch):
    placement = an_armed_placement(team)
    asked = go_live

    def a_moment_later(late):
        asked(Placement.objects.get(pk=late.pk), by=team["cm"])
        return asked(late)

    monkeypatch.setattr("drumbeat.channels.placements.clock.go_live", a_moment_later)
    assert go_live_due(timezone.now()) == []
    assert not Notice.objects.filter(kind="placement_held").exists()
    assert Placement.objects.get(pk=placement.pk).state == "live"


def test_the_clock_leaves_what_is_not_green_and_tells_the_owner_once(team):
    placement = an_armed_placement(team)
    Placement.objects.update(disclosure="")
    assert go_live_due(timezone.now()) == []
    assert go_live_due(timezone.now()) == []
    notice = Notice.objects.get(kind="placement_held")
    assert notice.member == placement.owner
    assert "Disclosure label" in notice.text_en
    assert notice.url == f"/b/{placement.brand.slug}/channels/placements/{placement.pk}/"


def test_the_clock_ends_flights_when_the_brands_day_is_over(team):
    placement = a_live_placement(team)
    assert time_out_due(timezone.now()) == []
    assert time_out_due(timezone.now() + timedelta(days=11)) == [placement]


def an_ended_placement(team, **fields):
    placement = a_live_placement(team, **fields)
    return PLACEMENT.take(placement, "end", team["cm"])


def test_a_bill_that_agrees_within_two_percent_reconciles(team):
    placement = an_ended_placement(team)
    book_the_cost(placement, 100_000_00, team)
    settle(placement, by=team["cm"], invoice_minor=102_000_00, invoice_number="F-1")
    assert costs(placement).variance * 100 == 2
    assert reconcile(placement, by=team["an"]).state == "reconciled"


def test_a_bill_that_differs_needs_its_reason(team):
    placement = an_ended_placement(team)
    book_the_cost(placement, 100_000_00, team)
    settle(placement, by=team["cm"], invoice_minor=102_000_01)
    with pytest.raises(Refused, match="explanation"):
        reconcile(placement, by=team["an"])
    settle(placement, by=team["cm"], invoice_minor=102_000_01, explanation="late fee, agreed")
    assert reconcile(placement, by=team["an"]).state == "reconciled"


def test_who_settled_the_costs_does_not_confirm_them(team):
    placement = an_ended_placement(team)
    both = a_member(team["lead"].brand, "cm", "an", name="Both")
    settle(placement, by=both, invoice_minor=0)
    with pytest.raises(NotAllowed, match="Somebody else"):
        reconcile(placement, by=both)


def book_the_cost(placement, amount, team):
    book_cost(
        placement.budget_line, amount, by=team["cm"], note="media", paper="F-1", ref=ref(placement)
    )


def test_i_29_every_step_of_a_placement_has_its_actor_and_its_time(team):
    placement = an_ended_placement(team)
    steps = AuditEvent.objects.filter(object_id=placement.pk).exclude(to_state="").order_by("at")
    walked = [(e.verb, e.from_state, e.to_state) for e in steps if e.from_state != e.to_state]
    assert walked == [
        ("book", "planned", "booked"),
        ("arm", "booked", "armed"),
        ("go_live", "armed", "live"),
        ("end", "live", "ended"),
    ]
    assert {e.verb: e.by for e in steps}["go_live"] is None
    assert all(e.at for e in steps)

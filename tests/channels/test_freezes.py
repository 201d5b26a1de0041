"""One freeze, whoever begins it: all of a scope at once, and nothing of it live until it is lifted."""

import pytest
from django.utils import timezone

from drumbeat.channels.freezes.actions import except_one, freeze, lift
from drumbeat.channels.freezes.queries import stop_list
from drumbeat.channels.freezes.resuming import looked_at, resume_many, waiting
from drumbeat.channels.models import Hold, Placement
from drumbeat.channels.placements.actions import arm, go_live, resume
from drumbeat.channels.placements.clock import go_live_due
from drumbeat.channels.placements.preflight import preflight
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.content.models import Finding
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent, Notice
from drumbeat.strategy.campaigns.actions import freeze as freeze_campaign
from drumbeat.strategy.campaigns.actions import lift as lift_campaign
from drumbeat.strategy.models import Crisis, Freeze
from tests.channels.conftest import a_prepared_team
from tests.channels.factory import (
    a_booked_placement,
    a_channel,
    a_live_placement,
    an_armed_placement,
    through_its_link,
)
from tests.strategy.crises import MILD, a_crisis, an_active_crisis
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
REASON = "until we know more"


@pytest.fixture(scope="module")
def prepared_team(kept):
    return kept(lambda: a_prepared_team(placements=3))


def now(placement):
    return Placement.objects.get(pk=placement.pk)


@pytest.fixture
def crisis(team):
    return an_active_crisis(team["lead"])


def test_a_freeze_holds_all_there_is_and_keeps_the_state_of_each(team, crisis):
    live, armed, booked = a_live_placement(team), an_armed_placement(team), a_booked_placement(team)
    assert freeze(crisis, [{}], by=team["cm"], reason=REASON) == 3
    assert [now(one).state for one in (live, armed, booked)] == ["paused", "armed", "booked"]
    kept = dict(Hold.objects.values_list("placement", "state_was"))
    assert kept == {live.pk: "live", armed.pk: "armed", booked.pk: "booked"}
    event = AuditEvent.objects.get(object_id=live.pk, verb="froze")
    assert (event.from_state, event.to_state, event.by) == ("live", "paused", team["cm"])
    assert "3 placements frozen: everything of the brand" in crisis.entries.last().text_en


def test_nothing_frozen_goes_live_by_any_way(team, crisis):
    live, armed, booked = a_live_placement(team), an_armed_placement(team), a_booked_placement(team)
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    with pytest.raises(Refused, match="frozen by the crisis"):
        go_live(now(armed), by=team["cm"])
    with pytest.raises(Refused, match="frozen by the crisis"):
        resume(now(live), by=team["cm"], reason="why not")
    with pytest.raises(Refused, match="frozen by the crisis"):
        arm(through_its_link(now(booked)), by=team["cm"])
    assert go_live_due(timezone.now()) == []
    later = through_its_link(a_booked_placement(team))
    with pytest.raises(Refused, match="frozen by the crisis"):
        arm(later, by=team["cm"])


@pytest.mark.parametrize("column", Freeze.SCOPE)
def test_a_freeze_reaches_what_is_in_its_scope_and_no_further(team, crisis, column):
    inside, outside = a_live_placement(team), a_live_placement(team)
    freeze(crisis, [{column: getattr(inside, column)}], by=team["cm"], reason=REASON)
    assert (now(inside).state, now(outside).state) == ("paused", "live")
    assert {light.state for light in preflight(now(outside))} == {"ok"}


def test_another_brand_goes_on(team, crisis):
    stranger = a_member(a_brand())
    other = an_active_crisis(stranger)
    live = a_live_placement(team)
    assert freeze(other, [{}], by=stranger, reason=REASON) == 0
    assert now(live).state == "live"


def test_a_mild_crisis_freezes_nothing_and_not_everybody_freezes(team, crisis):
    with pytest.raises(Refused, match="L2"):
        freeze(a_crisis(team["lead"], MILD), [{}], by=team["lead"], reason=REASON)
    with pytest.raises(NotAllowed):
        freeze(crisis, [{}], by=team["brand"], reason=REASON)
    with pytest.raises(Refused, match="why"):
        freeze(crisis, [{}], by=team["lead"], reason=" ")
    freeze(crisis, [{}], by=team["lead"], reason=REASON)
    with pytest.raises(WrongState, match="already"):
        freeze(crisis, [{}], by=team["lead"], reason=REASON)


def test_a_freeze_that_fails_halfway_never_was(team, crisis, monkeypatch):
    live = a_live_placement(team)

    def full(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("drumbeat.channels.freezes.holding.notify", full)
    with pytest.raises(OSError, match="full"):
        freeze(crisis, [{}], by=team["lead"], reason=REASON)
    assert now(live).state == "live"
    assert not Freeze.objects.exists()
    assert not Hold.objects.exists()


def test_the_lead_lifts_it_after_the_de_escalation_and_says_why(team, crisis):
    live, armed = a_live_placement(team), an_armed_placement(team)
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    held = Freeze.objects.get()
    with pytest.raises(NotAllowed):
        lift(held, by=team["cm"], reason="calm")
    with pytest.raises(Refused, match="de-escalates"):
        lift(held, by=team["lead"], reason="calm")
    Crisis.objects.update(state="recovering")
    with pytest.raises(Refused, match="why"):
        lift(held, by=team["lead"], reason=" ")
    assert lift(held, by=team["lead"], reason="calm") == 2
    assert now(live).state == "paused", "what ran goes on only past its checks"
    assert resume(now(live), by=team["cm"], reason="looked at once more").state == "live"
    assert go_live_due(timezone.now()) == [armed]
    with pytest.raises(WrongState, match="already"):
        lift(Freeze.objects.get(), by=team["lead"], reason="again")


def test_the_lead_lets_one_go_on_while_the_rest_stands_still(team, crisis):
    service, other = a_live_placement(team), a_live_placement(team)
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    with pytest.raises(NotAllowed):
        except_one(now(service), by=team["cm"], reason="it helps people")
    except_one(now(service), by=team["lead"], reason="it helps people")
    assert resume(now(service), by=team["cm"], reason="checked").state == "live"
    with pytest.raises(Refused, match="frozen by the crisis"):
        resume(now(other), by=team["cm"], reason="checked")
    assert "may go on: it helps people" in crisis.entries.last().text_en


def test_a_placement_made_for_the_answer_is_let_live_although_it_was_never_swept(team, crisis):
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    answer = through_its_link(a_booked_placement(team))
    except_one(answer, by=team["lead"], reason="the recall notice")
    arm(now(answer), by=team["cm"])
    assert go_live(now(answer)).state == "live"


def test_a_campaigns_own_freeze_is_the_same_mechanism(team):
    live = a_live_placement(team)
    freeze_campaign(live.campaign, by=team["lead"], reason="stock-out")
    assert now(live).state == "paused"
    assert Hold.objects.get().state_was == "live"
    assert Notice.objects.get(kind="placement_stopped").member == live.owner
    with pytest.raises(Refused, match="campaign is frozen"):
        resume(now(live), by=team["cm"], reason="x")
    lift_campaign(live.campaign, by=team["lead"], reason="restocked")
    assert Hold.objects.get().let_go_by == team["lead"]
    assert resume(now(live), by=team["cm"], reason="x").state == "live"


def test_a_brand_wide_freeze_shows_on_its_campaigns(team, crisis):
    live = a_live_placement(team)
    freeze(crisis, [{"channel_id": live.channel_id}], by=team["cm"], reason=REASON)
    assert not live.campaign.is_frozen
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    assert live.campaign.is_frozen
    browser = signed_in(team["lead"])
    page = browser.get("/strategy/campaigns/").content.decode()
    assert "Frozen" in page
    assert "Lift the freeze" not in page


def test_owners_are_told_once_however_many_are_theirs(team, crisis):
    for _again in range(3):
        a_booked_placement(team)
    freeze(crisis, [{}], by=team["lead"], reason=REASON)
    assert "3 placements of yours" in Notice.objects.get(kind="placement_stopped").text_en


def test_the_page_shows_first_what_it_hits_and_then_does_it(team, crisis):
    live = a_live_placement(team)
    a_booked_placement(team)
    browser = signed_in(team["cm"])
    path = f"/channels/crises/{crisis.pk}/freezes/new/"
    asked = f"{path}?what=campaign_id&campaign_id={live.campaign_id}"
    page = browser.get(asked).content.decode()
    assert "Freeze 1 placement" in page
    assert str(live) in page
    assert now(live).state == "live"
    chosen = {"what": "campaign_id", "campaign_id": live.campaign_id}
    refused = browser.post(path, chosen | {"reason": ""})
    assert refused.status_code == 422
    assert "Freeze 1 placement" in refused.content.decode()
    browser.post(path, chosen | {"reason": REASON})
    assert now(live).state == "paused"
    assert Hold.objects.count() == 1
    assert "Choose what to freeze" in browser.get(f"{path}?what=channel_id").content.decode()


def test_a_frozen_placement_says_so_and_why(team, crisis):
    live = a_live_placement(team)
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    page = signed_in(team["lead"]).get(f"/channels/placements/{live.pk}/").content.decode()
    assert str(crisis) in page
    assert REASON in page
    assert "It was “Live”" in page
    assert f"/channels/placements/{live.pk}/exception/" in page


def test_the_stop_list_names_what_somebody_must_stop_by_hand(team, crisis):
    paid = a_live_placement(team)
    booth = a_booked_placement(
        team, channel=a_channel(team["cm"], "event_offline", peso="owned", utm_medium="qr")
    )
    own = a_booked_placement(
        team, channel=a_channel(team["cm"], "social_organic", peso="owned", utm_medium="social")
    )
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    assert {hold.placement for hold in stop_list(crisis)} == {paid, booth}
    browser = signed_in(team["cm"])
    path = f"/channels/crises/{crisis.pk}/stop-list"
    csv = browser.get(f"{path}.csv").content.decode("utf-8-sig")
    assert str(paid) in csv
    assert str(own) not in csv
    assert browser.get(f"{path}.xlsx").content[:2] == b"PK"
    browser.post(f"/channels/crises/{crisis.pk}/stops/", {"placement": [paid.pk, own.pk]})
    assert Hold.objects.get(placement=paid).stopped_by == team["cm"]
    assert str(team["cm"]) in browser.get(f"{path}/").content.decode()


@pytest.mark.slow
def many(placement, number):
    """Copies of a placement, as many as asked."""
    copies = []
    for _again in range(number):
        copy = Placement.objects.get(pk=placement.pk)
        copy.pk, copy._state.adding = Placement._meta.pk.get_default(), True
        copies.append(copy)
    Placement.objects.bulk_create(copies)


def test_a_freeze_costs_the_same_statements_for_ten_and_for_a_thousand(
    team, crisis, django_assert_max_num_queries
):
    live = a_live_placement(team)
    many(live, 1000)
    with django_assert_max_num_queries(40):
        assert freeze(crisis, [{}], by=team["lead"], reason=REASON) == 1001
    assert not Placement.objects.filter(state="live").exists()


def test_the_crisis_shows_what_it_froze_and_a_lead_lets_it_go_on_there(team, crisis):
    a_live_placement(team)
    path = f"/channels/crises/{crisis.pk}/freezes/"
    assert "Nothing is frozen" in signed_in(team["cw"]).get(path).content.decode()
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    held = Freeze.objects.get()
    lead, manager = signed_in(team["lead"]), signed_in(team["cm"])
    assert "1 of them were running" in manager.get(path).content.decode()
    assert f"freezes/{held.pk}/lift/" in lead.get(path).content.decode()
    assert f"freezes/{held.pk}/lift/" not in manager.get(path).content.decode()
    Crisis.objects.update(state="recovering")
    lead.post(f"/channels/freezes/{held.pk}/lift/", {"reason": "calm"})
    assert "lifted by" in lead.get(path).content.decode()


def test_what_ran_goes_on_in_one_act_and_each_has_its_line_in_the_trail(team, crisis):
    running = [through_its_link(a_live_placement(team)) for _one in range(3)]
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    assert not waiting(crisis), "nothing is let go on yet"
    Crisis.objects.update(state="recovering")
    lift(Freeze.objects.get(), by=team["lead"], reason="calm")
    assert set(waiting(crisis)) == set(running)
    with pytest.raises(NotAllowed):
        resume_many(crisis, [one.pk for one in running], by=team["cm"], reason="calm")
    with pytest.raises(Refused, match="why"):
        resume_many(crisis, [one.pk for one in running], by=team["lead"], reason=" ")

    told = resume_many(crisis, [one.pk for one in running[:2]], by=team["lead"], reason="calm")
    assert (told.gone_on, told.kept) == (2, [])
    assert [now(one).state for one in running] == ["live", "live", "paused"]
    events = AuditEvent.objects.filter(verb="resume", by=team["lead"], reason="calm")
    assert set(events.values_list("object_id", flat=True)) == {one.pk for one in running[:2]}
    assert "2 placements run again: calm" in crisis.entries.last().text_en
    assert list(waiting(crisis)) == [running[2]]


def test_what_its_checks_hold_back_stays_paused_and_the_rest_goes_on(team, crisis):
    fine, wrong = (through_its_link(a_live_placement(team)) for _one in range(2))
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    Crisis.objects.update(state="recovering")
    lift(Freeze.objects.get(), by=team["lead"], reason="calm")
    Finding.objects.create(
        brand=wrong.brand,
        owner=team["lead"],
        version=wrong.pins.get().version,
        severity="block",
        note="Out of tone now",
    )
    row = next(one for one in looked_at(waiting(crisis)) if one.placement == wrong)
    assert row.problems
    told = resume_many(crisis, [fine.pk, wrong.pk], by=team["lead"], reason="calm")
    assert (now(fine).state, now(wrong).state) == ("live", "paused")
    assert [one.placement for one in told.kept] == [wrong]


def test_what_is_paused_again_after_it_went_on_waits_no_more(team, crisis):
    running = through_its_link(a_live_placement(team))
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    Crisis.objects.update(state="recovering")
    lift(Freeze.objects.get(), by=team["lead"], reason="calm")
    resume_many(crisis, [running.pk], by=team["lead"], reason="calm")
    PLACEMENT.take(now(running), "pause", team["cm"], reason="too dear")
    assert not waiting(crisis)


def test_the_page_ticks_what_is_green_and_lets_it_run(team, crisis):
    running = through_its_link(a_live_placement(team))
    freeze(crisis, [{}], by=team["cm"], reason=REASON)
    Crisis.objects.update(state="recovering")
    lift(Freeze.objects.get(), by=team["lead"], reason="calm")
    browser, path = signed_in(team["lead"]), f"/channels/crises/{crisis.pk}/resumption/"
    assert f'value="{running.pk}" checked' in browser.get(path).content.decode()
    assert browser.post(path, {"reason": "calm"}).status_code == 422
    assert browser.post(path, {"reason": "", "placement": running.pk}).status_code == 422
    assert browser.post(path, {"reason": "calm", "placement": running.pk}).status_code == 302
    assert now(running).state == "live"

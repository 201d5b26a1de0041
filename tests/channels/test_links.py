"""I-25: tracking codes are minted from the placement, unique for ever, and outlive it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from drumbeat.channels.links import minting
from drumbeat.channels.links.minting import mint, retire
from drumbeat.channels.links.queries import link_columns, placement_names, resolve
from drumbeat.channels.links.seeing import look, remember
from drumbeat.channels.models import Pin, TrackingLink
from drumbeat.channels.placements.actions import cancel
from drumbeat.people.errors import Refused, WrongState
from drumbeat.science.codes import is_valid
from tests.channels.factory import a_booked_placement, a_placement, an_approved_version
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_the_utm_parameters_follow_from_the_thread(team):
    placement = a_booked_placement(team)
    link = placement.link
    asked = parse_qs(urlsplit(link.destination_url).query)
    assert asked["utm_source"] == [placement.channel.utm_source]
    assert asked["utm_medium"] == [placement.channel.utm_medium]
    assert placement.campaign.slug in asked["utm_campaign"][0]
    assert asked["utm_content"][0].startswith(placement.pins.get().version.asset_id.lower())
    assert asked["dbc"] == [link.code]
    assert is_valid(link.code)


def test_i_25_minting_again_keeps_the_code_and_follows_the_destination(team):
    placement = a_booked_placement(team)
    code = placement.link.code
    placement.destination_url = "https://example.test/other?x=1#top"
    link = mint(placement, by=team["cm"])
    assert link.code == code
    assert link.destination_url.startswith("https://example.test/other?x=1&utm_source=")
    assert link.destination_url.endswith("#top")
    assert TrackingLink.objects.count() == 1


def test_i_25_a_code_that_was_ever_given_is_not_given_again(team, monkeypatch):
    taken = a_booked_placement(team).link.code
    offered = iter([taken, taken, "2222222"])
    monkeypatch.setattr(minting, "new_code", lambda random: next(offered))
    assert mint(a_placement(team), by=team["cm"]).code == "2222222"
    other = TrackingLink.objects.get(code="2222222")
    other.code = taken
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_i_25_a_cancelled_placement_keeps_its_code_and_leads_to_a_safe_page(team):
    placement = a_booked_placement(team)
    code = placement.link.code
    cancel(placement, by=team["cm"], reason="no budget")
    found = resolve(code)
    assert found.is_retired
    assert found.fallback_url == placement.campaign.landing_url


def test_i_25_a_link_is_retired_once_and_to_the_page_that_was_said(team):
    link = a_booked_placement(team).link
    retire(link, by=team["cm"], fallback_url="https://example.test/over")
    assert resolve(link.code).fallback_url == "https://example.test/over"
    with pytest.raises(WrongState):
        retire(link, by=team["cm"])


@pytest.mark.parametrize(
    "url",
    [
        "https://example.test/?utm_source=me",
        "https://example.test/?mail=li@example.test",
        "https://example.test/?tel=13800138000",
        "https://user:pw@example.test/",
    ],
)
def test_a_destination_that_cannot_carry_tracking_is_refused(url, team):
    placement = a_placement(team, destination_url=url)
    with pytest.raises(Refused) as refused:
        mint(placement, by=team["cm"])
    assert refused.value.problems[0].field == "destination_url"


def test_the_collector_resolves_a_code_with_one_query(team, django_assert_num_queries):
    placement = a_booked_placement(team)
    with django_assert_num_queries(1):
        found = resolve(placement.link.code)
    assert (found.brand_id, found.is_retired) == (placement.brand_id, False)
    assert resolve("0000000") is None


def test_the_results_learn_the_whole_thread_of_each_code(team, django_assert_num_queries):
    placement = a_booked_placement(team)
    a_booked_placement(team)
    with django_assert_num_queries(1):
        columns = link_columns(placement.brand)
    place = columns["code"].index(placement.link.code)
    assert {name: values[place] for name, values in columns.items()} == {
        "code": placement.link.code,
        "placement": placement.pk,
        "campaign": placement.campaign_id,
        "channel": placement.channel_id,
        "message": placement.message_id,
        "audience": placement.audience_id,
        "asset": placement.pins.get().version.asset_id,
        "goal": placement.campaign.goal_id,
    }


def test_of_several_assets_the_lead_one_stands_for_the_code(team):
    placement = a_booked_placement(team)
    lead = placement.pins.get()
    other = an_approved_version(team, placement.campaign.plan)
    Pin.objects.create(placement=placement, version=other, sha256=other.sha256, position=1)
    assert link_columns(placement.brand)["asset"] == [lead.version.asset_id]


def test_only_the_placements_of_the_codes_on_a_page_are_named(team, django_assert_num_queries):
    placement = a_booked_placement(team)
    a_booked_placement(team)
    with django_assert_num_queries(1):
        names = placement_names(placement.brand, {placement.link.code, "0000000"})
    assert names == {placement.link.code: str(placement)}


def test_a_link_remembers_only_newer_touches_of_its_own_brand(team):
    placement = a_booked_placement(team)
    now = timezone.now()
    assert remember(placement.brand, {placement.link.code: now}) == 1
    assert remember(placement.brand, {placement.link.code: now}) == 0
    assert remember(placement.brand, {"0000000": now}) == 0


def test_a_brand_without_any_event_has_seen_nothing(team):
    placement = a_booked_placement(team)
    assert look(placement.brand, [placement.link], timezone.now()) == 0


def test_the_qr_code_comes_as_svg_and_png(team):
    link = a_booked_placement(team).link
    browser = signed_in(team["cm"])
    svg = browser.get(f"/channels/links/{link.pk}/qr.svg")
    png = browser.get(f"/channels/links/{link.pk}/qr.png")
    assert b"<svg" in svg.content
    assert png.content.startswith(b"\x89PNG")
    assert link.code in png["Content-Disposition"]

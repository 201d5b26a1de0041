"""I-05: a placement goes live only when every check of the pre-flight is green."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from drumbeat.channels.models import Channel, Placement
from drumbeat.channels.placements.actions import arm, go_live
from drumbeat.channels.placements.preflight import CHECKS, preflight
from drumbeat.content.models import Confirmation, Finding, Right
from drumbeat.people.errors import Refused
from drumbeat.strategy.models import Audience, BudgetLine, Freeze, ProofPoint
from tests.channels.factory import a_booked_placement, an_armed_placement, through_its_link

pytestmark = pytest.mark.django_db


def lights(placement):
    return {light.key: light for light in preflight(placement)}


def red(placement):
    return {light.key for light in preflight(placement) if light.state != "ok"}


def test_i_05_a_placement_with_everything_in_order_goes_live(team):
    placement = through_its_link(a_booked_placement(team))
    arming = arm(placement, by=team["cm"])
    assert {check["state"] for check in arming.checks} == {"ok"}
    go_live(placement)
    assert placement.state == "live"


def nobody_confirmed_the_brief(placement):
    Confirmation.objects.all().delete()


def the_version_was_retired(placement):
    placement.pins.get().version.__class__.objects.update(state="retired")


def one_byte_was_flipped(placement):
    file = placement.pins.get().version.file
    path = file.content.path
    data = bytearray(file.read())
    data[0] ^= 1
    with open(path, "wb") as out:
        out.write(data)


def a_finding_blocks(placement):
    version = placement.pins.get().version
    Finding.objects.create(
        brand=placement.brand,
        owner=placement.owner,
        version=version,
        severity="block",
        note="“最好” is forbidden",
    )


def a_right_ends_before_the_flight(placement):
    a_right(placement, ends_on=placement.ends_on - timedelta(days=1))


def a_right_is_for_another_territory(placement):
    a_right(placement, territory="US")


def a_right_is_for_another_channel(placement):
    a_right(placement, channel_kinds=["video"])


def a_right(placement, **fields):
    values = {
        "kind": "music",
        "licensor": "Blue Note",
        "territory": "CN",
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
    } | fields
    asset = placement.pins.get().version.asset
    return Right.objects.create(
        brand=placement.brand, owner=placement.owner, asset=asset, title_en="Music", **values
    )


def a_proof_expires_during_the_flight(placement):
    ProofPoint.objects.update(valid_until=placement.ends_on - timedelta(days=1))


def the_message_has_no_proof(placement):
    ProofPoint.objects.all().delete()


def content_agreed_on_other_bytes(placement):
    placement.handshakes.filter(side="content").update(sha256s=["0" * 64])


def channels_never_agreed(placement):
    placement.handshakes.filter(side="channels").delete()


def the_money_is_not_committed(placement):
    Placement.objects.update(planned_minor=placement.planned_minor + 1)


def the_line_is_overdrawn(placement):
    BudgetLine.objects.filter(pk=placement.budget_line_id).update(planned_minor=1)


def an_ad_does_not_say_so(placement):
    Placement.objects.update(disclosure="")


def the_audience_did_not_agree_to_mail(placement):
    Channel.objects.filter(pk=placement.channel_id).update(kind="email")


def the_campaign_is_frozen(placement):
    Freeze.objects.create(
        brand=placement.brand, owner=placement.owner, reason="A recall", campaign=placement.campaign
    )


def nobody_tested_the_link(placement):
    through_its_link(placement, at=timezone.now() - timedelta(days=7, minutes=1))


def the_file_does_not_fit(placement):
    Channel.objects.filter(pk=placement.channel_id).update(platform="meta_ads")


def its_format_is_gone(placement):
    Placement.objects.filter(pk=placement.pk).update(format_key="gone")


# Who signed, signed other bytes.
ALSO = {"bytes": {"hands"}}
BREAKS = [
    ("spec", the_file_does_not_fit),
    ("spec", its_format_is_gone),
    ("brief", nobody_confirmed_the_brief),
    ("versions", the_version_was_retired),
    ("bytes", one_byte_was_flipped),
    ("findings", a_finding_blocks),
    ("rights", a_right_ends_before_the_flight),
    ("rights", a_right_is_for_another_territory),
    ("rights", a_right_is_for_another_channel),
    ("proofs", a_proof_expires_during_the_flight),
    ("proofs", the_message_has_no_proof),
    ("hands", content_agreed_on_other_bytes),
    ("hands", channels_never_agreed),
    ("budget", the_money_is_not_committed),
    ("budget", the_line_is_overdrawn),
    ("label", an_ad_does_not_say_so),
    ("consent", the_audience_did_not_agree_to_mail),
    ("campaign", the_campaign_is_frozen),
    ("link", nobody_tested_the_link),
]


def test_i_05_every_check_of_the_table_is_broken_here_once():
    assert {key for key, _break in BREAKS} == {check.key for check in CHECKS}


@pytest.mark.parametrize(
    ("key", "broken"), BREAKS, ids=lambda part: getattr(part, "__name__", part)
)
def test_i_05_it_can_neither_be_armed_nor_go_live_while(key, broken, team):
    booked, armed = through_its_link(a_booked_placement(team)), an_armed_placement(team)
    for placement in (booked, armed):
        broken(placement)
        placement.refresh_from_db()
        assert red(placement) == {key} | ALSO.get(key, set())
        assert lights(placement)[key].reason
    with pytest.raises(Refused):
        arm(booked, by=team["cm"])
    with pytest.raises(Refused):
        go_live(armed)
    assert (booked.state, armed.state) == ("booked", "armed")


def test_i_05_content_made_with_ai_must_be_labelled_on_an_unpaid_channel_too(team):
    placement = a_booked_placement(team)
    asset = placement.pins.get().version.asset
    Channel.objects.filter(pk=placement.channel_id).update(peso="owned")
    Placement.objects.update(disclosure="")
    assert lights(placement)["label"].state == "ok"
    asset.is_ai_generated, asset.ai_tool = True, "a model"
    asset.save()
    assert lights(placement)["label"].state == "no"


def test_i_05_two_licences_in_a_row_cover_one_flight(team):
    placement = a_booked_placement(team)
    middle = placement.starts_on + timedelta(days=4)
    a_right(placement, ends_on=middle)
    assert "rights" in red(placement)
    a_right(placement, starts_on=middle + timedelta(days=1), territory="全球")
    assert "rights" not in red(placement)


def test_i_05_own_contacts_who_agreed_may_get_mail(team):
    placement = a_booked_placement(team)
    Channel.objects.filter(pk=placement.channel_id).update(kind="sms")
    Audience.objects.update(consent_basis="first_party")
    assert "consent" not in red(placement)


def test_a_placement_does_not_go_live_before_its_first_day(team):
    zone = ZoneInfo(team["lead"].brand.time_zone)
    tomorrow = timezone.localdate(timezone=zone) + timedelta(days=1)
    placement = an_armed_placement(team, starts_on=tomorrow, ends_on=tomorrow)
    with pytest.raises(Refused, match="starts on"):
        go_live(placement, by=team["cm"])


def test_the_first_day_begins_when_it_begins_where_the_brand_is(team):
    # From 11:00 UTC on it is tomorrow in Kiritimati (+14); before, still yesterday in Pago Pago (−11).
    now = datetime.now(UTC)
    zone, days = ("Pacific/Kiritimati", 1) if now.hour >= 11 else ("Pacific/Pago_Pago", -1)
    brand = team["lead"].brand
    brand.time_zone = zone
    brand.save()
    today = now.date() + timedelta(days=days)
    tomorrow = today + timedelta(days=1)
    with pytest.raises(Refused, match="starts on"):
        go_live(an_armed_placement(team, starts_on=tomorrow, ends_on=tomorrow))
    assert go_live(an_armed_placement(team, starts_on=today, ends_on=tomorrow)).state == "live"

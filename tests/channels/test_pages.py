"""The room's pages: they work, refuse strangers, keep what was typed, and cost a fixed price."""

from datetime import timedelta

import pytest

from drumbeat.channels.models import Channel, Placement, SpendFact
from drumbeat.channels.registry.actions import install_channels
from drumbeat.channels.registry.kinds import KINDS
from drumbeat.channels.spend.pacing import pacing
from tests.channels.factory import (
    a_booked_placement,
    a_channel,
    a_live_placement,
    a_placement,
    a_ready_campaign,
    a_team,
    an_agreed_placement,
    an_approved_version,
    through_its_link,
)
from tests.channels.test_spend import imported, spend_row
from tests.strategy.factory import a_campaign
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def typed(placement, **changes):
    """What the form of a placement would send."""
    return {
        "title_en": placement.title_en,
        "channel": placement.channel_id,
        "message": placement.message_id,
        "audience": placement.audience_id,
        "versions": list(placement.pins.values_list("version", flat=True)),
        "starts_on": placement.starts_on.isoformat(),
        "ends_on": placement.ends_on.isoformat(),
        "territory": "CN",
        "budget_line": placement.budget_line_id,
        "planned_minor": "100,000.00",
        "disclosure": "广告",
        "owner": placement.owner_id,
        "row_version": placement.row_version,
    } | changes


def test_every_kind_of_channel_is_there_from_the_start(lead):
    install_channels(lead.brand, lead)
    assert set(Channel.objects.values_list("kind", flat=True)) == set(KINDS)
    assert install_channels(lead.brand, lead) == []
    page = signed_in(lead).get("/channels/channels/").content.decode()
    assert "Paid search" in page
    assert "Xiaohongshu" in page


def test_a_channel_manager_adds_a_channel_and_two_never_share_a_key(team):
    browser = signed_in(team["cm"])
    new = {
        "title_zh": "得物",
        "kind": "social_paid",
        "peso": "paid",
        "key": "Dewu",
        "utm_source": "得物",
        "utm_medium": "paid-social",
        "owner": team["cm"].pk,
    }
    assert browser.post("/channels/channels/new/", new).status_code == 302
    channel = Channel.objects.get()
    assert (channel.key, channel.utm_source) == ("dewu", "de-wu")
    assert "得物" in browser.get(f"/channels/channels/{channel.pk}/").content.decode()
    again = browser.post("/channels/channels/new/", new)
    assert again.status_code == 422
    assert "得物" in again.content.decode()


def test_a_placement_is_planned_with_the_choices_of_its_plan_only(team):
    campaign = a_ready_campaign(team)
    version = an_approved_version(team, campaign.plan)
    foreign = an_approved_version(team, a_ready_campaign(team).plan)
    page = signed_in(team["cm"]).get(f"/channels/placements/new/?campaign={campaign.pk}")
    text = page.content.decode()
    assert version.pk in text
    assert foreign.pk not in text


def test_a_placement_is_written_and_found_on_its_page(team):
    model = a_placement(team)
    browser = signed_in(team["cm"])
    address = f"/channels/placements/new/?campaign={model.campaign_id}"
    answer = browser.post(address, typed(model, title_en="Second wave"))
    assert answer.status_code == 302
    made = Placement.objects.get(title_en="Second wave")
    assert made.planned_minor == 100_000_00
    assert made.pins.get().sha256 == model.pins.get().version.sha256
    page = browser.get(f"/channels/placements/{made.pk}/").content.decode()
    assert "Second wave" in page
    assert "Pre-flight" in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("ends_on", "2020-01-01", "ends before it starts"),
        ("planned_minor", "a lot", "is not an amount"),
        ("destination_url", "https://example.test/?utm_source=x", "generated from the placement"),
        ("destination_url", "https://example.test/?m=li@example.test", "never carry personal data"),
        ("title_en", "", "Give it a name"),
    ],
)
def test_what_was_typed_is_kept_when_a_placement_is_refused(team, field, value, message):
    model = a_placement(team)
    answer = signed_in(team["cm"]).post(
        f"/channels/placements/new/?campaign={model.campaign_id}",
        typed(model, assumption="CTR 1.2 %", **{field: value}),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "CTR 1.2 %" in page
    assert Placement.objects.count() == 1


def test_the_second_of_two_editors_gets_a_choice(team):
    placement = a_placement(team)
    browser = signed_in(team["cm"])
    address = f"/channels/placements/{placement.pk}/edit/"
    sent = typed(placement)
    assert browser.post(address, sent | {"title_en": "A"}).status_code == 302
    assert browser.post(address, sent | {"title_en": "B"}).status_code == 409


def test_the_whole_way_to_live_goes_through_the_pages(team):
    placement = a_placement(team)
    content, channels = signed_in(team["cw"]), signed_in(team["cm"])
    address = f"/channels/placements/{placement.pk}/"
    content.post(f"{address}handshake/", {"side": "content"})
    channels.post(f"{address}handshake/", {"side": "channels"})
    channels.post(f"{address}book/")
    page = channels.get(address).content.decode()
    placement.refresh_from_db()
    assert placement.state == "booked"
    assert f"/g/{placement.link.code}" in page
    assert "Test the link now" in page
    channels.post(f"{address}arm/")
    placement.refresh_from_db()
    assert placement.state == "booked"
    through_its_link(placement)
    channels.post(f"{address}arm/")
    channels.post(f"{address}go-live/")
    placement.refresh_from_db()
    assert placement.state == "live"
    assert (
        "简报已确认"
        in channels.get(address, headers={"accept-language": "zh-hans"}).content.decode()
    )


def test_a_step_that_needs_its_reason_asks_for_it(team):
    placement = a_live_placement(team)
    browser = signed_in(team["an"])
    assert browser.post(f"/channels/placements/{placement.pk}/pause/", {}).status_code == 422
    browser.post(f"/channels/placements/{placement.pk}/pause/", {"reason": "CPA doubled"})
    placement.refresh_from_db()
    assert placement.state == "paused"


@pytest.mark.parametrize("page", ["", "edit/", "book/", "handshake/", "settlement/", "cancel/"])
def test_a_foreign_brands_placement_does_not_exist(team, page):
    placement = a_placement(team)
    stranger = signed_in(a_member(a_brand(), "lead", "cm", "an"))
    address = f"/channels/placements/{placement.pk}/{page}"
    assert stranger.get(address).status_code in (404, 405)
    assert stranger.post(address).status_code in (404, 405)


def test_a_foreign_brands_link_file_and_rule_do_not_exist(team):
    placement = a_booked_placement(team)
    spend_import = imported(team, spend_row(1, "Brand", 1))
    stranger = signed_in(a_member(a_brand(), "lead", "cm", "an"))
    for address in (
        f"links/{placement.link.pk}/qr.svg",
        f"spend/{spend_import.pk}/",
        f"channels/{placement.channel_id}/",
        f"plans/{placement.campaign.plan_id}/actuals/",
        f"placements/new/?campaign={placement.campaign_id}",
    ):
        assert stranger.get(f"/channels/{address}").status_code == 404, address
    assert stranger.post(f"/channels/spend/{spend_import.pk}/commit/").status_code == 404


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("cw", "placements/", 200),
        ("cw", "placements/new/", 403),
        ("cw", "spend/", 403),
        ("cw", "channels/new/", 403),
        ("cw", "spend/rules/new/?platform=meta&entity=1", 403),
        ("cm", f"spend/rules/new/?platform=meta&entity={'x' * 401}", 404),
        ("an", "placements/new/", 403),
        ("an", "spend/new/", 200),
        ("lead", "spend/new/", 403),
        ("lead", "spend/", 200),
        ("cm", "placements/new/", 200),
        ("pr", "placements/new/", 200),
        ("brand", "flights/", 200),
    ],
)
def test_each_role_sees_what_the_matrix_gives_it(lead, role, address, status):
    member = lead if role == "lead" else a_member(lead.brand, role)
    assert signed_in(member).get(f"/channels/{address}").status_code == status


def test_the_pages_of_spend_and_flights_show_the_money(team):
    placement = a_live_placement(team)
    imported(team, spend_row(1, f"Ad {placement.link.code}", 1_234_56), spend_row(1, "?", 99))
    browser = signed_in(team["cm"])
    assert "¥0.99" in browser.get("/channels/spend/").content.decode()
    assert "¥0.99" in browser.get("/channels/spend/rules/").content.decode()
    assert "¥1,235" in browser.get("/channels/flights/").content.decode()
    fragment = browser.get(f"/channels/plans/{placement.campaign.plan_id}/actuals/")
    assert "¥1,234.56" in fragment.content.decode()
    assert (
        placement.title_en
        in browser.get(
            f"/channels/placements/?state=live&campaign={placement.campaign_id}"
        ).content.decode()
    )


def test_placements_leave_as_a_file_that_cannot_run_anything(team):
    a_placement(team, title_en="=1+1")
    answer = signed_in(team["cm"]).get("/channels/placements.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1" in answer.content.decode("utf-8-sig")


def test_empty_pages_teach_the_next_step(db):
    browser = signed_in(a_member(a_brand()))
    for address, words in (
        ("placements/", "Plan a placement"),
        ("spend/", "Upload a report"),
        ("flights/", "No campaign to show yet"),
        ("channels/", "Add the first channel"),
        ("spend/rules/", "No rule yet"),
    ):
        assert words in browser.get(f"/channels/{address}").content.decode(), address


def many_placements(team, count):
    placement = a_booked_placement(team)
    pin = placement.pins.get()
    copies = [
        Placement(
            brand=placement.brand,
            owner=placement.owner,
            campaign=placement.campaign,
            channel=placement.channel,
            audience=placement.audience,
            message=placement.message,
            budget_line=placement.budget_line,
            title_en=f"Copy {number}",
            starts_on=placement.starts_on,
            ends_on=placement.ends_on,
            planned_minor=number,
            state=state,
        )
        for number, state in zip(
            range(count), ["planned", "booked", "armed", "live"] * count, strict=False
        )
    ]
    Placement.objects.bulk_create(copies)
    carried = {"version": pin.version, "asset": pin.asset, "sha256": pin.sha256}
    pin.__class__.objects.bulk_create([pin.__class__(placement=copy, **carried) for copy in copies])
    return placement


@pytest.mark.parametrize(
    "address",
    ["placements/", "placements/?state=all", "flights/", "channels/", "placements.csv"],
)
def test_lists_cost_the_same_for_300_placements(team, address, django_assert_max_num_queries):
    many_placements(team, 300)
    browser = signed_in(team["cm"])
    with django_assert_max_num_queries(32):
        assert browser.get(f"/channels/{address}").status_code == 200


@pytest.mark.parametrize("address", ["placements/?state=all", "flights/"])
def test_a_list_asks_as_often_for_80_placements_as_for_30(
    team, address, django_assert_max_num_queries
):
    browser, counts = signed_in(team["cm"]), []
    for further in (30, 50):
        many_placements(team, further)
        browser.get(f"/channels/{address}")
        with django_assert_max_num_queries(32) as queries:
            browser.get(f"/channels/{address}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_paged_and_its_last_page_is_in_order(team):
    many_placements(team, 60)
    browser = signed_in(team["cm"])
    last = browser.get("/channels/placements/?state=all&sort=start&page=99").context
    shown = [row.placement for row in last["rows"]]
    assert len(shown) == last["page"].paginator.count % 25
    assert shown == sorted(shown, key=lambda one: (one.starts_on, one.pk))
    assert all(one.spent == 0 for one in shown)


def test_an_old_campaign_can_still_be_chosen(team):
    old = a_ready_campaign(team)
    for number in range(51):
        a_campaign(team["lead"], plan=old.plan, starts_on=old.ends_on, ends_on=old.ends_on,
                   title=f"Later {number}")  # fmt: skip
    browser = signed_in(team["cm"])
    assert old not in browser.get("/channels/placements/").context["campaigns"]
    assert old in browser.get(f"/channels/placements/?campaign={old.pk}").context["campaigns"]


def test_a_placements_page_costs_a_fixed_number_of_queries(team, django_assert_max_num_queries):
    placement = through_its_link(a_booked_placement(team))
    browser = signed_in(team["cm"])
    with django_assert_max_num_queries(48):
        browser.get(f"/channels/placements/{placement.pk}/")


def test_pacing_follows_the_worked_example(team):
    """Half the flight over, 60 of 100 spent: 1.2 × the plan, amber; 40 left over five days."""
    placement = an_agreed_placement(team, planned_minor=100_000_00)
    today = placement.starts_on + timedelta(days=5)
    source = imported(team, spend_row(1, "Brand", 1))
    for offset in range(5):
        day = placement.starts_on + timedelta(days=offset)
        SpendFact.objects.create(
            brand=placement.brand,
            source=source,
            platform="google_ads",
            account="x",
            date=day,
            campaign="c",
            entity="c",
            label="c",
            placement=placement,
            currency="CNY",
            spend_minor=12_000_00,
        )
    pace = pacing([placement], today)[placement.pk]
    assert (pace.spent, pace.planned_to_date, pace.index) == (60_000_00, 50_000_00, 1.2)
    assert (pace.colour, pace.required_daily, pace.projected_end) == ("amber", 8_000_00, 120_000_00)


def test_two_brands_have_their_own_placements(team):
    a_placement(team, title_en="Ours")
    other = a_team(a_member(a_brand(), "lead"))
    a_placement(other, title_en="Theirs", channel=a_channel(other["cm"]))
    page = signed_in(team["cm"]).get("/channels/placements/").content.decode()
    assert "Ours" in page
    assert "Theirs" not in page


def test_what_the_lines_of_a_plan_cost_is_not_for_everybody_who_may_read_the_plan(team):
    plan = a_placement(team).campaign.plan
    assert signed_in(team["cm"]).get(f"/channels/plans/{plan.pk}/actuals/").status_code == 200
    assert signed_in(team["cw"]).get(f"/channels/plans/{plan.pk}/actuals/").status_code == 403

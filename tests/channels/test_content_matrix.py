"""The content matrix by channel: where pieces are placed, and where nothing is."""

import pytest

from drumbeat.channels.models import Placement
from drumbeat.content.models import Asset, Brief
from drumbeat.content.planning.matrix import matrix, pieces
from tests.channels.factory import (
    a_channel,
    a_placement,
    a_ready_campaign,
    an_acknowledged_brief,
    an_approved_version,
)
from tests.content.test_planning import an_angle, cells
from tests.sheets import Spreadsheet
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(team):
    return a_ready_campaign(team)


def placed(team, campaign, version, *channels, **fields):
    return [
        a_placement(team, campaign=campaign, version=version, channel=one, **fields)
        for one in channels
    ]


def test_a_piece_counts_under_each_of_its_channels_and_is_one_piece(team, brand, campaign):
    search, feed, empty = (a_channel(team["cm"]) for _one in range(3))
    visual = an_approved_version(team, campaign.plan)
    placed(team, campaign, visual, search, search, feed)
    by_format = cells(matrix(brand, "format", "channel"))
    by_channel = cells(matrix(brand, "channel", "format"))
    for channel, made in ((search, 1), (feed, 1), (empty, 0)):
        cell = by_format["kv", channel.pk]
        assert (cell.made, cell.approved) == (made, made)
        assert by_channel[channel.pk, "kv"].made == made
    (row,) = (row for row in matrix(brand, "format", "channel").rows if row.key == "kv")
    assert row.made == 1


def test_what_is_placed_nowhere_is_a_column_of_its_own(team, brand, campaign):
    channel = a_channel(team["cm"])
    brief = an_acknowledged_brief(team, campaign.plan)
    visual, other = (an_approved_version(team, campaign.plan, brief=brief) for _one in range(2))
    called_off, put_away = placed(team, campaign, visual, channel, channel)
    Placement.objects.filter(pk=called_off.pk).update(state="cancelled")
    Placement.objects.filter(pk=put_away.pk).update(archived_at=visual.created_at)
    placed(team, campaign, other, channel)
    found = matrix(brand, "format", "channel")
    assert found.columns[-1] == ("", "Not placed yet")
    assert cells(found)["kv", channel.pk].made == cells(found)["kv", ""].made == 1
    assert sum(row.made for row in found.rows) == 2
    assert list(pieces(brand, {"format": "kv", "channel": ""})) == [visual.asset]


def test_what_was_put_away_or_called_off_counts_in_no_channel(team, brand, campaign):
    channel = a_channel(team["cm"])
    kept, archived, withdrawn = (an_approved_version(team, campaign.plan) for _one in range(3))
    for version in (kept, archived, withdrawn):
        placed(team, campaign, version, channel)
    Asset.objects.filter(pk=archived.asset_id).update(archived_at=archived.created_at)
    Brief.objects.filter(pk=withdrawn.asset.brief_id).update(state="cancelled")
    found = cells(matrix(brand, "format", "channel"))
    assert found["kv", channel.pk].made == 1
    assert ("kv", "") not in found


def test_a_pillar_narrows_what_counts_in_a_channel(team, brand, campaign):
    channel = a_channel(team["cm"])
    angle = an_angle(team["brand"], campaign.plan)
    brief = an_acknowledged_brief(team, campaign.plan)
    Brief.objects.filter(pk=brief.pk).update(angle=angle)
    of_pillar = an_approved_version(team, campaign.plan, brief=brief)
    placed(team, campaign, of_pillar, channel)
    placed(team, campaign, an_approved_version(team, campaign.plan), channel)
    all_of_it, narrowed = (
        cells(matrix(brand, "format", "channel", pillar))["kv", channel.pk].made
        for pillar in ("", angle.topic.pillar_id)
    )
    assert (all_of_it, narrowed) == (2, 1)


def test_what_may_go_out_is_counted_only_where_it_is_asked(team, brand, campaign):
    channel = a_channel(team["cm"])
    placed(team, campaign, an_approved_version(team, campaign.plan), channel)
    asked, not_asked = (
        cells(matrix(brand, "format", "channel", with_approved=wanted)) for wanted in (True, False)
    )
    assert [cell.made for cell in asked.values()] == [cell.made for cell in not_asked.values()]
    assert asked["kv", channel.pk].approved == 1
    assert {cell.approved for cell in not_asked.values()} == {None}


def test_a_cell_lists_each_of_its_pieces_once(team, brand, campaign):
    search, feed = (a_channel(team["cm"]) for _one in range(2))
    visual = an_approved_version(team, campaign.plan)
    placed(team, campaign, visual, search, search)
    assert list(pieces(brand, {"channel": search.pk, "format": "kv"})) == [visual.asset]
    assert not pieces(brand, {"channel": feed.pk}).exists()
    assert not pieces(brand, {"channel": search.pk, "format": "post"}).exists()


def test_an_empty_cell_begins_a_brief_that_says_where_it_runs(team, campaign):
    channel = a_channel(team["cm"], title_en="Search & feed")
    angle = an_angle(team["brand"], campaign.plan, stage="buy")
    browser = signed_in(team["brand"])
    asked = f"/content/matrix/cells/?channel={channel.pk}&stage=buy"
    start = f"/content/briefs/new/?angle={angle.pk}&amp;runs_on=Search+%26+feed"
    assert start in browser.get(asked).content.decode()
    asked = start.replace("&amp;", "&")
    plans = browser.get(asked).content.decode()
    assert f"?plan={campaign.plan_id}&amp;angle={angle.pk}&amp;runs_on=Search+%26+feed" in plans
    form = browser.get(f"{asked}&plan={campaign.plan_id}").context["form"]
    assert form["channels"].value() == [channel.pk]
    assert not form["runs_on"].value()
    unplaced = browser.get("/content/matrix/cells/?channel=&stage=buy").content.decode()
    assert "runs_on" not in unplaced


def test_the_matrix_by_channel_is_a_file_too(team, campaign):
    channel = a_channel(team["cm"])
    placed(team, campaign, an_approved_version(team, campaign.plan), channel)
    address = "/content/matrix.xlsx?rows=channel&columns=format"
    sheet = Spreadsheet(signed_in(team["cl"]).get(address).content)
    head, *rows = sheet.rows(sheet.names[0])
    assert head[:2] == ["Channel", "Format"]
    assert [str(channel), "Key visual", 1, 1] in [row[:4] for row in rows]


@pytest.mark.parametrize(
    ("axes", "queries"), [("rows=channel&columns=stage", 17), ("rows=format&columns=channel", 17)]
)
def test_many_channels_cost_what_one_does(team, campaign, axes, queries, django_assert_num_queries):
    visual = an_approved_version(team, campaign.plan)
    placed(team, campaign, visual, a_channel(team["cm"]))
    browser, address = signed_in(team["cl"]), f"/content/matrix/?{axes}"
    browser.get(address)
    with django_assert_num_queries(queries):
        browser.get(address)
    placed(team, campaign, visual, *(a_channel(team["cm"]) for _one in range(5)))
    with django_assert_num_queries(queries):
        browser.get(address)

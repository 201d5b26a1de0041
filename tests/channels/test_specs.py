"""What channels take, and real files held to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.channels.models import Channel, OwnFormat
from drumbeat.channels.placements.handshakes import shake
from drumbeat.channels.placements.preflight import preflight
from drumbeat.channels.specs.book import shipped
from drumbeat.channels.specs.queries import formats_of
from drumbeat.content.assets.actions import add_version, make_asset
from drumbeat.content.assets.review import approve, send_to_review
from drumbeat.content.models import Asset
from drumbeat.content.studio.limits import parts
from drumbeat.people.errors import Refused
from drumbeat.science.text.lengths import UNITS, characters, count, weighted, width
from drumbeat.work.files.models import StoredFile
from tests.channels.factory import a_channel, a_placement, a_ready_campaign, an_acknowledged_brief
from tests.media import MP4, a_picture
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def an_approved(team, plan, *, data=None, text="", name="kv.png"):
    """An approved version with these bytes or these words."""
    writer = team["cw"]
    brief = an_acknowledged_brief(team, plan)
    asset = make_asset(
        Asset(
            brand=plan.brand,
            owner=writer,
            brief=brief,
            title_en="Visual",
            message=plan.messages.get(),
            kind="kv",
            language="en",
        ),
        by=writer,
    )
    file = StoredFile.keep(writer, name, data, "image/png") if data else None
    version = add_version(asset, by=writer, file=file, text=text, alt_en="A cup of tea")
    send_to_review(version, by=writer)
    approve(version, by=team["cl"])
    return version


def placed(team, platform, *, format_key="", kind="social_paid", disclosure="广告", **content):
    campaign = a_ready_campaign(team)
    version = an_approved(team, campaign.plan, **content)
    channel = a_channel(team["cm"], kind=kind, platform=platform)
    return a_placement(
        team,
        campaign=campaign,
        version=version,
        channel=channel,
        format_key=format_key,
        disclosure=disclosure,
    )


def said(placement, key="spec"):
    return {light.key: light.reason for light in preflight(placement)}[key]


FITTING = [
    ("meta_ads", "meta-feed", {"data": a_picture(1080, 1350)}),
    ("meta_ads", "", {"data": a_picture(1080, 1920, form="JPEG")}),
    ("meta_ads", "meta-reel", {"data": MP4, "name": "spot.mp4"}),
    ("xiaohongshu", "", {"text": "# 轻一半，走一天\n\n下班后的十公里。"}),
    ("baidu", "", {"text": "# " + "轻" * 25}),
    ("google_ads", "google-search", {"text": "# " + "轻" * 15 + "\n\n" + "a" * 90}),
    ("x", "", {"text": "鞋" * 128 + " https://shop.example/" + "long" * 40}),
    ("email", "", {"data": a_picture()}),
]


@pytest.mark.parametrize(("platform", "key", "content"), FITTING)
def test_a_real_file_that_fits_is_green(team, platform, key, content):
    kind = "search_paid" if platform in ("baidu", "google_ads") else "social_paid"
    assert said(placed(team, platform, format_key=key, kind=kind, **content)) == ""


REFUSED = [
    ("meta_ads", "meta-feed", {"data": a_picture(1080, 1920)}, "It has to be 1:1 or 4:5 or 1.91:1"),
    ("meta_ads", "", {"data": a_picture(400, 500)}, "600 × 314 px or larger; this is 400 × 500"),
    ("google_ads", "google-square", {"data": a_picture(80, 80)}, "300 × 300 px or larger"),
    ("meta_ads", "meta-feed", {"data": MP4}, "It takes JPG, PNG; this is MP4"),
    ("bilibili", "bilibili-cover", {"data": a_picture(1600, 1000, form="GIF")}, "this is GIF"),
    ("douyin", "", {"data": MP4}, "It has to last 4 s; this lasts 2.0 s"),
    ("xiaohongshu", "", {"text": "# " + "轻" * 21}, "A headline may have 20; “轻轻"),
    ("baidu", "", {"text": "# " + "轻" * 26}, "A headline may have 50"),
    ("google_ads", "google-search", {"text": "Short.\n\n" + "a" * 91}, "A text may have 90"),
    ("x", "", {"text": "鞋" * 141}, "has 282"),
]


@pytest.mark.parametrize(("platform", "key", "content", "reason"), REFUSED)
def test_a_real_file_that_does_not_fit_is_refused_with_the_reason(
    team, platform, key, content, reason
):
    assert reason in said(placed(team, platform, format_key=key, **content))


def test_a_picture_too_heavy_for_the_channel_says_both_weights(team):
    placement = placed(team, "meta_ads", data=a_picture(1080, 1080))
    channel = placement.channel
    OwnFormat.objects.create(
        brand=channel.brand, owner=team["cm"], channel=channel, key="meta-feed",
        title_en="Feed", takes=["png"], kb=1, labels=[],
    )  # fmt: skip
    OwnFormat.objects.create(
        brand=channel.brand, owner=team["cm"], channel=channel, key="meta-story",
        title_en="Story", is_off=True,
    )  # fmt: skip
    placement.format_key = "meta-feed"
    placement.save()
    assert "It may weigh 1.0" in said(placement)


def test_a_label_that_the_channel_does_not_know_is_refused(team):
    placement = placed(
        team, "meta_ads", format_key="meta-feed", disclosure="hello", data=a_picture(1080, 1080)
    )
    assert "one of 广告" in said(placement, "label")


def flip_a_byte(placement):
    path = placement.pins.get().version.file.content.path
    with open(path, "r+b") as stream:
        stream.seek(60)
        was = stream.read(1)
        stream.seek(60)
        stream.write(bytes([was[0] ^ 1]))


def test_nobody_can_sign_bytes_that_were_flipped(team):
    placement = placed(team, "meta_ads", data=a_picture(1080, 1080))
    flip_a_byte(placement)
    with pytest.raises(Refused, match="no longer those that were approved"):
        shake(placement, by=team["cw"], side="content")


def test_one_flipped_byte_voids_both_signatures(team):
    placement = placed(team, "meta_ads", data=a_picture(1080, 1080))
    shake(placement, by=team["cw"], side="content")
    shake(placement, by=team["cm"], side="channels")
    assert said(placement, "hands") == ""
    flip_a_byte(placement)
    assert "Both signatures are void" in said(placement, "hands")
    assert "no longer those that were approved" in said(placement, "bytes")
    flip_a_byte(placement)
    assert said(placement, "hands") == ""


def test_every_shipped_format_names_its_source_and_date():
    keys = [one.key for one in shipped()]
    assert len(keys) == len(set(keys))
    for one in shipped():
        assert one.source.startswith("https://")
        assert one.as_of
        assert one.unit in UNITS
        assert one.takes or one.headline or one.body
        assert one.media_types is not None
        assert all(value > 0 for value in one.proportions)


def test_formats_are_read_with_one_query_for_any_number_of_channels(
    team, django_assert_num_queries
):
    channels = [a_channel(team["cm"], platform="meta_ads") for _n in range(3)]
    with django_assert_num_queries(1):
        found = formats_of(channels)
    assert {len(formats) for formats in found.values()} == {4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc", (3, 3, 3)), ("轻鞋", (2, 4, 4)), ("👨‍👩‍👧", (1, 2, 2)), ("🇨🇳!", (2, 3, 3)),
     ("e\u0301", (1, 1, 1)), ("👍🏽", (1, 2, 2)), ("“a”", (3, 3, 3)), ("https://a.example/xyz", (21, 21, 23))],
)  # fmt: skip
def test_texts_are_counted_as_the_networks_count(text, expected):
    assert (count(text), width(text), weighted(text)) == expected


@given(st.text(), st.text())
def test_nothing_is_lost_in_counting(one, other):
    assert "".join(characters(one + other)) == one + other
    assert count(one + other) <= count(one) + count(other)
    assert width(one) >= 0


def test_a_line_with_a_hash_is_a_headline():
    assert parts("# One\nbody\nmore\n\nnext\n## Two") == (["One", "Two"], ["body\nmore", "next"])


def test_the_channel_shows_what_it_takes_and_a_manager_puts_a_format_in_its_place(team):
    channel = a_channel(team["cm"], platform="xiaohongshu")
    browser = signed_in(team["cm"])
    page = browser.get(f"/channels/channels/{channel.pk}/").content.decode()
    assert "creator.xiaohongshu.com" in page
    address = f"/channels/channels/{channel.pk}/formats/xiaohongshu-note/"
    form = browser.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"headline": 18}
    answer = browser.post(address, typed)
    assert answer.status_code == 302
    (note,) = [one for one in formats_of([channel])[channel.pk] if one.key == "xiaohongshu-note"]
    assert (note.headline, note.is_own) == (18, True)
    assert browser.post(address, typed | {"ratios": "wide"}).status_code == 422


def test_a_format_of_another_channel_cannot_be_chosen(team):
    placement = placed(team, "meta_ads", data=a_picture(1080, 1080))
    Channel.objects.create(
        brand=placement.brand, owner=team["cm"], key="x", title_en="X", kind="social_paid",
        peso="paid", platform="x", utm_source="x", utm_medium="cpc",
    )  # fmt: skip
    answer = signed_in(team["cm"]).post(
        f"/channels/placements/{placement.pk}/edit/",
        {"channel": placement.channel_id, "format_key": "x-post"},
    )
    assert answer.status_code == 422
    assert "has no such format" in answer.content.decode()

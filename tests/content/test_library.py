"""The library: faces, search, what is the same or looks it; and the register of rights."""

from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from drumbeat.content.library import queries
from drumbeat.content.library.queries import library, page_of
from drumbeat.content.media.reading import read_due
from drumbeat.content.models import FileFacts, Right, Version
from drumbeat.content.rights.warning import warn_due
from drumbeat.formats.media import facts, pictures
from drumbeat.people.models import Notice
from drumbeat.work.models import StoredFile
from tests.content.factory import a_draft, an_acknowledged_brief, an_asset
from tests.media import MP4, a_picture, drawn
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def a_piece(team, brief, data=None, name="kv.png", text="", **fields):
    """An asset whose newest version is this file."""
    asset = an_asset(team, brief=brief, **fields)
    file = StoredFile.keep(team.writer, name, data, "image/png") if data else None
    return a_draft(team, asset=asset, text=text, file=file)


@pytest.fixture
def shelf(team):
    brief = an_acknowledged_brief(team)
    return {
        "upright": a_piece(team, brief, a_picture(80, 100), title_en="", title_zh="夜跑海报"),
        "film": a_piece(team, brief, MP4, "spot.mp4", title_en="Launch film"),
        "red": a_piece(team, brief, a_picture(picture=drawn(100, 80, ground=(200, 40, 40)))),
        "words": a_piece(team, brief, text="Tea for the evening.", title_en="Slogan"),
    }


def found(team, **chosen):
    pieces, _after = page_of(
        library(team.brand, timezone.localdate(), **chosen), timezone.localdate()
    )
    return {piece.version.pk for piece in pieces}


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"words": "夜跑"}, {"upright"}),
        ({"words": "yepao"}, {"upright"}),
        ({"words": "yphb"}, {"upright"}),
        ({"words": "LAUNCH"}, {"film"}),
        ({"family": "picture"}, {"upright", "red"}),
        ({"family": "film"}, {"film"}),
        ({"family": "words"}, {"words"}),
        ({"shape": "portrait"}, {"upright", "film"}),
        ({"hue": "red"}, {"red"}),
        ({"hue": "green", "shape": "landscape"}, set()),
        ({"rights": "none"}, {"upright", "film", "red", "words"}),
        ({"rights": "soon"}, set()),
    ],
)
def test_what_is_looked_for_is_found(team, shelf, chosen, names):
    assert found(team, **chosen) == {shelf[name].pk for name in names}


def test_only_the_newest_version_counts(team, shelf):
    version = shelf["upright"]
    a_draft(team, asset=version.asset, text="Now in words", change_note="Rewritten")
    assert version.pk not in found(team, family="picture")


def test_the_library_goes_on_by_key_and_shows_each_asset_once(team, shelf, monkeypatch):
    monkeypatch.setattr(queries, "A_PAGE", 3)
    assets, today = library(team.brand, timezone.localdate()), timezone.localdate()
    first, after = page_of(assets, today)
    last, end = page_of(assets, today, after)
    assert [len(first), len(last), end] == [3, 1, ""]
    assert len({piece.asset.pk for piece in first + last}) == 4


def test_faces_are_small_and_hold_nothing_of_the_masters_notes(team, shelf):
    browser = signed_in(team.writer)
    page = browser.get("/content/assets/").content.decode()
    assert f"/content/versions/{shelf['upright'].pk}/thumbnail/" in page
    face = browser.get(f"/content/versions/{shelf['red'].pk}/thumbnail/")
    assert face.headers["Content-Type"] == "image/webp"
    small = facts.read(face.content)
    assert (small.width, small.height, small.notes) == (100, 80, {})
    assert browser.get(f"/content/versions/{shelf['film'].pk}/thumbnail/").status_code == 404


def test_words_show_their_beginning_as_it_is_read(team, shelf):
    brief = shelf["words"].asset.brief
    a_piece(team, brief, text="# Tea & time\n\n**Eight hours** cold.", title_en="Marked")
    page = signed_in(team.writer).get("/content/assets/").content.decode()
    assert "Tea &amp; time Eight hours cold." in page


def test_the_same_file_and_one_that_looks_like_it_are_told(team, shelf):
    brief = shelf["red"].asset.brief
    same = a_piece(team, brief, a_picture(80, 100), title_en="Again")
    like = a_piece(team, brief, a_picture(640, 800, form="JPEG", quality=60), title_en="Larger")
    browser = signed_in(team.writer)
    page = browser.get(same.get_absolute_url()).content.decode()
    assert "The very same file is here already" in page
    assert "Pictures that look alike" in browser.get(like.get_absolute_url()).content.decode()
    other = a_piece(
        team, brief, a_picture(picture=Image.linear_gradient("L").rotate(90)), title_en="Other"
    )
    assert "Pictures that look alike" not in browser.get(other.get_absolute_url()).content.decode()


def test_files_that_were_there_before_are_read_a_portion_at_a_time(team, shelf):
    FileFacts.objects.update(read_at=None, width=None)
    with open(shelf["film"].file.content.path, "r+b") as stream:
        stream.truncate(3_000)
    assert read_due() == 3
    assert read_due() == 0
    assert FileFacts.objects.get(pk=shelf["upright"].file_id).width == 80
    assert FileFacts.objects.get(pk=shelf["film"].file_id).problem == "corrupt"
    page = signed_in(team.writer).get(shelf["film"].get_absolute_url()).content.decode()
    assert "This file cannot be trusted" in page


def test_a_file_that_no_parser_survives_does_not_keep_the_others_waiting(team, shelf, monkeypatch):
    FileFacts.objects.update(read_at=None, problem="")
    read, fatal = pictures.read, shelf["upright"].file.read()

    def fails(data):
        if data == fatal:
            raise RuntimeError("a parser's own mistake")
        return read(data)

    monkeypatch.setattr(pictures, "read", fails)
    assert read_due() == 3
    problems = dict(FileFacts.objects.values_list("file", "problem"))
    assert problems[shelf["upright"].file_id] == "corrupt"
    assert sorted(problems.values()) == ["", "", "corrupt"]


def a_right(version, days, **fields):
    today = timezone.localdate()
    values = {"kind": "photo", "licensor": "Lin Studio", "territory": "CN"} | fields
    return Right.objects.create(
        brand=version.brand, owner=version.owner, asset=version.asset,
        starts_on=today - timedelta(days=400), ends_on=today + timedelta(days=days), **values,
    )  # fmt: skip


def test_the_register_begins_with_what_ends_next_and_adds_up_by_currency(team, shelf):
    version = shelf["red"]
    a_right(version, -5, licensor="Gone", cost_minor=100_00, currency="USD")
    a_right(version, 300, licensor="Long", cost_minor=1_000_00, currency="CNY")
    a_right(version, 12, licensor="Next", cost_minor=500_00, currency="CNY")
    browser = signed_in(team.writer)
    page = browser.get("/content/rights/").content.decode()
    assert page.index("Next") < page.index("Long") < page.index("Gone")
    assert "¥1,500" in page
    assert "$100" in page
    assert "Next" in browser.get("/content/rights.csv?ends=soon").content.decode()
    assert "Long" not in browser.get("/content/rights.csv?ends=soon").content.decode()
    assert found(team, rights="expired") == {version.pk}


def test_thirty_days_before_it_ends_its_owner_hears_of_it_once(team, shelf):
    near, far = a_right(shelf["red"], 30), a_right(shelf["film"], 33)
    now = timezone.now()
    assert warn_due(now) == 1
    assert warn_due(now) == 0
    notice = Notice.objects.get(kind="right_ends")
    assert notice.member == near.owner
    assert "ends within 30 days" in notice.text_en
    far.refresh_from_db()
    assert far.warned_at is None


def test_the_library_costs_the_same_however_full(team, shelf, django_assert_max_num_queries):
    browser = signed_in(team.writer)
    browser.get("/content/assets/")
    for address in ("/content/assets/", "/content/rights/"):
        with django_assert_max_num_queries(20):
            browser.get(address)
    assert Version.objects.count() == 4

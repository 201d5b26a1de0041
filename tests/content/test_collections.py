"""Tags on assets, collections of them, and what of a collection may leave the house."""

import io
import zipfile
from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from drumbeat.content.collections.actions import make, move, put_in, take_out
from drumbeat.content.collections.handing import handed
from drumbeat.content.collections.queries import assets_in
from drumbeat.content.library.queries import library
from drumbeat.content.models import Collection, Right, Tag
from drumbeat.content.tags.actions import rename, tag
from drumbeat.people.errors import NotAllowed, Refused
from drumbeat.people.models import AuditEvent
from drumbeat.work.models import StoredFile
from tests.content.factory import (
    Team,
    a_draft,
    an_acknowledged_brief,
    an_approved_version,
    an_asset,
)
from tests.media import a_picture
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept):
    """An approved picture, an approved text, and a text that nobody approved."""

    def build():
        team = Team(a_brand())
        brief = an_acknowledged_brief(team)
        picture = StoredFile.keep(team.writer, "kv.png", a_picture(), "image/png")
        poster = an_asset(team, brief=brief, title_en="Poster", title_zh="夜跑海报")
        words, draft = (an_asset(team, brief=brief, title_en=name) for name in ("Line", "Idea"))
        an_approved_version(team, asset=poster, text="", file=picture)
        an_approved_version(team, asset=words, text="One cup, one calm evening.")
        a_draft(team, asset=draft)
        return team, poster, words, draft

    return kept(build)


@pytest.fixture
def shelf(built):
    return deepcopy(built)


def a_collection(team, *assets, by=None):
    by = by or team.content_lead
    collection = Collection(brand=team.brand, owner=by, title_en="Autumn", title_zh="秋季")
    make(collection, by=by)
    put_in(collection, list(assets), by=by)
    return collection


def a_right(asset, *, until, **fields):
    today = timezone.localdate()
    values = {"kind": "photo", "licensor": "Lin Studio", "territory": "CN"} | fields
    return Right.objects.create(
        brand=asset.brand, owner=asset.owner, asset=asset,
        starts_on=today - timedelta(days=400), ends_on=today + timedelta(days=until), **values,
    )  # fmt: skip


def names(assets):
    return [str(asset) for asset in assets]


def found(team, **chosen):
    return {asset.pk for asset in library(team.brand, timezone.localdate(), **chosen)}


# -- tags ------------------------------------------------------------------------------------


def test_a_word_is_one_tag_however_it_is_typed(shelf):
    team, poster, words, _draft = shelf
    tag([poster], "Night run， #夜跑", by=team.writer)
    tag([words], "night  RUN、夜跑", by=team.content_lead)
    assert names(Tag.objects.of(team.brand)) == ["Night run", "夜跑"]
    assert {poster.pk, words.pk} == found(team, tag=Tag.objects.get(name="夜跑"))


@pytest.mark.parametrize("word", ["夜跑", "yepao", "yp", "NIGHT"])
def test_an_asset_is_found_by_its_tag_in_characters_pinyin_and_english(shelf, word):
    team, _poster, words, _draft = shelf
    tag([words], "夜跑, Night", by=team.writer)
    assert words.pk in found(team, words=word)


def test_tags_are_renamed_and_merged_but_never_by_accident(shelf):
    team, poster, words, _draft = shelf
    (run,) = tag([poster], "run", by=team.writer)
    (running,) = tag([words], "running", by=team.content_lead)
    with pytest.raises(NotAllowed):
        rename(running, "jog", by=team.writer)
    with pytest.raises(Refused, match="Merge the two"):
        rename(run, "Running", by=team.content_lead)
    rename(run, "Running", by=team.content_lead, merge=True)
    assert names(Tag.objects.of(team.brand)) == ["running"]
    assert running.assets.count() == 2
    assert AuditEvent.objects.filter(kind="tag", verb="merged").exists()


@pytest.mark.parametrize("typed", ["", " , ，", "x" * 41, ",".join(map(str, range(21)))])
def test_words_that_are_no_tags_are_refused(shelf, typed):
    team, poster, *_ = shelf
    with pytest.raises(Refused):
        tag([poster], typed, by=team.writer)
    assert not Tag.objects.exists()


def test_a_tag_taken_off_comes_back_by_undo(shelf):
    team, poster, *_ = shelf
    (kept,) = tag([poster], "night run", by=team.writer)
    browser = signed_in(team.writer)
    page = browser.post(f"{address(poster)}tags/end/", {"tag": kept.pk}, follow=True)
    assert not poster.tags.exists()
    (said,) = page.context["messages"]
    browser.post(said.extra_tags.removeprefix("undo="))
    assert names(poster.tags.all()) == ["night run"]


def address(asset):
    return f"/content/assets/{asset.pk}/"


# -- collections -------------------------------------------------------------------------------


def test_pieces_ticked_in_the_library_go_into_a_collection_and_under_words(shelf):
    team, poster, words, draft = shelf
    collection = a_collection(team)
    browser = signed_in(team.content_lead)
    browser.post(
        "/content/assets/chosen/",
        {"asset": [words.pk, poster.pk], "collection": collection.pk, "words": "autumn"},
    )
    assert names(assets_in(collection)) == ["Line", "Poster"]
    assert poster.tags.get().name == "autumn"
    made = browser.post("/content/assets/chosen/", {"asset": [draft.pk], "collection": "new"})
    browser.post(made.url, {"title_en": "Ideas", "owner": team.content_lead.pk, "row_version": 1})
    assert names(assets_in(Collection.objects.get(title_en="Ideas"))) == ["Idea"]


def test_a_foreign_brands_assets_and_collections_are_not_there_to_be_ticked(shelf):
    team, poster, *_ = shelf
    stranger = Team(a_brand())
    theirs = a_collection(stranger)
    signed_in(stranger.content_lead).post(
        "/content/assets/chosen/", {"asset": [poster.pk], "collection": theirs.pk, "words": "x"}
    )
    signed_in(team.content_lead).post(
        "/content/assets/chosen/", {"asset": [poster.pk], "collection": theirs.pk}
    )
    assert not theirs.places.exists()
    assert not Tag.objects.exists()


def test_the_order_is_made_by_hand(shelf):
    team, poster, words, draft = shelf
    collection = a_collection(team, poster, words, draft)
    move(collection, draft, 1, by=team.content_lead)
    move(collection, poster, 99, by=team.content_lead)
    assert names(assets_in(collection)) == ["Idea", "Line", "Poster"]


def test_what_is_taken_out_comes_back_by_undo(shelf):
    team, poster, words, _draft = shelf
    collection = a_collection(team, poster, words)
    browser = signed_in(team.content_lead)
    at = collection.get_absolute_url()
    page = browser.post(f"{at}pieces/end/", {"asset": [poster.pk]}, follow=True)
    assert names(assets_in(collection)) == ["Line"]
    (said,) = page.context["messages"]
    browser.post(said.extra_tags.removeprefix("undo="))
    assert names(assets_in(collection)) == ["Line", "Poster"]


def test_only_its_owner_or_the_content_lead_changes_a_collection(shelf):
    team, poster, words, _draft = shelf
    collection = a_collection(team, poster)
    with pytest.raises(NotAllowed):
        put_in(collection, [words], by=team.writer)
    with pytest.raises(NotAllowed):
        take_out(collection, [poster], by=team.strategist)
    own = a_collection(team, poster, by=team.writer)
    assert put_in(own, [poster, words], by=team.content_lead) == 1


# -- what may leave ------------------------------------------------------------------------------


def test_only_approved_versions_whose_rights_hold_leave(shelf):
    team, poster, words, draft = shelf
    newer = a_draft(team, asset=words, text="Not yet read by anybody", change_note="Longer")
    a_right(poster, until=-1)
    out = handed([poster, words, draft], timezone.localdate())
    assert [one.why for one in out] == ["rights", "", "unapproved"]
    assert out[1].version.number == newer.number - 1
    a_right(poster, until=30)  # renewed by the same licensor
    assert handed([poster], timezone.localdate())[0].is_out
    a_right(poster, until=-1, kind="music", licensor="Shan Records")
    assert handed([poster], timezone.localdate())[0].why == "rights"


def the_zip(browser, collection):
    answer = browser.get(f"{collection.get_absolute_url()[:-1]}.zip")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_zip_holds_the_approved_bytes_and_says_what_stayed_out(shelf):
    team, poster, words, draft = shelf
    collection = a_collection(team, poster, words, draft)
    archive = the_zip(signed_in(team.writer), collection)
    assert archive.namelist() == [
        "Poster v1.png",
        "Line v1.txt",
        "alternative texts.txt",
        "left out.txt",
    ]
    assert archive.read("Poster v1.png") == a_picture()
    assert archive.read("Line v1.txt").decode() == "One cup, one calm evening."
    assert "Idea: No version is approved yet" in archive.read("left out.txt").decode()
    page = signed_in(team.writer).get(collection.get_absolute_url()).content.decode()
    assert "1 asset stays out of the ZIP" in page


def test_bytes_that_were_changed_since_do_not_leave(shelf, tmp_path):
    team, poster, *_ = shelf
    collection = a_collection(team, poster)
    path = poster.newest.file.content.path
    with open(path, "rb") as stream:
        before = stream.read()
    try:
        with open(path, "wb") as stream:
            stream.write(before + b"!")
        archive = the_zip(signed_in(team.writer), collection)
    finally:
        with open(path, "wb") as stream:
            stream.write(before)
    assert archive.namelist() == ["left out.txt"]


def test_two_pieces_of_one_name_both_leave(shelf):
    team, poster, words, _draft = shelf
    other = an_asset(team, brief=poster.brief, title_en="Line")
    an_approved_version(team, asset=other, text="Another line.")
    archive = the_zip(signed_in(team.writer), a_collection(team, words, other))
    assert archive.namelist() == ["Line v1.txt", "Line v1 (2).txt"]


# -- pages ---------------------------------------------------------------------------------------

PAGES = ["/content/collections/", "/content/tags/", "/content/assets/", "collection", "asset"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_the_same_for_few_and_for_many(shelf, path):
    team, poster, words, draft = shelf
    collection = a_collection(team, poster)
    path = {"collection": collection.get_absolute_url(), "asset": address(poster)}.get(path, path)
    browser = signed_in(team.content_lead)
    tag([poster], "one", by=team.writer)
    few = asked(browser, path)
    tag([poster, words, draft], "two, three, four, five", by=team.writer)
    put_in(collection, [words, draft], by=team.content_lead)
    for _n in range(4):
        a_collection(team, poster, words, by=a_member(team.brand, "cl"))
    assert asked(browser, path) == few


def asked(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as made:
        assert browser.get(path).status_code == 200
    return len(made)


@pytest.mark.parametrize(
    "path", ["collections.csv", "collections.xlsx", "tags.csv", "collection.csv"]
)
def test_lists_are_files_too(shelf, path):
    team, poster, words, _draft = shelf
    collection = a_collection(team, words, poster)
    tag([poster], "=1+1", by=team.writer)
    inside = f"collections/{collection.pk}/pieces.csv"
    answer = signed_in(team.writer).get(f"/content/{inside if path == 'collection.csv' else path}")
    assert answer.status_code == 200
    if path == "collection.csv":
        body = answer.content.decode()
        assert body.index("Line") < body.index("Poster")


def test_words_are_offered_when_somebody_is_about_to_type_one(team):
    asset = an_asset(team)
    tag([asset], "spring, tea", by=team.writer)
    tag([an_asset(team, brief=asset.brief)], "tea", by=team.writer)
    browser = signed_in(team.writer)
    page = browser.get("/content/assets/").content.decode()
    assert 'hx-get="/content/tags/known/"' in page.replace(f"/b/{team.brand.slug}", "")
    offered = browser.get("/content/tags/known/").content.decode()
    assert offered.index('"tea"') < offered.index('"spring"')

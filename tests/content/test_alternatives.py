"""A picture has words of its own, for who does not see it; they go wherever it goes."""

import csv
import io
import zipfile

import pytest

from drumbeat.content.assets.actions import add_version, describe
from drumbeat.content.assets.findings import confirm_warnings
from drumbeat.content.assets.review import approve, send_to_review
from drumbeat.content.collections.handing import handed
from drumbeat.content.collections.zipping import zipped
from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.errors import Refused, WrongState
from drumbeat.science.text.craft import alternative
from drumbeat.work.models import StoredFile
from tests.content.factory import Team, a_draft, an_asset, an_upload
from tests.media import a_picture
from tests.world import TODAY, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
TEA = "A cup of tea on a table in the mist"


@pytest.fixture
def team(brand):
    return Team(brand)


@pytest.fixture
def picture(team):
    file = StoredFile.keep(team.writer, "kv.png", a_picture(), "image/png")
    asset = an_asset(team, language="en")
    return add_version(asset, by=team.writer, file=file)


def found(version):
    open_ = version.findings.filter(resolved_at=None)
    return sorted(open_.values_list("law_key", "severity"))


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ("", ["alt_missing"]),
        ("IMG_2031.JPG", ["alt_missing"]),
        (TEA, []),
        ("一只茶杯放在雾里的桌上", []),
        ("a" * 151, ["alt_long"]),
        ("茶" * 76, ["alt_long"]),
        ("茶" * 75, []),
        ("Image of a cup", ["alt_picture"]),
        ("A photo showing a cup", ["alt_picture"]),
        ("图片：茶杯", ["alt_picture"]),
        ("一张茶杯的照片", []),
        ("这是一张图片，上面有茶杯", ["alt_picture"]),
        ("Picture postcards on a shelf", []),
    ],
)
def test_words_of_a_picture_are_held_to_their_craft(words, broken):
    assert alternative(words) == broken


def test_a_picture_without_words_warns_until_it_has_some_or_its_author_means_it(team, picture):
    assert found(picture) == [("alt_missing", "warn")]
    with pytest.raises(Refused):
        send_to_review(picture, by=team.writer)
    describe(picture, by=team.writer, alt_en="Picture of tea", alt_zh="")
    assert found(picture) == [("alt_picture", "warn")]
    describe(picture, by=team.writer, alt_en=TEA, alt_zh="")
    assert found(picture) == []
    send_to_review(picture, by=team.writer)


def test_an_ornament_may_go_without(team, picture):
    confirm_warnings(picture, by=team.writer)
    send_to_review(picture, by=team.writer)


def test_it_is_asked_for_in_the_language_of_the_asset(team, picture):
    describe(picture, by=team.writer, alt_en="", alt_zh="雾里的茶杯")
    assert found(picture) == [("alt_missing", "warn")]


def test_words_may_be_mended_when_the_bytes_are_fixed_and_the_trail_has_it(team, picture):
    confirm_warnings(picture, by=team.writer)
    send_to_review(picture, by=team.writer)
    approve(picture, by=team.content_lead)
    before = picture.sha256
    describe(picture, by=team.writer, alt_en=TEA, alt_zh="")
    picture.refresh_from_db()
    assert (picture.alt_en, picture.sha256, picture.state) == (TEA, before, "approved")
    assert AuditEvent.objects.filter(object_id=picture.pk, verb="edited").exists()


def test_a_text_has_none(team):
    with pytest.raises(WrongState):
        describe(a_draft(team), by=team.writer, alt_en="x", alt_zh="")


def test_they_are_asked_for_with_the_file_and_come_along_to_the_next_one(team):
    asset = an_asset(team, language="en")
    browser, at = signed_in(team.writer), f"/content/assets/{asset.pk}/versions/new/"
    browser.post(at, {"text": "", "file": an_upload("a.png"), "alt_en": TEA, "alt_zh": "茶"})
    assert (asset.newest.alt_en, asset.newest.alt_zh) == (TEA, "茶")
    assert TEA in browser.get(at).content.decode()


def test_they_are_changed_on_their_own_page(team, picture):
    at = f"/content/versions/{picture.pk}/alternative/"
    browser = signed_in(team.writer)
    page = browser.get(f"/content/versions/{picture.pk}/").content.decode()
    assert at in page
    answer = browser.post(at, {"alt_en": "x" * 301, "alt_zh": "雾里的茶杯"})
    assert answer.status_code == 422
    assert "雾里的茶杯" in answer.content.decode()
    assert browser.post(at, {"alt_en": TEA, "alt_zh": ""}).status_code == 302
    assert f'alt="{TEA}"' in browser.get(f"/content/versions/{picture.pk}/").content.decode()


def test_who_may_not_edit_may_not_say_it(team, picture):
    at = f"/content/versions/{picture.pk}/alternative/"
    assert signed_in(a_member(team.brand, "an")).post(at, {"alt_en": "x"}).status_code == 403
    assert signed_in(Team(a_brand("Other")).writer).get(at).status_code == 404


def test_they_leave_with_the_picture(team, picture):
    describe(picture, by=team.writer, alt_en=TEA, alt_zh="")
    send_to_review(picture, by=team.writer)
    approve(picture, by=team.content_lead)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(handed([picture.asset], TODAY)))))
    name = next(one for one in archive.namelist() if one.endswith(".png"))
    assert archive.read("alternative texts.txt").decode() == f"{name}: {TEA}\n"
    table = signed_in(team.writer).get("/content/assets.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(table)))["Alternative text (English)"] == TEA

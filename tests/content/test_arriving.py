"""Files that come in parts: each rule of tus 1.0, and what becomes of them."""

import base64
import hashlib
import os
import tracemalloc
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from drumbeat.content.assets.sniffing import checked_large
from drumbeat.content.models import Asset
from drumbeat.content.uploading import arriving
from drumbeat.work.models import StoredFile
from tests.content.factory import PNG, Team, an_acknowledged_brief
from tests.media import MP4, a_pdf, a_zip
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db
PARTS = "/content/uploads/parts/"
MB = 1 << 20


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def team(brand):
    return Team(brand)


@pytest.fixture
def writer(team):
    return Sender(team.writer)


def b64(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


class Sender:
    """A member's program that speaks tus."""

    def __init__(self, member):
        self.member, self.browser = member, signed_in(member)

    def asks(self, method, at=PARTS, body=b"", **headers):
        told = {"Tus-Resumable": "1.0.0"} | {
            name.replace("_", "-"): str(value) for name, value in headers.items()
        }
        kind = told.pop("Content-Type", "application/offset+octet-stream")
        told = {name: value for name, value in told.items() if value != "None"}
        return self.browser.generic(method, at, body, kind, headers=told)

    def begins(self, length, name="film.mp4"):
        answer = self.asks("POST", Upload_Length=length, Upload_Metadata=f"filename {b64(name)}")
        assert answer.status_code == 201, answer.content
        return answer["Location"].removeprefix(f"/b/{self.member.brand.slug}")

    def sends(self, at, body, offset=0, **headers):
        return self.asks("PATCH", at, body, Upload_Offset=offset, **headers)

    def brings(self, data, name):
        at = self.begins(len(data), name)
        assert self.sends(at, data).status_code == 204
        return at

    def says_where_it_belongs(self, at, brief):
        given = {
            "target": f"{brief.pk} {brief.messages.get().pk}",
            "language": "en",
            "arrived": at.rstrip("/").rpartition("/")[2],
        }
        return self.browser.post("/content/uploads/", given, headers={"HX-Request": "true"})


def on_disk(home):
    return [path for path in (home / "arriving").glob("*/*/*") if path.is_file()]


# -- the protocol ------------------------------------------------------------------------------


def test_what_is_understood_is_told_to_who_asks_without_a_version(writer, settings):
    answer = writer.asks("OPTIONS", Tus_Resumable=None)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,termination,checksum,expiration"
    assert answer["Tus-Max-Size"] == str(settings.LARGEST_FILE_BYTES)
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_a_file_comes_in_parts_and_each_answer_says_how_much_is_safe(writer, settings):
    at = writer.begins(len(MP4))
    assert writer.sends(at, MP4[:1000])["Upload-Offset"] == "1000"
    assert writer.asks("HEAD", at)["Upload-Offset"] == "1000"
    last = writer.sends(at, MP4[1000:], 1000)
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(MP4)))
    assert last["Tus-Resumable"] == "1.0.0"
    (kept,) = (path for path in on_disk(settings.HOME) if not path.suffix)
    assert kept.read_bytes() == MP4


def test_who_asks_how_far_it_is_gets_length_and_name_back_and_nothing_is_cached(writer):
    at = writer.begins(10)
    answer = writer.asks("HEAD", at)
    assert (answer.status_code, answer.content) == (200, b"")
    assert (answer["Upload-Length"], answer["Upload-Offset"]) == ("10", "0")
    assert answer["Upload-Metadata"] == f"filename {b64('film.mp4')}"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Upload-Expires"].endswith("GMT")


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0"])
def test_another_version_is_refused_with_the_one_that_is_spoken(writer, version):
    answer = writer.asks("POST", Tus_Resumable=version, Upload_Length=1)
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize("length", [None, "-1", "x", "1.5", "9" * 30])
def test_a_file_is_begun_with_its_length_only(writer, length):
    assert writer.asks("POST", Upload_Length=length).status_code == 400


@pytest.mark.parametrize(
    "metadata",
    ["filename ?", f"a {b64('x')},a {b64('y')}", f"filename {b64(bytes([255]))}", "n " * 3000],
)
def test_a_name_that_cannot_be_read_is_refused(writer, metadata):
    assert writer.asks("POST", Upload_Length=1, Upload_Metadata=metadata).status_code == 400


def test_a_part_for_another_place_is_refused_and_changes_nothing(writer):
    at = writer.begins(10)
    writer.sends(at, b"12345")
    assert writer.sends(at, b"12345", 0).status_code == 409
    assert writer.sends(at, b"12345", 7).status_code == 409
    assert writer.sends(at, b"12345", None).status_code == 400
    assert writer.asks("HEAD", at)["Upload-Offset"] == "5"


def test_a_part_says_that_it_is_one(writer):
    at = writer.begins(10)
    assert writer.sends(at, b"1", Content_Type="text/plain").status_code == 415


def test_more_than_was_said_is_refused(writer):
    at = writer.begins(10)
    assert writer.sends(at, b"x" * 11).status_code == 413
    assert writer.sends(at, b"x" * 10).status_code == 204
    assert writer.sends(at, b"x", 10).status_code == 413
    assert writer.asks("HEAD", at)["Upload-Offset"] == "10"


def test_a_body_that_is_longer_than_it_states_is_cut_off(team):
    begun = arriving.begin(team.writer, 10)
    with pytest.raises(arriving.TooLong):
        arriving.append(begun, lambda size: b"x" * size)
    assert arriving.found(team.writer, begun.key).offset == 0


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_damaged_part_is_thrown_away_and_a_whole_one_kept(writer, name):
    at, part = writer.begins(10), b"12345"
    told = f"{name} {b64(hashlib.new(name, part).digest())}"
    assert writer.sends(at, b"12x45", Upload_Checksum=told).status_code == 460
    assert writer.asks("HEAD", at)["Upload-Offset"] == "0"
    assert writer.sends(at, part, Upload_Checksum=told).status_code == 204


@pytest.mark.parametrize("told", ["md5 AAAA", "sha1 ?", "sha1 AAAA", "sha1"])
def test_a_checksum_that_is_none_is_refused(writer, told):
    assert writer.sends(writer.begins(5), b"12345", Upload_Checksum=told).status_code == 400


def test_what_is_given_up_is_gone(writer, settings):
    at = writer.begins(10)
    assert writer.asks("DELETE", at).status_code == 204
    for method in ("HEAD", "PATCH", "DELETE"):
        assert writer.asks(method, at, Upload_Offset=0).status_code == 404
    assert on_disk(settings.HOME) == []


def test_a_method_may_be_named_in_a_header(writer):
    at = writer.begins(4)
    answer = writer.asks("POST", at, b"1234", Upload_Offset=0, X_HTTP_Method_Override="PATCH")
    assert answer["Upload-Offset"] == "4"
    assert writer.asks("POST", at).status_code == 405


def test_two_do_not_write_at_once(writer, team):
    at = writer.begins(4)
    with arriving.held(arriving.found(team.writer, at.split("/")[-2])):
        assert writer.sends(at, b"1234").status_code == 423
    assert writer.sends(at, b"1234").status_code == 204


# -- durability, room, limits ------------------------------------------------------------------


def test_what_was_not_acknowledged_is_cut_away(writer, team):
    at = writer.begins(8)
    writer.sends(at, b"1234")
    come = arriving.found(team.writer, at.split("/")[-2])
    with come.path.open("ab") as stream:
        stream.write(b"half a part, then the power went")
    assert writer.asks("HEAD", at)["Upload-Offset"] == "4"
    writer.sends(at, b"5678", 4)
    assert come.path.read_bytes() == b"12345678"


def test_it_is_on_the_disk_before_it_is_acknowledged(team):
    begun, told = arriving.begin(team.writer, 4), []
    with (
        patch.object(os, "fsync", side_effect=lambda _number: told.append("safe")),
        patch.object(arriving, "_acknowledge", side_effect=lambda _now: told.append("told")),
    ):
        arriving.append(begun, reader(b"1234"))
    assert told == ["safe", "told"]


def reader(data):
    parts = iter([data, b""])
    return lambda _size: next(parts)


def test_four_gigabytes_are_refused_by_name_before_any_byte(writer, settings):
    told = f"filename {b64('spot.mp4')}"
    answer = writer.asks("POST", Upload_Length=4096 * MB, Upload_Metadata=told)
    assert answer.status_code == 413
    assert "“spot.mp4” has 4096 MB; at most 2048 MB fit" in answer.content.decode()
    assert on_disk(settings.HOME) == []


def test_the_limit_is_a_setting_and_a_picture_has_its_own(writer, settings):
    settings.LARGEST_FILE_BYTES = 60 * MB
    for name, most in (("spot.mp4", 60), ("poster.png", 50), ("words.txt", 50), ("kv.psd", 60)):
        told = f"filename {b64(name)}"
        fits = writer.asks("POST", Upload_Length=most * MB, Upload_Metadata=told)
        over = writer.asks("POST", Upload_Length=most * MB + 1, Upload_Metadata=told)
        assert (fits.status_code, over.status_code) == (201, 413), name


def test_a_full_disk_takes_nothing_on_and_counts_what_others_were_promised(writer, settings):
    free = arriving.SPARE_BYTES + 100 * MB
    with patch.object(arriving.shutil, "disk_usage") as usage:
        usage.return_value.free = free
        writer.begins(70 * MB)
        answer = writer.asks("POST", Upload_Length=70 * MB)
        assert answer.status_code == 507
        writer.begins(20 * MB)


def test_a_disk_that_fills_up_on_the_way_leaves_what_was_safe(writer):
    at = writer.begins(8)
    writer.sends(at, b"1234")
    with patch.object(os, "fsync", side_effect=OSError(28, "No space left on device")):
        assert writer.sends(at, b"5678", 4).status_code == 507
    assert writer.asks("HEAD", at)["Upload-Offset"] == "4"


def test_nobody_begins_without_end(writer, monkeypatch):
    monkeypatch.setattr(arriving, "MOST_UNFINISHED", 2)
    writer.begins(1), writer.begins(1)
    assert writer.asks("POST", Upload_Length=1).status_code == 429


def test_what_nobody_goes_on_with_is_thrown_away_after_a_day(writer, team, settings):
    old, new = writer.begins(8), writer.begins(8)
    for path in on_disk(settings.HOME):
        if old.split("/")[-2] in path.name:
            os.utime(path, (0, timezone.now().timestamp() - 25 * 3600))
    assert arriving.clear_due(timezone.now()) == 1
    assert writer.asks("HEAD", old).status_code == 404
    assert writer.asks("HEAD", new).status_code == 200
    assert arriving.clear_due(timezone.now() + timedelta(hours=25)) == 1
    assert on_disk(settings.HOME) == []


# -- whose it is -------------------------------------------------------------------------------


def test_nobody_else_sees_or_touches_it(writer, team):
    at = writer.begins(8)
    colleague, stranger = Sender(team.content_lead), Sender(Team(a_brand("Other")).writer)
    for other in (colleague, stranger):
        for method in ("HEAD", "PATCH", "DELETE"):
            assert other.asks(method, at, b"x", Upload_Offset=0).status_code == 404
    assert writer.asks("HEAD", at)["Upload-Offset"] == "0"


def test_who_may_not_make_assets_sends_no_parts(team):
    analyst = Sender(a_member(team.brand, "an"))
    assert analyst.asks("POST", Upload_Length=1).status_code == 403
    assert analyst.asks("PATCH", f"{PARTS}{'0' * 32}/").status_code == 403


@pytest.mark.parametrize("key", ["..", "%2e%2e", "a" * 31, "x" * 32, "0" * 33])
def test_a_key_is_never_a_path(writer, key):
    assert writer.asks("HEAD", f"{PARTS}{key}/").status_code == 404


# -- what it is --------------------------------------------------------------------------------


def test_a_whole_file_becomes_an_asset_and_its_parts_are_let_go(writer, team, settings):
    brief = an_acknowledged_brief(team)
    at = writer.brings(MP4, "../../夜 film.mp4")
    row = writer.says_where_it_belongs(at, brief).content.decode()
    assert "upload made" in row
    made = Asset.objects.get()
    assert (made.title_en, made.kind, made.brief) == ("夜 film", "video", brief)
    kept = made.newest.file
    assert (kept.sha256, kept.read()) == (hashlib.sha256(MP4).hexdigest(), MP4)
    assert on_disk(settings.HOME) == []


def test_half_a_file_is_none(writer, team):
    brief = an_acknowledged_brief(team)
    at = writer.begins(len(MP4))
    writer.sends(at, MP4[:100])
    assert writer.says_where_it_belongs(at, brief).status_code == 422
    assert not Asset.objects.exists()
    assert writer.asks("HEAD", at)["Upload-Offset"] == "100"


@pytest.mark.parametrize(
    ("name", "data", "saying"),
    [
        ("film.mp4", PNG, "its bytes are image/png"),
        ("kv.png", PNG + a_zip(a=b"x"), "hides an archive"),
        ("film.mp4", MP4[: len(MP4) // 2], "damaged or breaks off"),
        ("kit.zip", a_zip(**{"../../etc/passwd": b"x"}), "reaches outside"),
    ],
)
def test_it_is_looked_through_as_one_that_came_whole(writer, team, settings, name, data, saying):
    brief = an_acknowledged_brief(team)
    row = writer.says_where_it_belongs(writer.brings(data, name), brief)
    assert saying in row.content.decode()
    assert not StoredFile.objects.exists()
    assert on_disk(settings.HOME) == []


LARGE = {
    "film": ("film.mp4", MP4, "upload made"),
    "paper": ("paper.pdf", a_pdf(3), "upload made"),
    "archive": ("kit.zip", a_zip(a=b"x"), "upload made"),
    "layers": ("kv.psd", b"8BPS\0\1" + bytes(64), "upload made"),
    "a film with an archive behind": ("film.mp4", MP4 + a_zip(a=b"x"), "hides an archive"),
    "half a film": ("film.mp4", MP4[: len(MP4) // 2], "damaged or breaks off"),
    "a picture called a film": ("film.mp4", PNG, "too large for its kind"),
    "an archive that swells": ("kit.zip", a_zip(a=b"\0" * 80_000_000), "unpacks to far more"),
    "an archive that climbs out": ("kit.zip", a_zip(**{"../x": b"x"}), "reaches outside"),
    "a paper called a film": ("film.mp4", a_pdf(), "its bytes are application/pdf"),
    "a page": ("page.psd", b"<html>" + b"x" * 64, "too large for its kind"),
}


@pytest.mark.parametrize("case", LARGE)
def test_one_too_large_to_hold_is_looked_through_where_it_lies(
    writer, team, settings, monkeypatch, case
):
    name, data, saying = LARGE[case]
    monkeypatch.setattr("drumbeat.content.uploading.actions.MAX_FILE_BYTES", 16)
    row = writer.says_where_it_belongs(writer.brings(data, name), an_acknowledged_brief(team))
    assert saying in row.content.decode()
    assert on_disk(settings.HOME) == []
    kept = StoredFile.objects.first()
    assert (kept is not None) == (saying == "upload made")
    if kept:
        assert kept.read() == data
        assert kept.sha256 == hashlib.sha256(data).hexdigest()


def test_a_large_film_is_never_held_in_memory(team, tmp_path):
    film = tmp_path / "film"
    with film.open("wb") as stream:
        stream.write(MP4 + (0).to_bytes(4, "big") + b"free")
        stream.truncate(80 * MB)
    tracemalloc.start()
    try:
        upload = checked_large("film.mp4", film)
        stored = upload.keep(team.writer)
        assert stored.is_intact()
        assert tracemalloc.get_traced_memory()[1] < 4 * MB
    finally:
        tracemalloc.stop()
    assert (stored.size_bytes, upload.facts.media_type) == (80 * MB, "video/mp4")
    with open(stored.content.path, "r+b") as stream:
        stream.seek(70 * MB)
        stream.write(b"x")
    assert not stored.is_intact()

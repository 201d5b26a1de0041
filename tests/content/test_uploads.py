"""What comes in as a file, and how it goes out again without doing harm."""

import pytest

from drumbeat.content.assets import sniffing
from drumbeat.content.assets.sniffing import safe_name
from drumbeat.formats.media.kinds import media_type
from drumbeat.work.models import StoredFile
from tests.content.factory import PDF, PNG, a_draft, an_asset, an_upload
from tests.media import MP4
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 16, "image/jpeg"),
        (b"GIF89a" + b"\0" * 16, "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\x10\0\0\0AVI LIST", "application/octet-stream"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 8, "video/mp4"),
        (PDF, "application/pdf"),
        ("晚上好".encode(), "text/plain"),
        ("晚上好".encode("gb18030"), "application/octet-stream"),
        (b"\xef\xbb\xbf  " + HTML, "text/html"),
        (b"\n<SVG onload=alert(1)>", "image/svg+xml"),
        (b"PK\x03\x04" + b"\0" * 16, "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_are(data, expected):
    assert media_type(data) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\kv.png", "kv.png"),
        ("kv\u202egnp.exe", "kvgnp.exe"),
        ("a\0b\n.png", "ab.png"),
        ("..", "file"),
        ("海报 终版.png", "海报 终版.png"),
    ],
)
def test_a_name_is_never_a_path(name, expected):
    assert safe_name(name) == expected


def upload(team, asset, *args, **fields):
    return signed_in(team.writer).post(
        f"/content/assets/{asset.pk}/versions/new/",
        {"text": "", "file": an_upload(*args), **fields},
    )


@pytest.mark.parametrize(
    ("name", "data", "saying"),
    [
        ("poster.png", b"", "is empty"),
        ("poster.png", HTML, "its bytes are text/html"),
        ("poster.png", PDF, "its bytes are application/pdf"),
        ("deck.pdf", SVG, "its bytes are image/svg+xml"),
        ("words.txt", HTML, "its bytes are text/html"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(team, name, data, saying):
    asset = an_asset(team)
    answer = upload(team, asset, name, data)
    assert answer.status_code == 422
    assert saying in answer.content.decode()
    assert not asset.versions.exists()
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit_named(team, monkeypatch):
    monkeypatch.setattr(sniffing, "MAX_FILE_BYTES", 50)
    answer = upload(team, an_asset(team))
    assert answer.status_code == 422
    assert "at most 50 MB" in answer.content.decode()


def test_a_picture_is_shown_and_its_hash_is_the_versions(team):
    asset = an_asset(team, kind="kv")
    assert upload(team, asset, "../../kv.png").status_code == 302
    version = asset.newest
    assert version.file.name == "kv.png"
    page = signed_in(team.writer).get(f"/content/assets/{asset.pk}/").content.decode()
    assert f'<img src="/b/{team.brand.slug}/content/versions/{version.pk}/file/"' in page
    answer = signed_in(team.writer).get(f"/content/versions/{version.pk}/file/")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PNG


def test_a_film_is_sought_by_its_parts_by_who_may_see_it(team):
    film = StoredFile.keep(team.writer, "film.mp4", MP4, "video/mp4")
    path = f"/content/versions/{a_draft(team, text='', file=film).pk}/file/"
    asked = {"range": "bytes=100-299", "accept-encoding": "gzip"}
    answer = signed_in(team.writer).get(path, headers=asked)
    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")
    assert answer.getvalue() == MP4[100:300]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert signed_in(a_member(a_brand(), "lead")).get(path, headers=asked).status_code == 404


@pytest.mark.parametrize(("name", "data"), [("logo.svg", SVG), ("page.html", HTML)])
def test_markup_only_leaves_as_a_download(team, name, data):
    asset = an_asset(team)
    upload(team, asset, name, data)
    answer = signed_in(team.writer).get(f"/content/versions/{asset.newest.pk}/file/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_bytes_that_came_in_elsewhere_under_a_false_type_are_looked_at_again(team):
    StoredFile.keep(team.writer, "harmless.png", HTML, "image/png")
    asset = an_asset(team)
    upload(team, asset, "page.html", HTML)
    answer = signed_in(team.writer).get(f"/content/versions/{asset.newest.pk}/file/")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "<img" not in signed_in(team.writer).get(f"/content/assets/{asset.pk}/").content.decode()


def test_a_text_or_a_file_but_not_both_and_not_neither(team):
    asset = an_asset(team)
    both = upload(team, asset, text="And words")
    assert both.status_code == 422
    assert "And words" in both.content.decode()
    neither = signed_in(team.writer).post(
        f"/content/assets/{asset.pk}/versions/new/", {"text": " "}
    )
    assert neither.status_code == 422
    assert not asset.versions.exists()


def test_choosing_a_file_replaces_the_words_of_the_version_before(team):
    asset = an_asset(team)
    browser = signed_in(team.writer)
    browser.post(f"/content/assets/{asset.pk}/versions/new/", {"text": "A sketch\nin words"})
    answer = upload(team, asset, text="A sketch\r\nin words", change_note="Drawn")
    assert answer.status_code == 302
    assert asset.newest.file.name == "poster.png"

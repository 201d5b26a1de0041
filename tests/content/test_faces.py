"""What is no picture has a face: drawn beside the pages, within bounds, or not at all."""

import io
import random
from contextlib import suppress

import pytest
from django.utils import timezone
from PIL import Image

from drumbeat.config.commands import doctor
from drumbeat.content.media.faces import draw_due
from drumbeat.content.media.models import FileFacts
from drumbeat.content.media.reading import facts_of
from drumbeat.formats.media import faces
from drumbeat.formats.media.bounded import ran
from drumbeat.formats.media.problems import Unsafe
from drumbeat.work.models import StoredFile
from tests.content.factory import Team, a_draft
from tests.media import MP4, a_film, a_pdf, turned_right
from tests.world import signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
# With how long it may last; the last two end by themselves.
HOSTILE = (
    (0.3, "while True: pass"),
    (9, "b'x' * (3 << 30)"),
    (9, "import os; os.abort()"),
)


@pytest.fixture
def team(brand):
    return Team(brand)


def a_file(team, data, name):
    stored = StoredFile.keep(team.writer, name, data, "application/octet-stream")
    facts_of(stored)
    return stored


def face_at(team, version):
    return signed_in(team.writer).get(f"/content/versions/{version.pk}/thumbnail/")


def test_a_paper_gets_the_picture_of_its_first_page_and_no_request_waits_for_it(team):
    version = a_draft(team, text="", file=a_file(team, a_pdf(3), "paper.pdf"))
    page = f"/content/assets/{version.asset_id}/"
    assert face_at(team, version).status_code == 404
    assert "thumbnail/" not in signed_in(team.writer).get(page).content.decode()
    assert draw_due(NOW) == 1
    answer = face_at(team, version)
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (340, 480))
    assert "thumbnail/" in signed_in(team.writer).get(page).content.decode()
    assert "thumbnail/" in signed_in(team.writer).get("/content/assets/").content.decode()
    assert draw_due(NOW) == 0


def test_one_that_cannot_be_drawn_keeps_the_icon_of_its_type_and_is_not_tried_again(team):
    stored = a_file(team, a_pdf(), "paper.pdf")
    with open(stored.content.path, "wb") as stream:
        stream.write(b"%PDF-1.7 broken since")
    version = a_draft(team, text="", file=stored)
    assert draw_due(NOW) == 0
    assert face_at(team, version).status_code == 404
    assert FileFacts.objects.get().face == "none"
    assert "piece-type document" in signed_in(team.writer).get("/content/assets/").content.decode()


def test_one_that_hangs_or_swells_is_stopped(tmp_path):
    for seconds, program in HOSTILE:
        path = tmp_path / "program.py"
        path.write_text(program)
        with pytest.raises(Unsafe):
            ran(path, seconds=seconds)


# Films


def corner(picture: bytes):
    """(size, the name of the colour in the middle) of a face."""
    with Image.open(io.BytesIO(picture)) as drawn:
        red, green, _blue = drawn.convert("RGB").getpixel((drawn.width // 2, drawn.height // 2))
        return drawn.size, "green" if green > 100 else "red" if red > 100 else "black"


def test_a_film_gets_a_moment_of_itself(team):
    version = a_draft(team, text="", file=a_file(team, MP4, "film.mp4"))
    assert draw_due(NOW) == 1
    with Image.open(io.BytesIO(face_at(team, version).content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (270, 480))
    assert (
        "poster="
        in signed_in(team.writer).get(f"/content/assets/{version.asset_id}/").content.decode()
    )


@pytest.mark.parametrize(
    ("kind", "codec"), [("webm", "libvpx"), ("mp4", "libx264"), ("mov", "mpeg4")]
)
def test_the_moment_is_the_one_that_was_asked_for_and_not_the_black_before(tmp_path, kind, codec):
    path = tmp_path / "film"
    path.write_bytes(a_film(kind, codec, ["black", "green"]))
    media_type = {"mov": "video/quicktime"}.get(kind, f"video/{kind}")
    assert corner(faces.face(path, media_type, 48, 100)) == ((48, 27), "black")
    assert corner(faces.face(path, media_type, 48, 800)) == ((48, 27), "green")
    # Later than it lasts: what is seen last.
    assert corner(faces.face(path, media_type, 480, 90_000)) == ((64, 36), "green")


def test_a_film_that_a_phone_took_upright_stands_upright(tmp_path):
    path = tmp_path / "film"
    path.write_bytes(turned_right(a_film("mp4", "mpeg4", ["red"], left="green")))
    with Image.open(io.BytesIO(faces.face(path, "video/mp4", 480))) as picture:
        assert picture.size == (36, 64)
        # What was left is above.
        (_r, above, _b), (_r, below, _b) = (picture.getpixel((18, y)) for y in (8, 56))
    assert above > 100 > below


def test_a_film_that_names_other_files_is_read_as_none(tmp_path):
    (tmp_path / "secret.mp4").write_bytes(MP4)
    path = tmp_path / "film"
    for playlist in (
        b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsecret.mp4\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile secret.mp4\n",
    ):
        path.write_bytes(playlist)
        with pytest.raises(Unsafe):
            faces.face(path, "video/mp4", 480)


@pytest.mark.slow
def test_broken_films_end_in_a_picture_or_a_refusal(tmp_path):
    path, chance = tmp_path / "film", random.Random(18)
    whole = {"video/mp4": MP4, "video/webm": a_film("webm", "libvpx", ["red", "green"])}
    for media_type, data in whole.items():
        cut = [data[: len(data) * part // 8] for part in range(8)]
        for broken in cut + [_scratched(data, chance) for _one in range(12)]:
            path.write_bytes(broken)
            with suppress(Unsafe):
                assert faces.face(path, media_type, 48, 200)


def _scratched(data, chance):
    broken = bytearray(data)
    for _scratch in range(chance.choice((1, 20, 400))):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def test_a_film_that_cannot_be_seen_says_so_and_everything_else_goes_on(team):
    stored, whole = a_file(team, MP4, "film.mp4"), a_file(team, a_pdf(), "paper.pdf")
    with open(stored.content.path, "r+b") as stream:
        stream.truncate(9000)
    version = a_draft(team, text="", file=stored)
    assert draw_due(NOW) == 1
    assert face_at(team, version).status_code == 404
    page = signed_in(team.writer).get(f"/content/assets/{version.asset_id}/").content.decode()
    assert "No picture could be drawn of it" in page
    assert FileFacts.objects.get(pk=whole.pk).face == "made"


def test_without_the_extra_films_wait_and_the_doctor_says_what_to_install(team, monkeypatch):
    monkeypatch.setattr(faces, "find_spec", lambda _name: None)
    a_file(team, MP4, "film.mp4")
    assert draw_due(NOW) == 0
    assert FileFacts.objects.get().face == "due"
    assert "pip install 'drumbeat[film]'" in doctor.films().words
    monkeypatch.undo()
    assert doctor.films().colour == doctor.GREEN
    assert draw_due(NOW) == 1

"""What is no picture has a face: drawn beside the pages, within bounds, or not at all."""

import io
import shutil

import pytest
from django.utils import timezone
from PIL import Image

from drumbeat.content.media.faces import draw_due
from drumbeat.content.media.models import FileFacts
from drumbeat.content.media.reading import facts_of
from drumbeat.formats.media import faces
from drumbeat.formats.media.problems import Unsafe
from drumbeat.work.models import StoredFile
from tests.content.factory import Team, a_draft
from tests.media import MP4, a_pdf
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
    assert not FileFacts.objects.filter(face="due").exists()
    assert "piece-type document" in signed_in(team.writer).get("/content/assets/").content.decode()


def test_one_that_hangs_or_swells_is_stopped(tmp_path, monkeypatch):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(a_pdf())
    for seconds, program in HOSTILE:
        monkeypatch.setattr(faces, "LONGEST_SECONDS", seconds)
        command = [faces.sys.executable, "-c", program]
        monkeypatch.setattr(faces, "_sheet", lambda *_told, command=command: command)
        with pytest.raises(Unsafe):
            faces.face(paper, "application/pdf", 480)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_a_film_gets_a_moment_of_itself(team):
    a_file(team, MP4, "film.mp4")
    assert draw_due(NOW) == 1


def test_without_ffmpeg_films_wait(team, monkeypatch):
    monkeypatch.setattr(faces, "ffmpeg", lambda: None)
    a_file(team, MP4, "film.mp4")
    assert draw_due(NOW) == 0
    assert FileFacts.objects.get().face == "due"

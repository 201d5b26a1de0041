"""Files that would do harm are refused by name, with the reason, and nothing is lost."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from drumbeat.formats.media import documents, facts
from drumbeat.formats.media.problems import Unsafe
from drumbeat.science.pictures import dominant
from drumbeat.work.models import StoredFile
from tests.content.factory import an_asset, an_upload
from tests.media import MP3, MP4, a_pdf, a_picture, a_zip
from tests.world import signed_in

PNG, JPEG, GIF = a_picture(), a_picture(form="JPEG"), a_picture(form="GIF")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" %s>%s</svg>'


def a_png_of(width, height):
    """A valid head that promises so many pixels, with next to no bytes behind it."""

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )


def a_gif_that_is_a_script():
    comment = b"\x21\xfe" + bytes([9]) + b"*/=1;/*  " + b"\0"
    return GIF[:-1] + comment + b"\x3b" + b"*/;alert(1);//"


def opens_with_a_script(writer):
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
    )


def locked(writer):
    writer.encrypt("secret", algorithm="RC4-128")


HOSTILE = {
    "a picture of 40 gigapixels": (a_png_of(200_000, 200_000), "bomb"),
    "a picture just over the limit": (a_png_of(10_000, 7_000), "bomb"),
    "a broken-off picture": (a_picture(800, 600, form="JPEG")[:900], "corrupt"),
    "a head without a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "corrupt"),
    "a page behind a picture": (JPEG + b"<html><body onload=x()></body>", "hidden_markup"),
    "a script in a picture's comment": (
        a_picture(form="JPEG", comment=b"<script>alert(1)</script>"),
        "hidden_markup",
    ),
    "PHP in a picture": (JPEG + b"<?php system($_GET[0]);", "hidden_markup"),
    "an archive behind a picture": (JPEG + a_zip(a=b"x"), "hidden_archive"),
    "an archive behind a PDF": (a_pdf() + a_zip(a=b"x"), "hidden_archive"),
    "a picture that is also a script": (a_gif_that_is_a_script(), "trailing"),
    "bytes after a PNG's end": (PNG + b"MZ\x90", "trailing"),
    "a PDF that runs a script": (a_pdf(change=opens_with_a_script), "script"),
    "a locked PDF": (a_pdf(change=locked), "locked"),
    "a PDF in name only": (b"%PDF-1.7\n" + b"x" * 64, "corrupt"),
    "a drawing with a script": (SVG % (b"", b"<script>alert(1)</script>"), "script"),
    "a drawing that reacts": (SVG % (b'onload="x()"', b""), "script"),
    "a page in a drawing": (SVG % (b"", b"<foreignObject><p/></foreignObject>"), "script"),
    "a drawing that loads": (
        SVG % (b"", b'<image x:href="https://spy.example/1.png"/>'),
        "outside",
    ),
    "a drawing styled from outside": (SVG % (b"", b"<style>@import 'x.css'</style>"), "outside"),
    "a link that runs": (SVG % (b"", b'<a href="javascript:alert(1)"/>'), "outside"),
    "a billion laughs": (
        b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
        "bomb",
    ),
    "half a film": (MP4[: len(MP4) // 2], "corrupt"),
    "a film in name only": (b"\0\0\0\x18ftypmp42" + b"\0" * 500, "corrupt"),
    "a film with an archive behind": (MP4 + a_zip(a=b"x"), "hidden_archive"),
    "an archive that swells": (a_zip(a=b"\0" * 80_000_000), "bomb"),
    "an archive that climbs out": (a_zip(**{"../../etc/passwd": b"x"}), "outside"),
    "a font in name only": (b"\x00\x01\x00\x00\x00" + b"\0" * 200, "corrupt"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_found_out(name):
    data, code = HOSTILE[name]
    with pytest.raises(Unsafe) as refusal:
        facts.read(data)
    assert refusal.value.code == code


def test_a_bomb_is_refused_before_it_goes_off():
    began = time.process_time()
    with pytest.raises(Unsafe):
        facts.read(a_png_of(200_000, 200_000))
    assert time.process_time() - began < 0.5


def test_sizes_that_an_archive_states_are_not_believed(monkeypatch):
    monkeypatch.setattr(documents, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(Unsafe):
        facts.read(a_zip(a=b"ab" * 2_000_000))


HONEST = {
    "PNG": PNG,
    "JPEG with notes": a_picture(form="JPEG", comment=b"Taken for <us> & you"),
    "GIF": GIF,
    "moving GIF": a_picture(
        form="GIF", save_all=True, append_images=[Image.new("RGB", (64, 48))], duration=90
    ),
    "WebP": a_picture(form="WEBP"),
    "PDF": a_pdf(3),
    "film": MP4,
    "sound": MP3,
    "drawing": SVG % (b'viewBox="0 0 20 10"', b'<path id="a" d="M0 0"/><use x:href="#a"/>'),
    "archive": a_zip(a=b"x" * 1000),
    "words": "晚上好".encode(),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken_in(name):
    facts.read(HONEST[name])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "saying"),
    [
        ("kv.png", a_png_of(200_000, 200_000), "unpacks to far more"),
        ("kv.jpg", JPEG + a_zip(a=b"x"), "hides an archive"),
        ("logo.svg", SVG % (b"", b"<script>alert(1)</script>"), "holds a script"),
        ("spot.mp4", MP4[: len(MP4) // 2], "damaged or breaks off"),
        ("kv\u202egnp.pdf", a_pdf(change=locked), "“kvgnp.pdf” is not taken in"),
        ("film.mp4", PNG, "its bytes are image/png"),
    ],
)
def test_it_is_refused_by_name_with_the_reason_and_what_was_typed_is_kept(team, name, data, saying):
    asset = an_asset(team)
    answer = signed_in(team.writer).post(
        f"/content/assets/{asset.pk}/versions/new/",
        {"text": "", "file": an_upload(name, data), "change_note": "x"},
    )
    assert answer.status_code == 422
    assert saying in answer.content.decode()
    assert not asset.versions.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.slow
def test_random_damage_never_breaks_the_reader():
    """Any byte flipped anywhere gives facts or a refusal, never another error."""
    import random

    chance = random.Random(7)
    for whole in (PNG, JPEG, GIF, a_pdf(2), MP4, HONEST["drawing"], HONEST["archive"]):
        for _time in range(40):
            bytes_ = bytearray(whole)
            for _flip in range(chance.randint(1, 8)):
                bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
            try:
                facts.read(bytes(bytes_))
            except Unsafe:
                continue


def test_an_upright_film_made_by_a_phone_keeps_its_shape():
    film = facts.read(MP4)
    assert (film.width, film.height, film.duration_ms) == (720, 1280, 2000)
    assert film.codec == "AVC + AAC"


def test_a_picture_turned_by_its_camera_is_as_wide_as_it_looks():
    exif = Image.Exif()
    exif[274] = 6
    turned = facts.read(a_picture(400, 200, form="JPEG", exif=exif))
    assert (turned.width, turned.height) == (200, 400)


def test_what_a_picture_says_of_itself_is_kept():
    exif = Image.Exif()
    exif[315], exif[33432] = "Lin Photo", "© Lin 2026".encode()
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
        b'syntax-ns#"><rdf:Description xmlns:r="http://ns.adobe.com/xap/1.0/rights/"><r:UsageTerms>'
        b"<rdf:Alt><rdf:li>Online only</rdf:li></rdf:Alt></r:UsageTerms></rdf:Description></rdf:RDF>"
        b"</x:xmpmeta>"
    )
    notes = facts.read(a_picture(form="JPEG", exif=exif, xmp=xmp)).notes
    assert notes == {
        "creator": "Lin Photo",
        "copyright": "© Lin 2026",
        "instructions": "Online only",
    }


def test_colours_are_the_ones_a_person_sees():
    seen = dominant(facts.read(a_picture(form="PNG")).pixels)
    assert seen[0] == "#1F6F54"


def test_an_empty_stream_is_no_picture():
    with pytest.raises(Unsafe):
        facts.read(b"GIF89a")
    assert facts.read(io.BytesIO().getvalue()).media_type == "text/plain"

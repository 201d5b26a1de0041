"""Real files, made on the spot; the film and the tone are a few kB each, beside them."""

import io
import zipfile
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter

FIXTURES = Path(__file__).with_name("fixtures")
MP4 = (FIXTURES / "portrait.mp4").read_bytes()  # 720 × 1280, 2.0 s, H.264 and AAC
MP3 = (FIXTURES / "tone.mp3").read_bytes()  # 1.0 s
INK, MIST = (34, 29, 23), (31, 111, 84)


def drawn(width=64, height=48, *, ground=MIST, mark=INK) -> Image.Image:
    """A ground with a darker block in its upper left and a lighter bar below."""
    picture = Image.new("RGB", (width, height), ground)
    picture.paste(mark, (width // 8, height // 8, width // 2, height // 2))
    picture.paste(
        (240, 230, 210), (width // 4, height * 3 // 4, width - width // 8, height * 7 // 8)
    )
    return picture


def a_picture(width=64, height=48, *, form="PNG", picture=None, **options) -> bytes:
    out = io.BytesIO()
    (picture or drawn(width, height)).save(out, form, **options)
    return out.getvalue()


def a_pdf(pages=1, change=None) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if change:
        change(writer)
    writer.write(out)
    return out.getvalue()


def a_zip(**members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()

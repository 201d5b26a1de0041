"""Real files, made on the spot; the film and the tone are a few kB each, beside them."""

import io
import struct
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


def a_film(form="mp4", codec="mpeg4", colours=("red",), *, left=None, size=(64, 36)) -> bytes:
    """Half a second of each colour, 24 pictures a second; `left`: the colour of the left quarter."""
    import av

    out = io.BytesIO()
    with av.open(out, "w", format=form) as film:
        stream = film.add_stream(codec, rate=24)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for colour in colours:
            picture = Image.new("RGB", size, colour)
            picture.paste(left or colour, (0, 0, size[0] // 4, size[1]))
            for _frame in range(12):
                film.mux(stream.encode(av.VideoFrame.from_image(picture)))
        film.mux(stream.encode(None))
    return out.getvalue()


def turned_right(mp4: bytes) -> bytes:
    """The film with a phone's note that it is to be turned by 90°, in the matrix of its track."""
    at, one = mp4.index(b"tkhd") + 4 + 40, 0x10000
    # ISO/IEC 14496-12, 8.3.2: a b u, c d v, x y w.
    matrix = struct.pack(">9i", 0, one, 0, -one, 0, 0, 0, 0, 1 << 30)
    return mp4[:at] + matrix + mp4[at + 36 :]


def a_zip(**members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()

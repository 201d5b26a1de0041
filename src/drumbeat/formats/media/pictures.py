"""Facts of a raster picture, through Pillow, without ever unpacking one that is too large."""

import io
import struct
import warnings

import numpy as np
from PIL import ExifTags, Image, ImageOps, IptcImagePlugin, UnidentifiedImageError

from .problems import Unsafe

MOST_PIXELS = 64_000_000
MOST_FRAMES = 2_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_SMALL = (256, 256)
# Everything Pillow and its readers of notes raise for broken bytes.
_DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
    UnidentifiedImageError,
    MemoryError,
)
_EXIF = {
    ExifTags.Base.Artist: "creator",
    ExifTags.Base.Copyright: "copyright",
    ExifTags.Base.DateTime: "taken",
    ExifTags.Base.Model: "camera",
    ExifTags.Base.ImageDescription: "description",
}
# IPTC IIM 4.2, record 2.
_IPTC = {
    (2, 80): "creator",
    (2, 116): "copyright",
    (2, 110): "credit",
    (2, 120): "description",
    (2, 37): "expires",
    (2, 40): "instructions",
}
# Dublin Core and XMP Rights Management, by their local names.
_XMP = {"creator": "creator", "rights": "copyright", "UsageTerms": "instructions"}
_LONGEST_NOTE = 300


def opened(data: bytes) -> Image.Image:
    """The picture, not unpacked yet. Raises Unsafe: bomb, corrupt."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            frames = getattr(picture, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unsafe("bomb", f"> {MOST_PIXELS // 1_000_000} MP") from bomb
    except _DAMAGED as broken:
        raise Unsafe("corrupt") from broken
    width, height = picture.size
    if width * height > MOST_PIXELS or frames > MOST_FRAMES:
        raise Unsafe("bomb", f"{width} × {height} px")
    return picture


def read(data: bytes) -> dict:
    """Raises Unsafe: bomb, corrupt; and whatever Pillow raises for a picture that breaks off half-way,
    which shows as it is unpacked."""
    picture = opened(data)
    notes, codec = _notes(picture), picture.format or ""
    turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= 5
    width, height = picture.size[::-1] if turned else picture.size
    frames = getattr(picture, "n_frames", 1)
    picture.draft("RGB", _SMALL)
    small = ImageOps.exif_transpose(picture)
    small.thumbnail(_SMALL)
    pixels = np.asarray(flattened(small))
    return {
        "width": width,
        "height": height,
        "codec": codec.lower(),
        "pages": frames if codec in ("GIF", "WEBP") else None,
        "pixels": pixels,
        "notes": notes,
    }


def flattened(picture: Image.Image) -> Image.Image:
    """As it looks on white, in RGB."""
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        seen = picture.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(ground, seen).convert("RGB")
    return picture.convert("RGB")


def _notes(picture) -> dict[str, str]:
    notes = {}
    exif = picture.getexif()
    for tag, name in _EXIF.items():
        _note(notes, name, exif.get(tag))
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        notes["place"] = "GPS"
    for key, value in (IptcImagePlugin.getiptcinfo(picture) or {}).items():
        if key in _IPTC:
            _note(notes, _IPTC[key], value[0] if isinstance(value, list) else value)
    for name, value in _said_in_xmp(picture.getxmp()):
        _note(notes, name, notes.get(name) or value)
    return notes


def _said_in_xmp(value, name=""):
    """(name, words) of what XMP says about creator and rights, however deep its bags lie."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _said_in_xmp(inner, _XMP.get(key, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _said_in_xmp(inner, name)
    elif name and isinstance(value, str) and value != "x-default":
        yield name, value


def _note(notes, name, value):
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    elif isinstance(value, str) and not value.isascii():
        value = _as_meant(value)
    words = str(value or "").replace("\0", "").strip()
    if words:
        notes[name] = words[:_LONGEST_NOTE]


def _as_meant(words):
    """EXIF's texts are read byte by byte; cameras and programs write UTF-8 into them."""
    try:
        return words.encode("latin-1").decode()
    except UnicodeError:
        return words

"""Pictures made from a master: cut to a ratio around what matters, sized, held to a weight.

Whatever the master said of itself (place, camera, person) stays behind; its colours come along.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageDraw, ImageOps

from .pictures import flattened, opened
from .problems import Unsafe

QUALITIES = (90, 82, 74, 66, 58, 50, 42)
_SRGB = ImageCms.createProfile("sRGB")
_VEIL = (191, 49, 31, 96)


class TooSmall(ValueError):
    """The master has fewer pixels than are asked for; it is never blown up."""


class TooHeavy(ValueError):
    """Not even at the lowest quality does it come under the weight."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """width, height: pixels. focus: what stays in the middle of the cut, 0–1 from left and top.

    form: JPEG, PNG, WEBP. most_bytes: 0 for no limit.
    """

    width: int
    height: int
    focus: tuple[float, float] = (0.5, 0.5)
    form: str = "JPEG"
    most_bytes: int = 0


def rendered(data: bytes, wanted: Wanted) -> bytes:
    """The picture as wanted. Raises Unsafe, TooSmall, TooHeavy, ValueError for a size below 1."""
    if wanted.width < 1 or wanted.height < 1:
        raise ValueError("a picture has a size")
    picture = upright(data)
    box = cut(picture.size, wanted.width / wanted.height, wanted.focus)
    if box[2] - box[0] < wanted.width - 1 or box[3] - box[1] < wanted.height - 1:
        raise TooSmall(f"{round(box[2] - box[0])} × {round(box[3] - box[1])}")
    size = (wanted.width, wanted.height)
    return _written(picture.resize(size, Image.Resampling.LANCZOS, box=box), wanted)


def thumbnail(data: bytes, side: int) -> bytes:
    """The whole picture in WebP, its longer side `side` pixels at most. Raises Unsafe."""
    picture = upright(data, draft=side * 2)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _written(picture, Wanted(*picture.size, form="WEBP"), (78,))


def covered(data: bytes, safe: tuple[int, int, int, int], side: int = 960) -> bytes:
    """The picture in WebP with a veil over what the network's own buttons cover.

    safe: percent at the top, right, bottom, left. Raises Unsafe.
    """
    picture = upright(data)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    width, height = picture.size
    top, right, bottom, left = (part / 100 for part in safe)
    inner = (width * left, height * top, width * (1 - right), height * (1 - bottom))
    veil = Image.new("RGBA", picture.size, _VEIL)
    ImageDraw.Draw(veil).rectangle([round(edge) for edge in inner], fill=(0, 0, 0, 0))
    shown = Image.alpha_composite(picture.convert("RGBA"), veil).convert("RGB")
    return _written(shown, Wanted(width, height, form="WEBP"), (82,))


def upright(data: bytes, draft: int = 0) -> Image.Image:
    """As it looks: turned as the camera noted, on white, in sRGB. Raises Unsafe."""
    picture = opened(data)
    profile = picture.info.get("icc_profile")
    try:
        if draft:
            picture.draft("RGB", (draft, draft))
        turned = flattened(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, MemoryError) as broken:
        raise Unsafe("corrupt") from broken
    if not profile or picture.mode == "CMYK":
        return turned
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(turned, source, _SRGB) or turned
    except (ImageCms.PyCMSError, OSError):
        return turned


def cut(
    size: tuple[int, int], ratio: float, focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the largest part of this ratio, as near the focus as fits."""
    width, height = size
    part = (height * ratio, float(height)) if width / height > ratio else (width, width / ratio)
    left, top = (
        min(max(whole * at - piece / 2, 0), whole - piece)
        for whole, piece, at in zip(size, part, focus, strict=True)
    )
    return left, top, left + part[0], top + part[1]


def _written(picture, wanted, qualities=QUALITIES):
    if wanted.form == "PNG":
        body = written(picture, "PNG", optimize=True)
        if wanted.most_bytes and len(body) > wanted.most_bytes:
            raise TooHeavy(str(len(body)))
        return body
    body = b""
    for quality in qualities:
        body = written(picture, wanted.form, quality=quality, optimize=True)
        if not wanted.most_bytes or len(body) <= wanted.most_bytes:
            return body
    raise TooHeavy(str(len(body)))


def written(picture: Image.Image, form: str, **options: object) -> bytes:
    """The pixels as a file, and nothing else of what the picture holds."""
    out = io.BytesIO()
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    clean.save(out, form, **options)
    return out.getvalue()

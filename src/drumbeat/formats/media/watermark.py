"""A picture with words over all of it, for eyes that may look but not take."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from .renditions import upright, written

SIDE_PX = 1280
# Whichever the machine has; they are looked for where its system keeps fonts.
_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "PingFang.ttc",
    "msyh.ttc",
)
_LIGHT, _DARK = (255, 255, 255, 130), (0, 0, 0, 90)
_DEGREES = 24


def watermarked(data: bytes, words: str, side: int = SIDE_PX) -> bytes:
    """The picture in WebP, its longer side `side` pixels at most, with the words across it again
    and again: no part of it is left without them. Raises Unsafe.
    """
    picture = upright(data, draft=side)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    # A short side has room for the words once, too.
    size = max(10, min(picture.size) // 22)
    veil = _veil(picture.size, words, size)
    marked = Image.alpha_composite(picture.convert("RGBA"), veil).convert("RGB")
    return written(marked, "WEBP", quality=78)


def _veil(size, words, letter):
    """Rows of the words, each shifted against the one before, turned and cut to the size."""
    font, words = _font_for(words, letter)
    line = ImageDraw.Draw(Image.new("L", (1, 1))).textlength(words, font=font)
    whole = round((size[0] ** 2 + size[1] ** 2) ** 0.5) + 2 * letter
    step, height = round(line + letter * 3), letter * 4
    veil = Image.new("RGBA", (whole, whole))
    draw = ImageDraw.Draw(veil)
    for row, y in enumerate(range(0, whole, height)):
        for x in range(-(row % 2) * step // 2, whole, step):
            draw.text((x + 1, y + 1), words, font=font, fill=_DARK)
            draw.text((x, y), words, font=font, fill=_LIGHT)
    turned = veil.rotate(_DEGREES, Image.Resampling.BICUBIC)
    left, top = (whole - size[0]) // 2, (whole - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def _font_for(words, size):
    """A font that has the words, and the words; in pinyin where the machine has no such font."""
    if all(ord(letter) < 256 for letter in words):
        return ImageFont.load_default(size), words
    for name in _FONTS:
        if font := _font(name, size):
            return font, words
    from pypinyin import lazy_pinyin  # its dictionaries take half a second to load

    spelled = " ".join(lazy_pinyin(words)).encode("ascii", "ignore").decode()
    return ImageFont.load_default(size), spelled


@lru_cache(maxsize=64)
def _font(name, size):
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return None

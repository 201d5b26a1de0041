"""Colours: how far apart two look (CIEDE2000), and whether words on a ground can be read (WCAG).

G. Sharma, W. Wu, E. N. Dalal: “The CIEDE2000 Color-Difference Formula: Implementation Notes,
Supplementary Test Data, and Mathematical Observations”, Color Research & Application 30 (2005),
21–30. The numbers of equations below are theirs. sRGB and its white: IEC 61966-2-1, D65.
"""

import re
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

AA, AA_LARGE = 4.5, 3.0
"""Least contrast of text (WCAG 2.2, 1.4.3), and of text from 24 px or 19 px bold on."""

# One or more examples of each name, told apart by how they look.
_NAMED = {
    "red": ("#C62828", "#E53935", "#BF311F"),
    "orange": ("#EF6C00", "#FB8C00"),
    "yellow": ("#FBC02D", "#FFEB3B"),
    "green": ("#2E7D32", "#66BB6A", "#1F6F54"),
    "teal": ("#00838F", "#26A69A"),
    "blue": ("#1565C0", "#42A5F5", "#283593"),
    "purple": ("#6A1B9A", "#9575CD"),
    "pink": ("#D81B60", "#F48FB1"),
    "brown": ("#5D4037", "#A1887F", "#D2B48C"),
    "black": ("#111111", "#2B2B2B"),
    "grey": ("#757575", "#BDBDBD"),
    "white": ("#FFFFFF", "#F5F1E8"),
}

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _TO_XYZ.sum(axis=1)
_25_7 = 25.0**7


def hex_of(text: str) -> str:
    """`#AABBCC` for `abc`, `#abc` or `#aabbcc`. Raises ValueError for anything else."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a colour like #1F6F54")
    digits = found[1].upper()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def rgb(colour: str) -> Floats:
    """(3,) red, green, blue of a hex colour, each 0–1. Raises ValueError."""
    digits = hex_of(colour)[1:]
    return np.array([int(digits[at : at + 2], 16) for at in (0, 2, 4)]) / 255


def contrast(front: str, back: str) -> float:
    """WCAG 2.2 contrast ratio of two hex colours, 1–21. Raises ValueError."""
    low, high = sorted(float(_TO_XYZ[1] @ _linear(rgb(colour))) for colour in (front, back))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str) -> Floats:
    """(3,) CIE L*a*b* of a hex colour under D65. Raises ValueError."""
    ratio = (_TO_XYZ @ _linear(rgb(colour))) / _WHITE
    edge = 6 / 29
    bent = np.where(ratio > edge**3, np.cbrt(ratio), ratio / (3 * edge**2) + 4 / 29)
    x, y, z = bent
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _linear(values: Floats) -> Floats:
    """Light in proportion to power: sRGB's curve undone."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def difference(one: str, other: str) -> float:
    """ΔE00 of two hex colours: about 1 is just seen, from 5 on it is another colour."""
    return float(ciede2000(lab(one), lab(other)))


def name_of(colour: str) -> str:
    """The everyday name that a hex colour looks like most (ΔE00). Raises ValueError."""
    seen = lab(colour)
    return min(_NAMED, key=lambda name: float(ciede2000(seen, _examples(name)).min()))


@cache
def _examples(name):
    return np.array([lab(example) for example in _NAMED[name]])


def ciede2000(one: ArrayLike, other: ArrayLike) -> Floats:
    """ΔE00 of colours in CIE L*a*b*, kL = kC = kH = 1.

    one, other: (…, 3), broadcast against each other. Returns (…), ≥ 0.
    """
    l1, c1, h1, l2, c2, h2 = _polar(np.asarray(one, float), np.asarray(other, float))
    dl, dc = l2 - l1, c2 - c1
    has_hue = c1 * c2 > 0
    turn = _turn(h1, h2, has_hue)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)  # (11)
    mean_l, mean_c, mean_h = (l1 + l2) / 2, (c1 + c2) / 2, _mean_hue(h1, h2, has_hue)
    bow = (mean_l - 50) ** 2
    s_l = 1 + 0.015 * bow / np.sqrt(20 + bow)  # (18)
    s_c = 1 + 0.045 * mean_c  # (19)
    s_h = 1 + 0.015 * mean_c * _t(mean_h)  # (20)
    theta = 30 * np.exp(-(((mean_h - 275) / 25) ** 2))  # (16)
    r_t = -np.sin(np.radians(2 * theta)) * 2 * _root(mean_c)  # (17), (21)
    parts = (dl / s_l, dc / s_c, dh / s_h)
    squares = sum(part**2 for part in parts) + r_t * parts[1] * parts[2]
    return np.sqrt(np.maximum(squares, 0))  # (22)


def _polar(one: Floats, other: Floats):
    """Lightness, chroma and hue (degrees, 0–360) of both, with a* stretched near grey: (2)–(7)."""
    chroma = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - _root(chroma))
    polar = []
    for colour in (one, other):
        a, b = colour[..., 1] * stretch, colour[..., 2]
        polar += [colour[..., 0], np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360]
    return polar


def _root(chroma: Floats) -> Floats:
    return np.sqrt(chroma**7 / (chroma**7 + _25_7))


def _turn(h1: Floats, h2: Floats, has_hue) -> Floats:
    """From the first hue to the second the short way, 0 where one of them is grey: (10)."""
    turn = h2 - h1
    turn = np.where(turn > 180, turn - 360, np.where(turn < -180, turn + 360, turn))
    return np.where(has_hue, turn, 0)


def _mean_hue(h1: Floats, h2: Floats, has_hue) -> Floats:
    """The hue between, on the short side; of a grey and a colour the colour's: (14)."""
    total = h1 + h2
    far = np.where(total < 360, total + 360, total - 360)
    return np.where(has_hue, np.where(np.abs(h1 - h2) > 180, far, total) / 2, total)


def _t(hue: Floats) -> Floats:
    """How much hue counts at this hue: (15)."""
    at = np.radians
    return (
        1
        - 0.17 * np.cos(at(hue - 30))
        + 0.24 * np.cos(at(2 * hue))
        + 0.32 * np.cos(at(3 * hue + 6))
        - 0.20 * np.cos(at(4 * hue - 63))
    )

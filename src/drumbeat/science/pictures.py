"""Pictures as numbers: a fingerprint that survives resizing, and the colours that fill them.

N. Krawetz: “Kind of Like That” (2013), the difference hash: each bit says whether brightness rises
from one cell of a 9 × 8 grid to the next.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
ALIKE_BITS = 10
BANDS = 4
_MASKS = [
    sum(1 << bit for bit in chosen)
    for differing in range(ALIKE_BITS // BANDS + 1)
    for chosen in combinations(range(16), differing)
]
_LUMA = np.array([0.299, 0.587, 0.114])


def fingerprint(pixels: Pixels) -> int:
    """64 bits of a picture. pixels: (h, w, 3) sRGB, 0–255. Raises ValueError for an empty one."""
    if not pixels.size:
        raise ValueError("a picture without pixels")
    cells = _grid(pixels @ _LUMA, 8, 9)
    bits = (cells[:, 1:] > cells[:, :-1] + 0.5).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _grid(values, rows, columns):
    """(rows, columns) means of the cells; a picture smaller than the grid repeats its pixels."""
    for axis, parts in ((0, rows), (1, columns)):
        if values.shape[axis] < parts:
            values = np.repeat(values, -(-parts // values.shape[axis]), axis=axis)
        edges = np.linspace(0, values.shape[axis], parts + 1).astype(int)
        sizes = np.diff(edges)
        sums = np.add.reduceat(values, edges[:-1], axis=axis)
        values = sums / (sizes[:, None] if axis == 0 else sizes)
    return values


def distances(one: int, others: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """(n,) how many of the 64 bits differ from each of the others (n,)."""
    differing = np.bitwise_xor(np.asarray(others, np.uint64), np.uint64(one))
    return np.bitwise_count(differing)


def band(bits: int, number: int) -> int:
    """The 16 bits at place `number`, 0 (lowest) to 3."""
    return bits >> 16 * number & 0xFFFF


def near_bands(bits: int) -> list[list[int]]:
    """For each of the four bands, what it may read in a fingerprint that looks alike (137 values).

    Where at most ALIKE_BITS of the 64 bits differ, at most a quarter of them do in some band:
    multi-index hashing, M. Norouzi, A. Punjani, D. Fleet (2012).
    """
    return [[band(bits, number) ^ mask for mask in _MASKS] for number in range(BANDS)]


def dominant(pixels: Pixels, most: int = 5) -> tuple[str, ...]:
    """Up to `most` colours as #RRGGBB, the most frequent first; each covers 4 % or more.

    pixels: (h, w, 3) sRGB, 0–255. Counted in cubes of 32 steps a side, told as the mean of a cube.
    """
    flat = pixels.reshape(-1, 3)
    cubes = (flat // 32).astype(np.int64) @ np.array([64, 8, 1])
    counts = np.bincount(cubes, minlength=512)
    sums = np.stack([np.bincount(cubes, flat[:, n], 512) for n in range(3)], axis=1)
    chosen = [
        n for n in np.argsort(-counts, kind="stable")[:most] if counts[n] >= flat.shape[0] / 25
    ]
    means = [np.rint(sums[n] / counts[n]).astype(int) for n in chosen]
    return tuple("#{:02X}{:02X}{:02X}".format(*mean) for mean in means)

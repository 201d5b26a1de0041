"""Crosstabs: column shares, their bases, and which columns differ."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drumbeat.science.survey.margins import SMALLEST_BASE, difference_z, holm, two_sided

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Crosstab:
    """r answers down, c groups across.

    counts: (r, c) people, unweighted. shares: (r, c) weighted share of the column's base, 0–1,
    NaN for an empty base. bases: (c,) people. n_eff: (c,) their effective number.
    """

    counts: NDArray[np.int64]
    shares: Floats
    bases: NDArray[np.int64]
    n_eff: Floats


def crosstab(rows: Bools, columns: Bools, weights: Floats, asked: Bools) -> Crosstab:
    """Answers by groups.

    rows: (n, r) who gave which answer; several may hold. columns: (n, c) who is in which group.
    weights: (n,). asked: (n,) who was asked and answered; the others are in no base.
    """
    groups = columns & asked[:, None]
    weighed = groups * weights[:, None]
    bases = weighed.sum(axis=0)
    squares = (groups * np.square(weights)[:, None]).sum(axis=0)
    nothing = np.full((rows.shape[1], bases.size), np.nan)
    return Crosstab(
        counts=rows.astype(np.int64).T @ groups.astype(np.int64),
        shares=np.divide(rows.astype(float).T @ weighed, bases, out=nothing, where=bases > 0),
        bases=groups.sum(axis=0),
        n_eff=np.divide(bases**2, squares, out=np.zeros_like(bases), where=squares > 0),
    )


def higher_than(table: Crosstab, groups: list[int], *, alpha: float = 0.05) -> NDArray[np.bool_]:
    """(r, c, c): is column i's share higher than column j's, beyond chance?

    Two-proportion z tests of each pair of `groups` (disjoint columns) in each row, Holm over all
    tests of the table. A column with an effective base under SMALLEST_BASE is not tested.
    """
    r, c = table.shares.shape
    p, z = np.full((r, c, c), np.nan), np.full((r, c, c), np.nan)
    tested = [group for group in groups if table.n_eff[group] >= SMALLEST_BASE]
    for at, i in enumerate(tested):
        for j in tested[at + 1 :]:
            z[:, i, j] = difference_z(
                table.shares[:, i], table.shares[:, j], table.n_eff[i], table.n_eff[j]
            )
            p[:, i, j] = two_sided(z[:, i, j])
    real = holm(p) < alpha
    return (real & (z > 0)) | np.swapaxes(real & (z < 0), 1, 2)

"""How far models disagree about the same credit: printed beside every result of a model."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from drumbeat.science.attribution.segments import Floats


@dataclass(frozen=True)
class ModelSpread:
    """lowest, highest: (n,) over the models, in the unit of the credit.

    relative: (n,) (highest − lowest) / the largest credit by size; 0 where all models agree, 1
    where one gives nothing, above 1 only where models differ in sign.
    """

    lowest: Floats
    highest: Floats
    relative: Floats


def model_spread(credits: Mapping[str, ArrayLike]) -> ModelSpread:
    """The spread of at least one model's credit over the same keys.

    credits: model name → (n,) credit of each key, keys in one order. Raises ValueError for no
    models, and for rows of different lengths.
    """
    if not credits:
        raise ValueError("there is no model to compare")
    rows = [np.asarray(row, dtype=np.float64) for row in credits.values()]
    if len({row.shape for row in rows}) > 1:
        raise ValueError("the models do not give credit to the same keys")
    table = np.stack(rows)
    lowest, highest = table.min(axis=0), table.max(axis=0)
    size = np.maximum(np.abs(lowest), np.abs(highest))
    relative = np.divide(highest - lowest, size, out=np.zeros_like(size), where=size > 0)
    return ModelSpread(lowest, highest, relative)

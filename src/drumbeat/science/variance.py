"""Why a cost differs from its plan: more bought, bought elsewhere, or bought dearer.

The cost of a row is units · price. Units are the total of all rows times the row's share, so that
cost = volume · share · price; the change of that product is split by the Shapley rule (see
`decomposition.product_effects`), which leaves no interaction and no order of factors.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .decomposition import Floats, product_effects


@dataclass(frozen=True)
class CostChange:
    """Effects of each row (r,) in the unit of cost; together they sum to the change of its cost.

    volume: all rows' units grew or shrank together. mix: the row's share of the units moved.
    price: what a unit of the row costs moved. A row's mix effect is positive when its share grew;
    the sum over rows says whether the units went to dearer rows.
    """

    volume: Floats
    mix: Floats
    price: Floats

    @property
    def total(self) -> Floats:
        """(r,) change of the row's cost."""
        return self.volume + self.mix + self.price


def cost_change(
    planned_units: ArrayLike,
    planned_cost: ArrayLike,
    actual_units: ArrayLike,
    actual_cost: ArrayLike,
) -> CostChange:
    """Split actual − planned cost of rows whose units are known on both sides.

    units: (r,) > 0, what the money buys (clicks, visits). cost: (r,) ≥ 0 in one unit of money.
    Raises ValueError for columns of different lengths, and for a row without units: it has no price.
    """
    columns = [
        np.asarray(values, dtype=np.float64)
        for values in (planned_units, planned_cost, actual_units, actual_cost)
    ]
    if len({values.shape for values in columns}) > 1 or columns[0].ndim != 1:
        raise ValueError("the columns are not of one length")
    if any((units <= 0).any() for units in (columns[0], columns[2])):
        raise ValueError("a row without units has no price")
    if not columns[0].size:
        return CostChange(*(np.zeros(0) for _effect in range(3)))
    before, after = (_factors(columns[at], columns[at + 1]) for at in (0, 2))
    return CostChange(*product_effects(before, after))


def _factors(units: Floats, cost: Floats) -> tuple[Floats, Floats, Floats]:
    volume = np.full_like(units, units.sum())
    return volume, units / volume, cost / units

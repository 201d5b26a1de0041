"""Disagreement of models, shown beside every result of one of them."""

import numpy as np
import pytest
from hypothesis import given, settings

from drumbeat.science.attribution import (
    RULES,
    Journeys,
    credit,
    markov_credit,
    model_spread,
    shapley_of_totals,
)
from tests.science.journeys import path_rows, paths_of


def test_the_spread_is_the_range_beside_the_largest_credit():
    spread = model_spread({"first": [50, 0, 4, 0], "last": [40, 10, 4, 0], "linear": [45, 5, 4, 0]})
    assert spread.lowest.tolist() == [40, 0, 4, 0]
    assert spread.highest.tolist() == [50, 10, 4, 0]
    assert spread.relative.tolist() == [0.2, 1, 0, 0]


def test_models_that_differ_in_sign_spread_by_more_than_all():
    assert model_spread({"a": [-10], "b": [10]}).relative.tolist() == [2]


@settings(deadline=None)
@given(path_rows())
def test_no_model_lies_outside_the_spread(case):
    channels, rows = case
    paths = paths_of(rows, channels)
    journeys = Journeys(paths.offsets)
    models = {
        name: np.bincount(
            paths.channels,
            credit(RULES[name](journeys), paths.offsets, paths.conversions),
            minlength=channels,
        )
        for name in ("first", "last", "linear", "position")
    }
    models |= {
        "markov": markov_credit(paths).conversions,
        "shapley": shapley_of_totals(paths).conversions,
    }
    spread = model_spread(models)
    for row in models.values():
        assert (spread.lowest <= row).all()
        assert (row <= spread.highest).all()
    assert (spread.relative <= 1 + 1e-12).all()


def test_models_of_different_keys_are_not_compared():
    with pytest.raises(ValueError, match="same keys"):
        model_spread({"first": [1, 2], "last": [3]})
    with pytest.raises(ValueError, match="no model"):
        model_spread({})

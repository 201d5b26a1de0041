"""On how many random examples a property is tried."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

_TIMES = int(os.environ.get("DRUMBEAT_EXAMPLES", "1"))


def few_and(many: int, few: int = 3) -> pytest.MarkDecorator:
    """A test with the argument `tried`, run twice: on a few examples, and in the slow part on many,
    or on DRUMBEAT_EXAMPLES times as many.

    `tried` is a decorator of the property, above its @given.
    """
    return pytest.mark.parametrize(
        "tried",
        [
            pytest.param(_on(few), id="few"),
            pytest.param(_on(many * _TIMES), id="many", marks=pytest.mark.slow),
        ],
    )


def _on(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))

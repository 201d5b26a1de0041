"""What nobody expected: actual against forecast, in standard deviations. No database."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Surprise:
    """z: (actual − expected) / √expected, for a count that is Poisson around its forecast."""

    label: str
    url: str
    expected: float
    actual: float
    z: float

    @property
    def is_better(self) -> bool:
        return self.z > 0


def surprises(rows, most: int = 5) -> list[Surprise]:
    """Rows with a forecast, the largest |z| first. rows: label, url, expected_outcomes, outcomes.

    |z| above 3 is hardly chance; a row without a forecast cannot surprise and is left out.
    """
    found = [
        Surprise(
            row.label, row.url, row.expected_outcomes, row.outcomes,
            (row.outcomes - row.expected_outcomes) / sqrt(row.expected_outcomes),
        )
        for row in rows
        if row.expected_outcomes
    ]  # fmt: skip
    return sorted(found, key=lambda one: -abs(one.z))[:most]

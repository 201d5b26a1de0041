"""How an insight stands on a day. No database."""

from dataclasses import dataclass
from datetime import date

WARNING_DAYS = 30


@dataclass(frozen=True)
class Standing:
    """state: holds | ending (within 30 days) | stale. days_left: below 0 once it is stale."""

    state: str
    days_left: int


def standing(insight, today: date) -> Standing:
    """Its last valid day still counts."""
    left = (insight.expires_on - today).days
    if left < 0:
        return Standing("stale", left)
    return Standing("ending" if left <= WARNING_DAYS else "holds", left)

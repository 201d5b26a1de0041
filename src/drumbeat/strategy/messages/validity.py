"""How a proof point stands on a day: does it hold, and for how long. No database."""

from dataclasses import dataclass
from datetime import date

WARNING_DAYS = 30


@dataclass(frozen=True)
class Validity:
    """state: holds | ending (within 30 days) | ended | unproven. days_left: None without an end."""

    state: str
    days_left: int | None


def validity(proof, today: date) -> Validity:
    """The proof's standing on `today`; its last valid day still counts."""
    left = None if proof.valid_until is None else (proof.valid_until - today).days
    if not proof.is_substantiated:
        return Validity("unproven", left)
    if left is None:
        return Validity("holds", None)
    if left < 0:
        return Validity("ended", left)
    return Validity("ending" if left <= WARNING_DAYS else "holds", left)

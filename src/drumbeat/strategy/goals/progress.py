"""How far key results are, and whether a goal's parts add up to it. No database."""

from dataclasses import dataclass
from decimal import Decimal

# Metrics whose parts may be added; a cost per order or a ROAS may not.
ADDITIVE = ("revenue", "outcomes", "sessions", "touches", "visitors", "spend", "manual")


@dataclass(frozen=True)
class Standing:
    """One key result. now: last reported value in its unit; share: of the way, None = unknown;
    parts: Σ of the targets of the same metric and unit one level below, None without such parts.
    """

    key_result: object
    now: Decimal | None
    share: Decimal | None
    parts: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """What the parts leave uncovered of the target; negative when they promise more."""
        return None if self.parts is None else self.key_result.target - self.parts


def standings(goal, children) -> list[Standing]:
    """Each key result of the goal with its last check-in and what its parts add up to.

    Key results and check-ins (newest first) must be prefetched on the goal and its children.
    """
    below = [result for child in children for result in child.key_results.all()]
    return [_standing(result, below) for result in goal.key_results.all()]


def _standing(result, below):
    last = next(iter(result.check_ins.all()), None)
    now = last.value if last else None
    parts = [part.target for part in below if _same_measure(part, result)]
    return Standing(result, now, result.progress(now), sum(parts) if parts else None)


def _same_measure(part, whole):
    if whole.metric not in ADDITIVE or (part.metric, part.unit) != (whole.metric, whole.unit):
        return False
    # Two things reported by hand are the same measure only when they carry the same name.
    return whole.metric != "manual" or str(part) == str(whole)

"""The crisis clock: from T0, when each thing is due and whether it came in time. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from drumbeat.strategy.crisis import rules


@dataclass(frozen=True)
class Due:
    """One thing that the clock asks for. key: triage | holding | full | review."""

    key: str
    due_at: datetime
    done_at: datetime | None
    now: datetime

    @property
    def state(self):
        """kept | late (done, but after its time) | waiting | overdue"""
        if self.done_at:
            return "kept" if self.done_at <= self.due_at else "late"
        return "waiting" if self.now <= self.due_at else "overdue"

    @property
    def hours(self) -> float:
        """From its time to when it was done, or to now; negative while there is time left."""
        return ((self.done_at or self.now) - self.due_at).total_seconds() / 3600

    @property
    def hours_left(self) -> float:
        return -self.hours


def clock(
    kept_rules: Mapping,
    t0: datetime,
    level: str,
    done: Mapping[str, datetime | None],
    now: datetime,
) -> list[Due]:
    """What is due at this level, soonest first. done: when each thing happened, by its key."""
    grade = rules.level(kept_rules, level)
    within = rules.targets(kept_rules)
    if grade:
        # The level says how fast the first word must come; only who must publish must answer in full.
        within["holding"] = grade.answer_within
        for key in {"no": ("holding", "full", "review"), "optional": ("full",)}.get(
            grade.publishes, ()
        ):
            if not done.get(key):
                del within[key]
    found = [Due(key, t0 + after, done.get(key), now) for key, after in within.items()]
    return sorted(found, key=lambda due: due.due_at)

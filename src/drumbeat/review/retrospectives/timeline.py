"""Dates as planned and as they were: late tasks, gates with their decisions, waivers in red."""

from dataclasses import dataclass
from datetime import datetime

from drumbeat.strategy.models import Campaign
from drumbeat.work.queries import (
    GateStanding,
    Slip,
    Waiver,
    slips_among,
    standings,
    tasks_of,
    waivers_among,
)


@dataclass(frozen=True)
class Timeline:
    """What a campaign's work says about time. waivers are legal, and red (I-14)."""

    tasks: int
    done: int
    slips: list[Slip]
    gates: list[GateStanding]
    waivers: list[Waiver]

    @property
    def worst(self) -> int:
        """Working days that the latest task was late."""
        return max((slip.working_days for slip in self.slips), default=0)


READ = (
    "brand", "title_en", "title_zh", "key", "kind", "module", "state", "due_at",
    "baseline_due_at", "finished_at", "run__calendar",
)  # fmt: skip


def timeline_of(campaign: Campaign, now: datetime) -> Timeline:
    """The campaign's tasks, gate decisions and waivers (4 queries)."""
    tasks = list(tasks_of(campaign).select_related(None).select_related("run").only(*READ))
    for task in tasks:
        task.brand = campaign.brand
    return Timeline(
        tasks=len(tasks),
        done=sum(not task.is_open for task in tasks),
        slips=slips_among(tasks, now),
        gates=standings([task for task in tasks if task.kind == "gate"]),
        waivers=waivers_among(tasks),
    )

"""How far the numbers are behind the world: what waits, what was set aside, what is not counted."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from drumbeat.collector.spool import EventSpool
from drumbeat.collector.spools import open_spool
from drumbeat.insight.lake import lake_of
from drumbeat.warehouse.questions import freshness


@lru_cache(maxsize=2)
def _spool(where: Path | str) -> EventSpool:
    return open_spool(where)


def the_spool() -> EventSpool:
    """The installation's spool, opened once a process."""
    return _spool(settings.SPOOL_URL or settings.SPOOL_PATH)


@dataclass(frozen=True)
class Intake:
    """spooled, set_aside: records of the whole installation; underived: this brand's stored rows
    that no answer contains; stored: all its rows."""

    spooled: int
    set_aside: int
    underived: int
    stored: int
    fresh_until: datetime | None

    @property
    def waiting(self) -> int:
        return self.spooled + self.underived

    @property
    def counted(self) -> float | None:
        """Share of the stored events that answers contain, 0–1; None before the first."""
        return (self.stored - self.underived) / self.stored if self.stored else None


def intake_of(brand) -> Intake:
    status, lake = the_spool().status(), lake_of(brand)
    fresh = freshness(lake)
    return Intake(
        spooled=status.depth,
        set_aside=status.quarantined,
        underived=fresh.waiting,
        stored=sum(lake.event_rows().values()),
        fresh_until=fresh.fresh_until,
    )

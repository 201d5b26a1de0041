"""Who is on the stage, and what time it is there."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import time_machine
from django.db import transaction
from django.utils import timezone, translation

from drumbeat.people.models import Brand, Member

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Stage:
    """The brand, its members by role, and what each part of the build leaves for the next."""

    brand: Brand
    cast: dict[str, Member]
    today: date
    audiences: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    angles: dict = field(default_factory=dict)

    @contextmanager
    def at(self, day: date, hour: int = 10, minute: int = 0):
        """Live this block at that moment: every record made in it carries its time."""
        moment = datetime.combine(day, time(hour, minute), ZONE)
        with (
            time_machine.travel(moment, tick=True),
            timezone.override(ZONE),
            translation.override("en"),
            transaction.atomic(),
        ):
            yield moment

    def has_come(self, day: date) -> bool:
        return day <= self.today

"""Counting ahead, once a day, what a page of a long log would wait for."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from drumbeat.insight.lake import lake_of
from drumbeat.people.models import Brand
from drumbeat.warehouse.lake import BrandLake

log = logging.getLogger("drumbeat.ahead")

PAUSE = timedelta(hours=1)  # after one that failed
_failed: dict[tuple[str, object], datetime] = {}

Saved = TypeVar("Saved")


def count_one_due(
    now: datetime,
    at_once: int,
    saved_of: Callable[[Brand], Sequence[Saved]],
    keep_only: Callable[[BrandLake, Sequence[Saved]], None],
    counted_when: Callable[[BrandLake, Saved], datetime | None],
    count: Callable[[BrandLake, Saved], int],
) -> None:
    """Count one that was not counted since its brand's midnight, of logs of more than `at_once`
    events; keep none of others. What fails is told in the log, tried again after a while, and keeps
    no other from being counted.
    """
    for brand in Brand.objects.all():
        lake = lake_of(brand)
        is_long = lake.manifest().has_more_than(at_once)
        saved = saved_of(brand) if is_long else []
        keep_only(lake, saved)
        midnight = now.astimezone(ZoneInfo(brand.time_zone)).replace(hour=0, minute=0, second=0)
        for one in saved:
            when = counted_when(lake, one)
            failed = _failed.get((brand.pk, one))
            if (when and when >= midnight) or (failed and now < failed + PAUSE):
                continue
            try:
                count(lake, one)
            except Exception:
                _failed[brand.pk, one] = now
                log.exception("%r of %s was not counted ahead; it is tried again", one, brand.slug)
            else:
                return

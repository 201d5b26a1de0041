"""The brand's lake and the rules by which it is derived, as the product has them now."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings

from drumbeat.collector.loader import load_once
from drumbeat.collector.spool import EventSpool
from drumbeat.collector.visitor import DailySalt
from drumbeat.insight.conversions.models import Conversion
from drumbeat.people.models import Brand
from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.rules import ConversionRule, Settings
from drumbeat.warehouse.lake import BrandLake, Lake


@lru_cache(maxsize=1)
def _lake(root) -> Lake:
    return Lake(root, settings.LAKE_LOCKS)


def the_lake() -> Lake:
    """All brands' lakes: in the home folder, or where DRUMBEAT_LAKE says."""
    return _lake(settings.LAKE_ROOT)


def lake_of(brand) -> BrandLake:
    return the_lake().brand(brand.pk)


def load_all(spool: EventSpool, *, until: Callable[[], bool] = lambda: False) -> None:
    """Move what waits in the spool into the lakes, in portions, until all of it or `until()`.

    What comes meanwhile waits for the next call: where something always comes, this would not end.
    """
    visitor = DailySalt(settings.HOME / "salts").visitor
    while load_once(spool, the_lake(), visitor).full:
        if until():
            return


def rules_of(brand) -> Settings:
    """What counts as an outcome in this brand (one query)."""
    conversions = Conversion.objects.of(brand).current().order_by("key")
    return Settings(
        tz=brand.time_zone,
        conversions=tuple(
            ConversionRule(one.key, one.event_name, one.counts, one.window_days, one.refund_event)
            for one in conversions
        ),
    )


def derive_brand(brand: Brand):
    """Bring the brand's derived tables up to date with its events and rules."""
    return derive(lake_of(brand), settings=rules_of(brand))


def gather_all() -> None:
    """Merge event files where a day has many small ones: loads of every second leave tens of
    thousands of them by the evening, and each costs whoever reads or adds."""
    for brand in Brand.objects.all():
        lake = lake_of(brand)
        if lake.scattered():
            lake.gather()


def trim_all() -> None:
    """Delete what the logs of the lake's tables say of versions that nobody looks at any more."""
    each_brand(lambda brand: lake_of(brand).trim_logs(), "logs could not be trimmed")


def each_brand(work: Callable[[Brand], object], problem: str) -> None:
    """Do it for every brand: one with a broken lake keeps no other from it. Raises what failed."""
    troubles = []
    for brand in Brand.objects.all():
        try:
            work(brand)
        except BaseException as trouble:  # a panic in the lake's runtime is no Exception
            trouble.add_note(f"brand {brand.slug}")
            troubles.append(trouble)
    if troubles:
        raise BaseExceptionGroup(problem, troubles)

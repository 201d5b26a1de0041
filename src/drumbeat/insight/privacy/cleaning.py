"""The nightly cleaning: what each class of data may be kept for is up, and a report says what went."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from drumbeat.collector.scrub import drop_aside
from drumbeat.insight.lake import (
    derive_brand,
    each_brand,
    lake_of,
    load_all,
    rules_of,
    the_lake,
)
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.privacy.erasing import foreign_sources, leave_note, spool_file
from drumbeat.insight.privacy.models import Retention, RetentionRun
from drumbeat.insight.privacy.persons import FILE_NOTE
from drumbeat.insight.results.intake import the_spool
from drumbeat.people.audit.trail import recorded
from drumbeat.people.models import Brand
from drumbeat.warehouse.derive import arrange_indexes
from drumbeat.warehouse.questions import arrange_acts
from drumbeat.warehouse.retention import retain

_arranged: dict[str, date | None] = {}  # by brand, the night whose cleaning it came after
NIGHT_HOUR = 3  # in the brand's own time zone, when few are awake


def retention_of(brand) -> Retention:
    """What the brand decided, else the defaults in a row that is not saved (one query)."""
    return Retention.objects.of(brand).first() or Retention(brand=brand)


def clean_due(now: datetime) -> RetentionRun | None:
    """Clean one brand whose night it is and who was not cleaned yet; the next comes next time."""
    for brand in Brand.objects.order_by("pk"):
        local = now.astimezone(ZoneInfo(brand.time_zone))
        if local.hour < NIGHT_HOUR:
            continue
        done = RetentionRun.objects.filter(brand=brand, night=local.date())
        if not done.filter(finished_at__isnull=False).exists():
            return clean(brand, now=now)
    return None


def clean(brand, *, now: datetime) -> RetentionRun:
    """Remove what is older than its class may be, compact, and record what went.

    Interrupted, it is done again the same night.
    """
    today = now.astimezone(ZoneInfo(brand.time_zone)).date()
    kept = retention_of(brand)
    run, _new = RetentionRun.objects.get_or_create(
        brand=brand, night=today, defaults={"started_at": now}
    )
    removed = _clean_lake(brand, kept, today)
    files = _clean_files(brand, _months_before(today, kept.import_months))
    aside_before = datetime.combine(
        _months_before(today, kept.log_months), time.min, ZoneInfo(brand.time_zone)
    )
    logs = drop_aside(
        spool_file(), int(aside_before.timestamp() * 1_000_000), others=foreign_sources(brand)
    )
    run.removed = {
        "events": removed.events,
        "ids": removed.ids + removed.links,
        "aggregates": removed.aggregates,
        "files": files,
        "logs": logs,
    }
    with recorded(None, "cleaned", run):
        run.finished_at = timezone.now()
        run.save()
    return run


def arrange_all() -> None:
    """Put in order what people did on the days of long logs, once after each night's cleaning and
    after a start; and by whom derived rows are found, then and where an erasure took that away."""
    cleaned = RetentionRun.objects.filter(finished_at__isnull=False).values("brand")
    nights = dict(cleaned.annotate(last=Max("night")).values_list("brand", "last"))

    def arrange(brand):
        lake, night = lake_of(brand), nights.get(brand.pk)
        is_new = brand.pk not in _arranged or _arranged[brand.pk] != night
        if is_new or not any(lake.indexes.glob("*")):
            arrange_indexes(lake)
        if is_new:
            arrange_acts(lake)
            _arranged[brand.pk] = night

    each_brand(arrange, "what people did could not be put in order")


def _clean_lake(brand, kept: Retention, today: date):
    lake = lake_of(brand)
    ids_from = today - timedelta(days=kept.touch_days)
    rows_from = min(_months_before(today, kept.aggregate_months), ids_from)
    with the_lake().loading():
        load_all(the_spool())
        derive_brand(brand)
        removed = retain(lake, ids_from=ids_from, rows_from=rows_from, settings=rules_of(brand))
        lake.compact()
    with lake.deriving():
        lake.vacuum()
    return removed


def _clean_files(brand, before: date) -> int:
    old = OrderImport.objects.of(brand).filter(created_at__date__lt=before)
    due = [one for one in old.select_related("file") if one.file.media_type != FILE_NOTE]
    for one in due:
        leave_note(one.file, "it was older than uploaded files are kept")
        with transaction.atomic():
            OrderImport.objects.filter(pk=one.pk).update(problems=[])
    return len(due)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))

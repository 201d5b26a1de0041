"""How well the brand's words are kept: what waits for a decision, and how it goes by week."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import TruncWeek

from drumbeat.content.assets.models import Finding, Version
from drumbeat.strategy.models import BrandPlatform, BrandRule

WEEKS = 12


@dataclass(frozen=True)
class Week:
    """first: texts whose first version was written in the week that begins on `starts_on`, while
    the brand had a platform. clean: those in which no rule ever found anything."""

    starts_on: date
    first: int = 0
    clean: int = 0

    @property
    def share(self) -> float | None:
        """The consistency score, 0–1; None for a week in which nothing was written."""
        return self.clean / self.first if self.first else None


@dataclass(frozen=True)
class Broken:
    """A rule and how often it was broken: findings in all, still open, let stand by the lead."""

    rule: BrandRule
    found: int
    open: int
    waived: int


def queue(brand):
    """Open findings by rule on what may still go out: what stops before what warns, then the
    oldest (a lazy queryset).
    """
    by_rule = Finding.objects.of(brand).filter(resolved_at=None, rule__isnull=False)
    # Severities happen to sort as they weigh: block, high, warn.
    return (
        by_rule.exclude(version__state="retired")
        .select_related("rule", "version__asset", "version__owner__person")
        .order_by("severity", "at", "id")
    )


def drift(brand, today: date) -> list[Week]:
    """The last weeks in which a platform was active, the newest first (2 queries). Days are those
    of the time zone in force.
    """
    platforms = BrandPlatform.objects.of(brand)
    since = platforms.aggregate(since=Min("valid_from"))["since"]
    if since is None:
        return []
    weeks = (_monday(today) - timedelta(weeks=ago) for ago in range(WEEKS))
    starts = [monday for monday in weeks if monday >= _monday(since)]
    broken = Finding.objects.filter(version=OuterRef("pk"), rule__isnull=False)
    written = (
        Version.objects.of(brand)
        .filter(number=1, created_at__date__gte=max(since, starts[-1]))
        .exclude(text="")
        .annotate(week=TruncWeek("created_at"), is_broken=Exists(broken))
        .order_by()
        .values("week")
        .annotate(first=Count("pk"), clean=Count("pk", filter=Q(is_broken=False)))
    )
    known = {row["week"].date(): Week(row["week"].date(), row["first"], row["clean"])
             for row in written}  # fmt: skip
    return [known.get(start, Week(start)) for start in starts]


def _monday(day):
    return day - timedelta(days=day.weekday())


def most_broken(brand, today: date) -> list[Broken]:
    """Rules by how often they were broken in the last weeks (2 queries)."""
    since = today - timedelta(weeks=WEEKS)
    counted = (
        Finding.objects.of(brand)
        .filter(rule__isnull=False, at__date__gte=since)
        .order_by()
        .values("rule__key")
        .annotate(
            found=Count("pk"),
            open=Count("pk", filter=Q(resolved_at=None)),
            waived=Count("pk", filter=Q(is_waived=True)),
        )
        .order_by("-found", "rule__key")[:10]
    )
    rows = list(counted)
    rules = BrandRule.objects.of(brand).filter(key__in=[row["rule__key"] for row in rows])
    newest = {rule.key: rule for rule in rules.order_by("platform__number")}
    return [
        Broken(newest[row["rule__key"]], row["found"], row["open"], row["waived"]) for row in rows
    ]

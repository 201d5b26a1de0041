"""Looking whether the addresses of a path answer: on demand, and once a day while it is in force."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from drumbeat.content.paths.models import PathStep
from drumbeat.fetching import FetchRefused, Limits, fetch

AT_ONCE = 20
EVERY = timedelta(days=1)
LIMITS = Limits(seconds=8.0, most_bytes=256 * 1024)


def check_due(now: datetime) -> int:
    """Look at the addresses of running campaigns that nobody looked at for a day, the longest
    unseen first; returns how many. At most 20, so that one call ends; the next beat goes on."""
    today = timezone.localdate(now)
    steps = (
        PathStep.objects.current()
        .exclude(url="")
        .filter(
            Q(checked_at=None) | Q(checked_at__lte=now - EVERY),
            path__state="in_force",
            path__archived_at=None,
            path__campaign__archived_at=None,
            path__campaign__ends_on__gte=today,
        )
    )
    due = list(steps.order_by(F("checked_at").asc(nulls_first=True), "id")[:AT_ONCE])
    for step in due:
        check(step, now)
    return len(due)


def check(step: PathStep, now: datetime) -> bool:
    """Ask the step's address; False when it is dead (`step.problem` says why)."""
    code, params = _trouble(step.url)
    values = {"checked_at": now, "problem": code, "problem_params": params}
    for name, value in values.items():
        setattr(step, name, value)
    # Only of the address that was asked: somebody may have changed it meanwhile.
    PathStep.objects.filter(pk=step.pk, url=step.url).update(**values)
    return not code


def _trouble(url: str) -> tuple[str, dict]:
    try:
        fetch(url, also=settings.FETCH_ALSO, limits=LIMITS)
    except FetchRefused as refusal:
        # More than a look is worth, or packed oddly: but somebody answered.
        if refusal.code in ("too_large", "bad_encoding"):
            return "", {}
        return refusal.code, refusal.params
    return "", {}

"""What the clock does with placements. Asked every minute by the background loop."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.placements.actions import go_live
from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.preflight import preflight
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.people.errors import DomainError, WrongState
from drumbeat.people.models import Notice
from drumbeat.people.notices.actions import notify
from drumbeat.people.notices.addresses import address


def go_live_due(now: datetime) -> list[Placement]:
    """Let armed placements go live whose first day has come, if their lights are still green.

    The others stay armed and their owner is told, once until the notice is read. now: aware.
    Returns what went live.
    """
    armed = Placement.objects.filter(state="armed").select_related("brand", "owner", "campaign")
    return [p for p in armed if p.starts_on <= _today(p.brand, now) and _went_live(p)]


def time_out_due(now: datetime) -> list[Placement]:
    """End placements whose last day is over in their brand's time zone; returns them."""
    running = Placement.objects.filter(state__in=("live", "paused")).select_related("brand")
    over = [placement for placement in running if placement.ends_on < _today(placement.brand, now)]
    return [placement for placement in over if _timed_out(placement)]


def _timed_out(placement):
    try:
        PLACEMENT.take(placement, "time_out", None)
    except WrongState:
        return False  # somebody ended it in the same moment; the others still have their turn
    return True


def _today(brand, now):
    return now.astimezone(ZoneInfo(brand.time_zone)).date()


def _went_live(placement):
    try:
        go_live(placement)
    except WrongState:
        return False  # somebody took it on or back in the same moment
    except DomainError:
        _tell_the_owner(placement)
        return False
    return True


def _tell_the_owner(placement):
    url = address(placement)
    told = Notice.objects.filter(
        member=placement.owner, kind="placement_held", url=url, read_at=None
    )
    if told.exists():
        return
    red = [light.label for light in preflight(placement) if light.state != "ok"]
    notify(
        placement.owner,
        "placement_held",
        format_lazy(
            _("“{placement}” should be live but stays armed: {checks}"),
            placement=placement,
            checks=_listed(red),
        ),
        url=url,
        is_urgent=True,
    )


def _listed(labels):
    return format_lazy(", ".join(["{}"] * len(labels)), *labels)

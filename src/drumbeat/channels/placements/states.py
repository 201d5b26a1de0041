"""Placement: planned → booked → armed → live ↔ paused → ended → reconciled (domain.md §2.5)."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.errors import Problem
from drumbeat.people.machine import SYSTEM, Machine, Step
from drumbeat.ui.templatetags.format import date as shown_date


def _bookable(placement):
    # Late import, here and below: the guards ask tables that declare their choices from here.
    from drumbeat.channels.placements.booking import problems

    return problems(placement)


def _preflight_is_green(placement):
    from drumbeat.channels.placements.preflight import problems

    return problems(placement)


def _may_go_live(placement):
    # The clock asks outside of any page: the day is the brand's all the same.
    if placement.starts_on > timezone.localdate(timezone=ZoneInfo(placement.brand.time_zone)):
        yield Problem(_("Its flight starts on %(day)s.") % {"day": shown_date(placement.starts_on)})
    yield from _preflight_is_green(placement)


def _costs_are_explained(placement):
    from drumbeat.channels.placements.reconciling import problems

    return problems(placement)


PLACEMENT = Machine(
    "placement",
    {
        "planned": (_("Planned"), "quiet"),
        "booked": (_("Booked"), "caution"),
        "armed": (_("Armed"), "caution"),
        "live": (pgettext_lazy("placement", "Live"), "live"),
        "paused": (_("Paused"), "urgent"),
        "ended": (_("Ended"), "quiet"),
        "reconciled": (_("Reconciled"), "good"),
        "cancelled": (_("Cancelled"), "quiet"),
    },
    (
        Step("book", _("Book"), ("planned",), "booked", "placement.edit", _bookable),
        Step("arm", _("Arm"), ("booked",), "armed", "placement_arming.edit", _preflight_is_green),
        Step(
            "disarm", _("Disarm"), ("armed",), "booked", "placement_arming.edit", needs_reason=True
        ),
        Step("go_live", _("Go live"), ("armed",), "live", "placement_arming.edit", _may_go_live),
        Step("pause", _("Pause"), ("live",), "paused", "placement_pause.edit", needs_reason=True),
        Step(
            "resume",
            _("Resume"),
            ("paused",),
            "live",
            "placement_arming.edit",
            _preflight_is_green,
            needs_reason=True,
        ),
        Step("end", _("End"), ("live", "paused"), "ended", "placement_arming.edit"),
        Step("time_out", _("End of flight"), ("live", "paused"), "ended", SYSTEM),
        Step(
            "reconcile",
            _("Reconcile"),
            ("ended",),
            "reconciled",
            "placement_reconcile.approve",
            _costs_are_explained,
        ),
        Step(
            "cancel",
            _("Cancel"),
            ("planned", "booked", "armed"),
            "cancelled",
            "placement.edit",
            needs_reason=True,
        ),
    ),
)

"""An answer that is overdue: whose move it is and who asked for the brief hear of it, once a wait."""

from datetime import datetime
from itertools import groupby

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.actions import who_confirms, who_restates
from drumbeat.content.briefs.desk import WAITING, current, with_pace
from drumbeat.content.briefs.models import Brief
from drumbeat.content.lateness import tell_once
from drumbeat.content.notices import tell

AT_ONCE = 200

_WHO = {
    "submitted": who_restates,
    "restated": who_confirms,
    "returned": lambda brief: [brief.owner],
}


def tell_late_answers(now: datetime) -> int:
    """Tell of the waits that have run past their clock; returns how many."""
    # Who was told and has seen no step since has nothing new to hear.
    untold = Q(late_told_at=None) | Q(late_told_at__lt=F("updated_at"))
    found = current().filter(WAITING, untold).select_related("brand", "owner__brand")
    waiting = found.order_by("brand", "updated_at")[:AT_ONCE]
    return sum(
        _tell(brief, now)
        for brand, briefs in groupby(waiting, key=lambda brief: brief.brand)
        for brief in with_pace(brand, briefs, now)
        if brief.wait and brief.wait.is_late
    )


def _tell(brief: Brief, now) -> int:
    untold = Q(late_told_at=None) | Q(late_told_at__lt=brief.since)
    row = Brief.objects.filter(untold, pk=brief.pk, state=brief.state)
    return tell_once(row, now, _tell_of, brief)


def _tell_of(brief):
    movers = _WHO[brief.stands](brief)
    words = _("“%(name)s” is overdue: it waits for your answer.")
    tell(movers, "brief_overdue", words, brief)
    words = _("The answer to your brief “%(name)s” is overdue.")
    tell({brief.owner} - set(movers), "brief_overdue", words, brief)

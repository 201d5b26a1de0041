"""Channels as an axis of the content matrix.

A piece counts under the channels of its placements, planned ones too: there a channel is a record
with a name and somebody's decision. What content knows before that is no key to count by: a brief
says in free words where it runs, and words for a network say that somebody wrote them, not that
the piece goes there. A piece that is not placed is therefore in no channel yet, and shown as such.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.placements.models import Pin
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.content.planning.axes import Axis, add_axis

_COUNTED = [state for state, _label in PLACEMENT.choices if state != "cancelled"]


def _placed(brand):
    found = Pin.objects.filter(placement__brand=brand, placement__archived_at=None)
    found = found.filter(placement__state__in=_COUNTED)
    return found.order_by().values("version__asset")


add_axis(
    "channel",
    Axis(
        _("Channel"),
        "versions__placements__channel",
        "channels.Channel",
        unknown=_("Not placed yet"),
        counted=Q(versions__placements__state__in=_COUNTED, versions__placements__archived_at=None),
        keyed_in=_placed,
        fills="runs_on",
        hint=_(
            "A piece counts under each channel that it is placed in, planned or past; in all, once."
        ),
    ),
)

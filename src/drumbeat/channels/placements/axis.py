"""Channels as an axis of the content matrix.

A piece counts under the channels of its placements, planned ones too: there a channel is a record
with a name and somebody's decision. What content knows before that is no key to count by: a brief
may name channels that its pieces are never placed in, and words for a network say that somebody
wrote them, not that the piece goes there. A piece that is not placed is therefore in no channel
yet, and shown as such.
"""

from django.utils.translation import gettext_lazy as _

from drumbeat.channels.placements.models import Pin
from drumbeat.content.planning.axes import Axis, add_axis


def _placed(brand):
    found = Pin.objects.filter(placement__brand=brand, placement__archived_at=None)
    return found.exclude(placement__state="cancelled").order_by()


add_axis(
    "channel",
    Axis(
        _("Channel"),
        "placement__channel",
        "channels.Channel",
        unknown=_("Not placed yet"),
        counted=_placed,
        asset="asset",
        fills="runs_on",
        hint=_(
            "A piece counts under each channel that it is placed in, planned or past; in all, once."
        ),
    ),
)

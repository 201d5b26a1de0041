"""What stops placements that run: a version taken out of use. (For freezes see `freezes/`.)"""

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drumbeat.channels.placements.models import Placement
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.people.notices.actions import notify


def when_version_retires(sender, version, by, reason, **_signal):
    """Receiver of `version_retired`: nothing shows what may not be used any more."""
    running = Placement.objects.filter(state="live", pins__version=version)
    stop(running, _("%(version)s was retired: %(reason)s") % {"version": version, "reason": reason})


def stop(placements, reason: str) -> list[Placement]:
    """Pause running placements as the system and tell their owners; returns them."""
    stopped = list(placements.select_related("owner", "brand"))
    for placement in stopped:
        PLACEMENT.take(placement, "pause", None, reason=reason[:500])
        notify(
            placement.owner,
            "placement_stopped",
            format_lazy(
                gettext_lazy("“{placement}” was paused: {reason}"),
                placement=placement,
                reason=reason,
            ),
            url=placement.get_absolute_url(),
            is_urgent=True,
        )
    return stopped

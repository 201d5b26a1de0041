"""What a new brief is asked to be: an angle to take and a format, named in its address."""

from dataclasses import dataclass

from django.utils.http import urlencode

from drumbeat.content.kinds import KINDS
from drumbeat.content.planning.models import Angle
from drumbeat.people.access import visible


@dataclass(frozen=True)
class Wanted:
    """An angle, or None; a format's key, or ""."""

    angle: Angle | None = None
    format: str = ""

    @property
    def message(self):
        return self.angle.message if self.angle else None

    @property
    def query(self) -> str:
        """For an address that already asks something."""
        asked = {"angle": self.angle.pk if self.angle else "", "format": self.format}
        asked = {name: value for name, value in asked.items() if value}
        return f"&{urlencode(asked)}" if asked else ""

    def initial(self) -> dict:
        """The fields of a brief that are clear by it."""
        known = {"formats": str(dict(KINDS)[self.format])} if self.format else {}
        if self.angle is None:
            return known
        return known | {
            "title_en": self.angle.title_en,
            "title_zh": self.angle.title_zh,
            "angle": self.angle.pk,
            "messages": [self.angle.message_id],
            "audiences": [self.angle.topic.audience_id],
        }


def wanted(request) -> Wanted:
    """What the address asks for. Raises Http404 for another brand's angle."""
    angle_id, format = request.GET.get("angle"), request.GET.get("format", "")
    return Wanted(
        visible(request, Angle, angle_id) if angle_id else None,
        format if format in dict(KINDS) else "",
    )

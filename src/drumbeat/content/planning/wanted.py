"""What a new brief is asked to be: an angle to take, a format and where it runs, or a step of a
guidance path to mend with what was measured there, named in its address."""

from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from drumbeat.content.kinds import KINDS
from drumbeat.content.paths.models import PathStep
from drumbeat.content.planning.models import Angle
from drumbeat.people.access import visible
from drumbeat.ui.templatetags.format import percent


@dataclass(frozen=True)
class Wanted:
    """An angle, or None; a format's key, or ""; a step, or None; evidence and place in words."""

    angle: Angle | None = None
    format: str = ""
    step: PathStep | None = None
    evidence: str = ""
    runs_on: str = ""

    @property
    def message(self):
        return self.angle.message if self.angle else None

    @property
    def query(self) -> str:
        """For an address that already asks something."""
        asked = {
            "angle": self.angle.pk if self.angle else "",
            "format": self.format,
            "step": self.step.pk if self.step else "",
            "evidence": self.evidence,
            "runs_on": self.runs_on,
        }
        asked = {name: value for name, value in asked.items() if value}
        return f"&{urlencode(asked)}" if asked else ""

    def initial(self) -> dict:
        """The fields of a brief that are clear by it."""
        known = {"runs_on": self.runs_on}
        if self.format:
            known["formats"] = str(dict(KINDS)[self.format])
        if self.step is not None:
            known |= self._of_the_step()
        if self.angle is None:
            return known
        return known | {
            "title_en": self.angle.title_en,
            "title_zh": self.angle.title_zh,
            "angle": self.angle.pk,
            "messages": [self.angle.message_id],
            "audiences": [self.angle.topic.audience_id],
        }

    def _of_the_step(self) -> dict:
        step, path = self.step, self.step.path
        target = "" if step.target_rate is None else percent(step.target_rate)
        return {
            "title_en": step.title_en,
            "title_zh": step.title_zh,
            "objective": _("More of those at “%(step)s” go on; the target is %(target)s.")
            % {"step": step, "target": target},
            "insight": self.evidence,
            "proposition": step.promise,
            "success_metric": _("Share that goes on from “%s”") % step,
            "messages": [path.message_id] if path.message_id else [],
            "audiences": [path.audience_id] if path.audience_id else [],
        }


def wanted(request) -> Wanted:
    """What the address asks for. Raises Http404 for another brand's angle or step."""
    angle_id, format = request.GET.get("angle"), request.GET.get("format", "")
    step_id = request.GET.get("step")
    return Wanted(
        visible(request, Angle, angle_id) if angle_id else None,
        format if format in dict(KINDS) else "",
        visible(request, PathStep, step_id) if step_id else None,
        request.GET.get("evidence", "")[:1000],
        request.GET.get("runs_on", "")[:200],
    )

"""A path as a file: a row a step."""

from django.utils.translation import gettext as _

from drumbeat.content.paths.models import GuidancePath, PathStep
from drumbeat.formats.columns import Column
from drumbeat.ui.tables import table_file


def steps_file(kind: str, path: GuidancePath, steps: list[PathStep]):
    columns = [
        Column("number", _("No."), "integer"),
        Column("step", _("Step")),
        Column("kind", _("Kind")),
        Column("exit", _("Side exit")),
        Column("url", _("Address")),
        Column("promise", _("What it promises")),
        Column("act", _("Call to action")),
        Column("counted", _("Counted by")),
        Column("target", _("Target rate"), "percent"),
    ]
    rows = (
        {
            "number": number,
            "step": str(step),
            "kind": str(step.get_kind_display()),
            "exit": _("yes") if step.is_exit else "",
            "url": step.url,
            "promise": step.promise,
            "act": step.call_to_action,
            "counted": step.counted_in_words,
            "target": None if step.target_rate is None else float(step.target_rate),
        }
        for number, step in enumerate(steps, start=1)
    )
    return table_file(kind, f"{path} v{path.number}", columns, rows)


def paths_file(kind: str, paths):
    columns = [
        Column("path", _("Guidance path")),
        Column("version", _("Version"), "integer"),
        Column("campaign", _("Campaign")),
        Column("audience", _("Audience")),
        Column("message", _("Key message")),
        Column("steps", _("Steps"), "integer"),
        Column("state", _("State")),
        Column("owner", _("Owner")),
    ]
    rows = (
        {
            "path": str(path),
            "version": path.number,
            "campaign": str(path.campaign),
            "audience": str(path.audience or ""),
            "message": str(path.message or ""),
            "steps": path.step_count,
            "state": str(path.get_state_display()),
            "owner": str(path.owner),
        }
        for path in paths
    )
    return table_file(kind, _("Guidance paths"), columns, rows)

"""Tasks as a table of facts."""

from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.people.matrix import MODULES


def task_sheet(tasks) -> tuple[list[Column], list[dict]]:
    """Columns and one row a task; dates are days in the brand's time zone."""
    columns = [
        Column("key", _("No.")),
        Column("title_en", _("Name (English)"), width=40),
        Column("title_zh", _("Name (Chinese)"), width=30),
        Column("kind", _("Kind")),
        Column("run", _("Run"), width=30),
        Column("module", _("Module")),
        Column("owner", _("Owner")),
        Column("accountable", _("Accepted by")),
        Column("state", _("State")),
        Column("start", _("Start"), "date"),
        Column("due", _("Due"), "date"),
        Column("baseline", _("First due"), "date"),
        Column("finished", _("Finished"), "date"),
        Column("critical", _("Critical")),
        Column("slack", _("Float")),
        Column("deliverable", _("Deliverable"), width=40),
        Column("acceptance", _("Accepted when"), width=40),
    ]
    return columns, [_row(task) for task in tasks]


def _row(task):
    return {
        "key": task.key,
        "title_en": task.title_en,
        "title_zh": task.title_zh,
        "kind": task.get_kind_display(),
        "run": str(task.run or ""),
        "module": str(MODULES[task.module]),
        "owner": task.owner.name,
        "accountable": task.accountable.name,
        "state": task.get_state_display(),
        "start": _day(task.start_at),
        "due": _day(task.due_at),
        "baseline": _day(task.baseline_due_at),
        "finished": _day(task.finished_at),
        "critical": _("yes") if task.is_critical else "",
        "slack": f"{task.slack:g}",
        "deliverable": task.deliverable,
        "acceptance": task.acceptance,
    }


def _day(moment):
    return timezone.localdate(moment) if moment else None

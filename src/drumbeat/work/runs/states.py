"""Run: running → done | aborted (domain.md §2.5)."""

from django.utils.translation import gettext_lazy as _

from drumbeat.people.machine import SYSTEM, Machine, Step

RUN = Machine(
    "run",
    {
        "running": (_("Running"), "live"),
        "done": (_("Done"), "good"),
        "aborted": (_("Aborted"), "urgent"),
    },
    (
        Step("finish", _("Finish"), ("running",), "done", SYSTEM),
        Step("abort", _("Abort"), ("running",), "aborted", "run.edit", needs_reason=True),
    ),
)

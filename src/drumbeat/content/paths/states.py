"""A user guidance path: drawn as a draft, then in force with frozen targets until the next version
takes its place."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import SYSTEM, Machine, Step


def _complete(path):
    # Late import: readiness asks the tables that declare their choices from here.
    from drumbeat.content.paths.readiness import problems

    return problems(path)


PATH = Machine(
    "path",
    {
        "draft": (_("Draft"), "quiet"),
        "in_force": (pgettext_lazy("guidance path", "In force"), "good"),
        "superseded": (_("Superseded"), "quiet"),
    },
    (
        Step("enforce", _("Put in force"), ("draft",), "in_force", "brief.edit", _complete),
        Step("supersede", _("Supersede"), ("in_force",), "superseded", SYSTEM),
    ),
)

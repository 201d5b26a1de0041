"""Spend import: checked → committed | rejected → superseded (domain.md §2.5)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import SYSTEM, Machine, Step


def _balanced(spend_import):
    # Late import: the guard asks the table that declares its choices from here.
    from drumbeat.channels.spend.balance import problems

    return problems(spend_import)


SPEND_IMPORT = Machine(
    "spend_import",
    {
        "checked": (_("Checked"), "caution"),
        "committed": (pgettext_lazy("spend file", "Committed"), "good"),
        "rejected": (_("Discarded"), "urgent"),
        "superseded": (_("Superseded"), "quiet"),
    },
    (
        Step("commit", _("Commit"), ("checked",), "committed", "spend.edit", _balanced),
        Step("reject", _("Discard"), ("checked",), "rejected", "spend.edit"),
        Step("supersede", _("Supersede"), ("committed",), "superseded", SYSTEM),
    ),
)

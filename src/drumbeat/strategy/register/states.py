"""A register item: open → settled, and open again when it turns out unsettled."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import Machine, Step

ITEM = Machine(
    "swot_item",
    {"open": (pgettext_lazy("register item", "Open"), "live"), "settled": (_("Settled"), "quiet")},
    (
        Step("settle", _("Settle"), ("open",), "settled", "research.edit", needs_reason=True),
        Step("reopen", _("Open again"), ("settled",), "open", "research.edit", needs_reason=True),
    ),
)

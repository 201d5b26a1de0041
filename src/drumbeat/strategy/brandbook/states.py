"""Brand platform: draft → active → retired. One is active; making another active retires it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import Machine, Problem, Step
from drumbeat.strategy.brandbook.parts import SLOTS


def _ready(platform):
    if not platform.promise:
        yield Problem(_("Write the promise."), "promise_en")
    empty = [str(label) for slot, label in SLOTS.items() if not platform.slot(slot)]
    if empty:
        words = _("Fill all six slots of the positioning. Still empty: %(slots)s.")
        yield Problem(words % {"slots": ", ".join(empty)})
    if not platform.values:
        yield Problem(_("Name one core value at least."))
    if platform.rules.filter(kind="colour").exists() and not platform.colours:
        yield Problem(_("A rule measures colours, but the palette is empty."))


PLATFORM = Machine(
    "brand_platform",
    {
        "draft": (_("Draft"), "quiet"),
        "active": (pgettext_lazy("brand platform", "Active"), "good"),
        "retired": (pgettext_lazy("brand platform", "Retired"), "quiet"),
    },
    (
        Step("activate", _("Make active"), ("draft",), "active", "brand_platform.approve", _ready),
        Step(
            "retire",
            pgettext_lazy("brand platform", "Retire"),
            ("active",),
            "retired",
            "brand_platform.approve",
            needs_reason=True,
        ),
    ),
)

"""Task: blocked → ready → doing → submitted → accepted, or returned, or waived (§2.5).

A gate takes none of the middle steps: it is ready (open), then passed or failed by a decision.
"""

from django.utils.translation import gettext_lazy as _

from drumbeat.people.machine import SYSTEM, Machine, Problem, Step

OPEN = ("blocked", "ready", "doing", "submitted", "returned")
CLOSED = ("accepted", "waived")


def _worked_on(task):
    if task.kind == "gate":
        yield Problem(_("A gate is decided, not worked on."))


def _delivered(task):
    yield from _worked_on(task)
    if task.kind == "task" and not task.is_delivered:
        yield Problem(
            _("Attach the deliverable: an object of the thread or a file."), "delivered_ref"
        )


def _decided(task):
    if task.kind != "gate":
        yield Problem(_("Only a gate is decided."))


TASK = Machine(
    "task",
    {
        "blocked": (_("Blocked"), "quiet"),
        "ready": (_("Ready"), "caution"),
        "doing": (_("Doing"), "live"),
        "submitted": (_("Submitted"), "caution"),
        "returned": (_("Returned"), "urgent"),
        "accepted": (_("Accepted"), "good"),
        "waived": (_("Waived"), "urgent"),
    },
    (
        Step("unblock", _("Unblock"), ("blocked",), "ready", SYSTEM),
        Step("block", _("Block"), ("ready",), "blocked", SYSTEM),
        Step("start", _("Start"), ("ready", "returned"), "doing", "task.edit", _worked_on),
        Step("submit", _("Submit"), ("doing",), "submitted", "task.edit", _delivered),
        Step("accept", _("Accept"), ("submitted",), "accepted", "task.create"),
        Step("return", _("Return"), ("submitted",), "returned", "task.create", needs_reason=True),
        Step(
            "pass", _("Pass"), ("ready", "returned"), "accepted", "gate_decision.approve", _decided
        ),
        Step(
            "fail",
            _("Fail"),
            ("ready", "returned", "accepted"),
            "returned",
            "gate_decision.approve",
            _decided,
            needs_reason=True,
        ),
        Step("waive", _("Waive"), OPEN, "waived", "task.approve", needs_reason=True),
    ),
)

"""Definition of ready: what a brief must say before content is asked to take it on (§2.3 ★)."""

from django.utils.translation import gettext_lazy as _

from drumbeat.people.errors import Problem

_SAYINGS = {
    "objective": _("Say what the piece must achieve."),
    "insight": _("Give the insight: X because Y, so Z."),
    "proposition": _("Write the single-minded proposition."),
    "formats": _("List the formats that are wanted."),
    "success_metric": _("Name the metric by which we will know that it worked."),
}


def problems(brief):
    """Yields a Problem for everything that is missing, in the order of the page."""
    yield from _plan(brief)
    yield from _audiences(brief)
    yield from _messages(brief)
    for field, saying in _SAYINGS.items():
        if field == "insight" and brief.insights.exists():
            continue
        if not getattr(brief, field).strip():
            yield Problem(saying, field)
    if brief.due_on is None:
        yield Problem(_("Set the day it is due."), "due_on")


def _plan(brief):
    if brief.plan.state not in ("approved", "active"):
        yield Problem(_("Its plan is not approved yet."), "plan")


def _audiences(brief):
    audiences = list(brief.audiences.all())
    if not audiences:
        yield Problem(_("Choose at least one audience."), "audiences")
    for audience in audiences:
        if audience.archived_at or audience.priority == "excluded":
            yield Problem(
                _("The audience “%(name)s” is no longer addressed.") % {"name": audience},
                "audiences",
            )


def _messages(brief):
    messages = list(brief.messages.all())
    if not messages:
        yield Problem(_("Choose at least one key message."), "messages")
    for message in messages:
        if message.archived_at or not message.is_active:
            yield Problem(
                _("The message “%(name)s” is not in use any more.") % {"name": message},
                "messages",
            )

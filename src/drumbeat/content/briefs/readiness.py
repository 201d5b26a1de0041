"""Definition of ready: what a brief must say before content is asked to take it on (§2.3 ★).

Every brief has these lines; its type adds its own (see `kinds`), and so does what was tried
before (see `tried`). The page shows all of them, the guard of the machine those that are open.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from drumbeat.content.briefs.places import places_of
from drumbeat.content.briefs.tried import Tried, tried_before
from drumbeat.people.errors import Problem

_SAYINGS = {
    "objective": _("Say what the piece must achieve."),
    "insight": _("Give the insight: X because Y, so Z."),
    "proposition": _("Write the single-minded proposition."),
    "formats": _("List the formats that are wanted."),
    "success_metric": _("Name the metric by which we will know that it worked."),
    "due_on": _("Set the day it is due."),
}


@dataclass(frozen=True)
class Line:
    """One line of the checklist. saying: what to do while it is open, "" once it is done.

    url: where that is done.
    """

    label: str | Promise
    field: str
    saying: str | Promise
    url: str

    @property
    def is_done(self) -> bool:
        return not self.saying


def problems(brief) -> Iterator[Problem]:
    """Yields a Problem for everything that is missing, in the order of the page."""
    for line in checklist(brief):
        if not line.is_done:
            yield Problem(line.saying, line.field)


def checklist(brief, tried: list[Tried] | None = None) -> Iterator[Line]:
    """Every line, open or done, in the order of the form. tried: if it was looked up already."""
    plan = "" if brief.plan.state in ("approved", "active") else _("Its plan is not approved yet.")
    yield Line(_("Plan approved"), "plan", plan, brief.plan.get_absolute_url())
    yield from _chosen(brief, "audiences", _audience_troubles(brief))
    yield from _chosen(brief, "messages", _message_troubles(brief))
    for field, saying in (_SAYINGS | brief.asked_by.asks).items():
        yield _line(brief, field, "" if _is_filled(brief, field) else saying)
    for words in brief.asked_by.mandatory:
        yield _mandatory_line(brief, words)
    for one in tried_before(brief) if tried is None else tried:
        yield _tried_line(brief, one)


def _is_filled(brief, field):
    if field == "insight" and brief.insights.exists():
        return True
    if field == "runs_on" and places_of(brief):
        return True
    column = brief._meta.get_field(field).attname
    return bool(str(getattr(brief, column) or "").strip())


def _chosen(brief, field, troubles):
    """A line for each trouble, or the one that is done."""
    for saying in list(troubles) or [""]:
        yield _line(brief, field, saying)


def _mandatory_line(brief, words):
    label = _("Mandatory: %(words)s") % {"words": words}
    saying = "" if words in brief.mandatories else _("Put this line back among the mandatories.")
    return _line(brief, "mandatories", saying, label)


def _line(brief, field, saying, label=""):
    label = label or capfirst(str(brief._meta.get_field(field).verbose_name))
    edit = reverse("content:edit_brief", args=[brief.pk])
    return Line(label, field, saying, f"{edit}#id_{field}")


def _tried_line(brief, one):
    """What was tried before is answered, however: nobody has to use it."""
    url = reverse("content:answer_tried", args=[brief.pk, one.earlier.pk])
    name = {"name": one.earlier}
    if one.answer:
        return Line(_("Tried before: %(name)s") % name, "tried", "", url)
    ask = _("Of “%(name)s”, say what you use, or why it does not apply.") % name
    return Line(_("Tried before?"), "tried", ask, url)


def _audience_troubles(brief):
    audiences = list(brief.audiences.all())
    if not audiences:
        yield _("Choose at least one audience.")
    for audience in audiences:
        if audience.archived_at or audience.priority == "excluded":
            yield _("The audience “%(name)s” is no longer addressed.") % {"name": audience}


def _message_troubles(brief):
    messages = list(brief.messages.all())
    if not messages:
        yield _("Choose at least one key message.")
    for message in messages:
        if message.archived_at or not message.is_active:
            yield _("The message “%(name)s” is not in use any more.") % {"name": message}

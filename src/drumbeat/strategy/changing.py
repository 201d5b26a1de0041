"""A key message or an audience changes under work that carries it: who carries it is told, once.

What changed is read from the trail, here for the notice and by rooms above for their pages.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from drumbeat.people.audit.changes import changes_of
from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.audit.trail import trail_of
from drumbeat.people.notices.actions import notify
from drumbeat.strategy.signals import carried_changed

# What work is made from; a place in the house or a size is not.
SAID = {
    "keymessage": {"title_en", "title_zh", "tone", "is_active"},
    "audience": {"title_en", "title_zh", "priority", "rule", "excludes", "jobs", "media_habits"},
}
LONGEST_SAID = 60


@contextmanager
def announced(obj):
    """Around a recorded change of a message or an audience: tells those whose work carries it."""
    with transaction.atomic():
        yield
        event = trail_of(obj, 1)[0]
        if changes(event):
            _tell(obj, event)


def changes(*events: AuditEvent) -> list[dict]:
    """[{label, before, after}] of what one object's events, first to last, changed together."""
    merged = AuditEvent(kind=events[0].kind, pk=events[0].pk)
    for event in events:
        for name in (SAID[event.kind] | {"archived_at"}) & event.before.keys():
            merged.before.setdefault(name, event.before[name])
            merged.after[name] = event.after[name]
    for name in list(merged.after):
        if merged.before[name] == merged.after[name]:
            del merged.before[name], merged.after[name]
    told = list(changes_of([merged], "").get(merged.pk, ()))
    if merged.after.get("archived_at"):
        told.append({"label": _("In use"), "before": _("yes"), "after": _("no")})
    return told


def _tell(obj, event):
    concerned = {}
    for _receiver, pairs in carried_changed.send(type(obj), obj=obj):
        for member, url in pairs:
            concerned.setdefault(member.pk, (member, url))
    for member, url in concerned.values():
        if member.pk != event.by_id and member.left_at is None:
            notify(member, "carried_changed", _Sentence(obj, event), url=url)


class _Sentence:
    """Filled in only when read, so that each language gets its own labels and names."""

    def __init__(self, obj, event):
        self.obj, self.event = obj, event

    def __str__(self):
        if self.event.kind == "keymessage":
            words = _("The message “%(name)s”, which your work carries, changed. %(what)s")
        else:
            words = _("The audience “%(name)s”, whom your work addresses, changed. %(what)s")
        what = "; ".join(
            f"{change['label']}: “{_short(change['before'])}” → “{_short(change['after'])}”"
            for change in changes(self.event)
        )
        return words % {"name": _short(str(self.obj)), "what": what}


def _short(text):
    return Truncator(text).chars(LONGEST_SAID)

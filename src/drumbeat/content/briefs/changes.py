"""Strategy changes a message or an audience of a brief that is worked from.

Who works from it is told (see `strategy.changing`); the brief shows what changed since content
read it last, until content answers: our work follows, or no change is needed, and why.
"""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.content.briefs.actions import restatement, stands_in_content
from drumbeat.content.briefs.models import Brief, ChangeAnswer
from drumbeat.content.notices import tell
from drumbeat.people.audit.models import AuditEvent
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import AlreadyDone, NotAllowed
from drumbeat.people.members.models import Member
from drumbeat.strategy import changing
from drumbeat.strategy.models import Audience, KeyMessage
from drumbeat.strategy.signals import carried_changed

VERBS = (gettext_noop("answered a change"),)
WORKED_FROM = ("submitted", "restated", "acknowledged", "in_production", "delivered")


@dataclass(frozen=True)
class Changed:
    """A message or an audience, and what of it is other than when content read it."""

    obj: KeyMessage | Audience
    changes: list[dict]
    event: AuditEvent

    @property
    def is_message(self) -> bool:
        return isinstance(self.obj, KeyMessage)


def changed_since(brief: Brief) -> list[Changed]:
    """What changed since content restated the intent or answered a change (5 queries at most).

    Nothing before that: who restates it reads the newest words.
    """
    words = restatement(brief) if brief.state in WORKED_FROM else None
    if words is None:
        return []
    answered = next((answer.at for answer in brief.change_answers.all()), None)
    carried = {("keymessage", one.pk): one for one in brief.messages.all()} | {
        ("audience", one.pk): one for one in brief.audiences.all()
    }
    found = []
    for key, events in groupby(
        _events(brief, carried, max(filter(None, (words.at, answered)))),
        key=lambda event: (event.kind, event.object_id),
    ):
        events = list(events)
        if changes := changing.changes(*events):
            found.append(Changed(carried[key], changes, events[-1]))
    return found


def answer_change(brief: Brief, *, by: Member, answer: str, note: str) -> ChangeAnswer:
    """Content looked again. Raises NotAllowed, AlreadyDone where nothing is open."""
    by.must("brief_acknowledgement.approve", brief)
    if not stands_in_content(by):
        raise NotAllowed(_("Content says what follows from the change."))
    with recorded(by, "answered a change", brief, reason=note[:500]):
        Brief.objects.select_for_update().get(pk=brief.pk)
        if not changed_since(brief):
            raise AlreadyDone(_("Nothing changed since content looked at it last."))
        done = ChangeAnswer.objects.create(
            brand=brief.brand, owner=by, brief=brief, answer=answer, note=note
        )
        tell(
            [brief.owner] if brief.owner_id != by.pk else [],
            "change_answered",
            gettext_lazy("“%(name)s”: content answered the change. Read what follows."),
            brief,
        )
    return done


@receiver(carried_changed)
def who_works_from_it(sender, obj, **_more):
    """Owners of the briefs, who restated them, and owners of their assets."""
    from drumbeat.content.assets.models import Asset

    carries = {"messages": obj} if sender is KeyMessage else {"audiences": obj}
    live = Brief.objects.current().filter(state__in=WORKED_FROM, **carries)
    briefs = list(
        live.select_related("owner__brand").prefetch_related("acknowledgements__by__brand")
    )
    concerned = [(brief.owner, brief.get_absolute_url()) for brief in briefs]
    for brief in briefs:
        readers = [words.by for words in brief.acknowledgements.all()[:1]]
        concerned += [(member, brief.get_absolute_url()) for member in readers]
    made = Asset.objects.current().filter(brief__in=briefs)
    if sender is KeyMessage:
        made = made.filter(message=obj)
    for asset in made.select_related("owner__brand", "brief"):
        concerned.append((asset.owner, asset.brief.get_absolute_url()))
    return concerned


def _events(brief, carried, read_at):
    messages = [pk for kind, pk in carried if kind == "keymessage"]
    audiences = [pk for kind, pk in carried if kind == "audience"]
    about = Q(kind="keymessage", object_id__in=messages) | Q(
        kind="audience", object_id__in=audiences
    )
    events = AuditEvent.objects.filter(about, brand=brief.brand_id, at__gt=read_at)
    return events.select_related("by__person").order_by("kind", "object_id", "at", "id")

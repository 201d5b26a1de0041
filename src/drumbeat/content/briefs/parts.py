"""What hangs on a draft besides its fields: references, and answers to what was tried before."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_noop

from drumbeat.content.briefs.actions import must_be_open
from drumbeat.content.briefs.models import Brief, Reference, TriedAnswer
from drumbeat.people.audit.trail import recorded
from drumbeat.people.members.models import Member

# The trail's verbs, shown translated.
VERBS = (
    gettext_noop("added a reference"),
    gettext_noop("removed a reference"),
    gettext_noop("answered what was tried before"),
)


def add_reference(reference: Reference, *, by: Member) -> Brief:
    """Show the writer a piece. Raises NotAllowed, WrongState."""
    said = f"{reference}: {reference.why}"
    with _changed(reference.brief, by, "added a reference", said):
        reference.save()
    return reference.brief


def remove_reference(reference: Reference, *, by: Member) -> Brief:
    """Raises NotAllowed, WrongState."""
    with _changed(reference.brief, by, "removed a reference", str(reference)):
        reference.delete()
    return reference.brief


def answer_tried(brief: Brief, earlier: Brief, *, by: Member, answer: str, why: str) -> Brief:
    """Say how an earlier brief is used, or why it does not apply; the last answer counts.

    Raises NotAllowed, WrongState.
    """
    with _changed(brief, by, "answered what was tried before", f"{earlier}: {why}"):
        TriedAnswer.objects.update_or_create(
            brief=brief,
            earlier=earlier,
            defaults={"brand": brief.brand, "owner": by, "answer": answer, "why": why},
        )
    return brief


@contextmanager
def _changed(brief, by, verb, said):
    """A part's change is a change of its brief, and shows there; the brief is held meanwhile, so
    that nobody submits it in between."""
    by.must("brief.edit", brief)
    with transaction.atomic():
        must_be_open(Brief.objects.select_for_update().get(pk=brief.pk))
        with recorded(by, verb, brief, reason=said[:500]):
            yield

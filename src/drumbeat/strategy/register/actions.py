"""What people do with the register."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.register.models import SwotEvidence, SwotItem
from drumbeat.thread.registry import kind, resolve

VERBS = (gettext_noop("added evidence to"), gettext_noop("removed evidence from"))
KINDS = (gettext_noop("swot item"), gettext_noop("swot evidence"))
REVIEW_MONTHS = 3


def add_evidence(item: SwotItem, *, by, ref: str, note: str) -> SwotEvidence:
    """Link any object of the thread and say what it shows. Raises NotAllowed, Refused."""
    by.must("research.create", item)
    found = resolve(by.brand, [ref]).get(ref)
    if found is None or not by.may(kind(ref.partition(":")[0]).view, found):
        raise Refused(Problem(_("Choose an object of the thread from the search."), "ref"))
    if found == item:
        raise Refused(Problem(_("Nothing is evidence for itself."), "ref"))
    if item.evidence.filter(ref=ref).exists():
        raise Refused(Problem(_("This is linked already."), "ref"))
    with recorded(by, "added evidence to", item, reason=note):
        return SwotEvidence.objects.create(
            brand=item.brand, owner=by, item=item, ref=ref, note=note[:300]
        )


def remove_evidence(evidence: SwotEvidence, *, by) -> None:
    """Raises NotAllowed."""
    by.must("research.edit", evidence)
    with recorded(by, "removed evidence from", evidence.item, reason=evidence.note):
        evidence.delete()


def next_review(today: date) -> date:
    """The first day of the next quarter: when a register is gone through again."""
    quarter = (today.month - 1) // 3
    return date(today.year + (quarter == 3), (quarter * 3 + REVIEW_MONTHS) % 12 + 1, 1)

"""What people do with insights."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.insights.models import Insight, InsightEvidence
from drumbeat.strategy.insights.states import INSIGHT

VERBS = (
    gettext_noop("added evidence to"),
    gettext_noop("removed evidence from"),
    gettext_noop("renewed"),
)


def add_evidence(
    insight: Insight, *, by, study, question=None, passage=None, note: str, figures=None
) -> InsightEvidence:
    """Link what shows it, with the figures as they stand now. Raises NotAllowed, WrongState, Refused."""
    by.must("research.edit", insight)
    if insight.state == "withdrawn":
        raise WrongState(_("Nothing is added to an insight that was withdrawn."))
    if not note.strip():
        raise Refused(Problem(_("Say what it shows."), "note"))
    there = insight.evidence.filter(study=study, question=question, passage=passage)
    if there.exists():
        raise Refused(Problem(_("This is linked already."), "what"))
    with recorded(by, "added evidence to", insight, reason=note[:300]):
        return InsightEvidence.objects.create(
            brand=insight.brand,
            owner=by,
            insight=insight,
            study=study,
            question=question,
            passage=passage,
            note=note[:300],
            figures=figures or {},
        )


def remove_evidence(evidence: InsightEvidence, *, by) -> None:
    """Take evidence off a draft. Raises NotAllowed, WrongState."""
    insight = evidence.insight
    by.must("research.edit", insight)
    if insight.state != "draft":
        raise WrongState(_("What a published insight rests on is not taken away."))
    with recorded(by, "removed evidence from", insight, reason=evidence.note):
        evidence.delete()


def must_be_draft(insight: Insight) -> None:
    """Raises WrongState: others cite what was published, so its words stay."""
    if insight.state != "draft":
        raise WrongState(_("Only a draft can be edited. Renew it, or withdraw it with a reason."))


def renew(insight: Insight, *, by, expires_on, reason: str) -> Insight:
    """It was looked at again and still holds. Raises NotAllowed, WrongState, Refused."""
    by.must("research.edit", insight)
    if insight.state != "published":
        raise WrongState(_("Only a published insight is renewed."))
    if expires_on <= insight.expires_on:
        raise Refused(Problem(_("Choose a later day than the one it has."), "expires_on"))
    with recorded(by, "renewed", insight, reason=reason):
        insight.expires_on = expires_on
        insight.row_version += 1
        insight.save(update_fields=["expires_on", "row_version", "updated_at"])
    return insight


def withdraw(insight: Insight, *, by, reason: str) -> Insight:
    """It turned out wrong; who cites it sees that. Raises NotAllowed, WrongState, Refused."""
    return INSIGHT.take(insight, "withdraw", by, reason=reason)

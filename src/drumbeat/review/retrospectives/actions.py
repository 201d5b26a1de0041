"""What people do with a retrospective: write in it, learn from it, close it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.knowledge.learnings.actions import propose
from drumbeat.knowledge.models import Learning
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.review.models import Closing, Retrospective
from drumbeat.review.retrospectives.page import Review, review_of
from drumbeat.review.retrospectives.snapshot import sha256_of, snapshot_of
from drumbeat.strategy.campaigns.actions import close as close_campaign
from drumbeat.strategy.models import Campaign

VERBS = (gettext_noop("wrote in"), gettext_noop("closed"))
GOOD_FOR = timedelta(days=365)
"""How long a learning from a campaign holds unless somebody says otherwise (I-17: ≤ 18 months)."""


def retrospective_of(campaign: Campaign, by) -> Retrospective:
    """The campaign's retrospective; begun (not saved) with the first word."""
    found = Retrospective.objects.filter(campaign=campaign).first()
    return found or Retrospective(brand=campaign.brand, owner=by, campaign=campaign)


def must_be_open(retrospective: Retrospective) -> None:
    """Raises WrongState once it is closed: its numbers and words stand."""
    if Closing.objects.filter(retrospective=retrospective).exists():
        raise WrongState(_("This retrospective is closed. What it says stands."))


@transaction.atomic
def learn(review: Review, key: str, *, by, title: str, other_title="", scope="") -> Learning:
    """Turn a suggestion into a draft learning in the words of a person.

    title: the claim in the page's language; other_title: in the other one. The evidence is the
    object the suggestion names, with the figures as they stand now, and the campaign.
    Raises NotAllowed, Refused.
    """
    found = next((one for one in review.suggestions if one.key == key), None)
    if found is None:
        raise Refused(Problem(_("The numbers have moved on; reload to see what they say now.")))
    if not title.strip():
        raise Refused(Problem(_("Say it in one sentence."), "title"))
    note = _("Result of %(campaign)s") % {"campaign": review.campaign}
    draft = propose(
        by,
        title=title.strip(),
        kind=found.kind,
        confidence=found.confidence,
        scope=scope,
        expires_on=timezone.localdate() + GOOD_FOR,
        evidence=[
            (found.ref, note, found.figures),
            (f"campaign:{review.campaign.pk}", note, {"campaign": str(review.campaign)}),
        ],
    )
    _name_in_both(draft, other_title, by)
    return draft


def _name_in_both(draft, other_title, by):
    empty = "title_en" if draft.title_zh else "title_zh"
    if other_title and other_title != (draft.title_en or draft.title_zh):
        with recorded(by, "edited", draft):
            setattr(draft, empty, other_title[:160])
            draft.save(update_fields=[empty, "updated_at"])


def close(campaign: Campaign, *, by, partial_cost_reason="", now=None) -> Closing:
    """Freeze the numbers and close the campaign. Raises NotAllowed, WrongState, Refused (I-19, I-28).

    With cost lines missing it needs a reason, and is labelled partial for ever.
    """
    by.must("campaign.approve", campaign)
    if campaign.state != "closing":
        raise WrongState(_("Start closing the campaign first: its last days may still count."))
    review = review_of(campaign, now or timezone.now())
    if review.costs.is_partial and not partial_cost_reason.strip():
        raise Refused(Problem(_missing_in_words(review), "partial_cost_reason"))
    with transaction.atomic():
        retrospective = retrospective_of(campaign, by)
        if retrospective._state.adding:
            with recorded(by, "wrote in", retrospective):
                retrospective.save()
        snapshot = snapshot_of(review)
        closing = Closing(
            brand=campaign.brand,
            owner=by,
            by=by,
            retrospective=retrospective,
            partial_cost_reason=partial_cost_reason.strip() if review.costs.is_partial else "",
            snapshot=snapshot,
            sha256=sha256_of(snapshot),
        )
        with recorded(by, "closed", retrospective, reason=closing.partial_cost_reason):
            closing.save()
            close_campaign(campaign)
    return closing


def _missing_in_words(review) -> str:
    missing = review.costs.missing
    if not missing:
        return _("No cost line has a plan value. Say why it closes with partial cost.")
    return _("No actual cost yet for: %(lines)s. Book it, or say why it closes without.") % {
        "lines": ", ".join(row.label for row in missing)
    }

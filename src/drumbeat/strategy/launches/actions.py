"""Scoring a launch."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.campaigns.models import Campaign
from drumbeat.strategy.launches import scoring
from drumbeat.strategy.launches.models import LaunchTier

VERBS = (gettext_noop("scored"),)
KINDS = (gettext_noop("launch tier"),)


@transaction.atomic
def score(campaign: Campaign, answers: dict, *, by, tier="", why="") -> LaunchTier:
    """Keep the answers and the tier they make; scored again, it replaces the one before.

    tier: another one than scored, which needs `why`. Raises NotAllowed, Refused.
    """
    by.must("campaign.edit", campaign)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    kept = LaunchTier.objects.filter(campaign=campaign).first() or LaunchTier(
        brand=campaign.brand, owner=by, campaign=campaign
    )
    total = scoring.points(answers)
    scored = scoring.tier_of(total)
    is_other = bool(tier) and tier != scored
    if is_other and not why:
        told = _("By the answers it is tier %(scored)s: say why it is taken as %(tier)s.")
        raise Refused(Problem(told % {"scored": scored[1], "tier": tier[1]}, "why"))
    with recorded(by, "scored", kept, reason=why if is_other else ""):
        kept.answers, kept.points, kept.scored, kept.scheme = (
            answers,
            total,
            scored,
            scoring.dated(),
        )
        kept.tier, kept.why = (tier, why) if is_other else (scored, "")
        kept.row_version += not kept._state.adding
        kept.save()
    return kept

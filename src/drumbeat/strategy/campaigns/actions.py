"""What people, and the clock, do with campaigns."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.science.utm import slug as ascii_slug
from drumbeat.strategy.campaigns.models import Campaign, Freeze
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.plans.states import PLAN
from drumbeat.strategy.signals import campaign_frozen, campaign_lifted

VERBS = (gettext_noop("froze"), gettext_noop("lifted the freeze of"))
SLUG_LENGTH = 40


def free_slug(brand, title: str) -> str:
    """A link name made of the title (Chinese as pinyin) that no campaign of the brand has yet.

    Raises Refused when the title holds nothing that could be written in latin letters.
    """
    try:
        wanted = ascii_slug(title, SLUG_LENGTH - 3).replace(".", "-").strip("-")
    except ValueError:
        wanted = ""
    if not wanted:
        raise Refused(Problem(_("Give a short name in latin letters."), "slug"))
    taken = set(
        Campaign.objects.of(brand).filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    candidates = (wanted, *(f"{wanted}-{number}" for number in range(2, 100)))
    return next(candidate for candidate in candidates if candidate not in taken)


def go_live(campaign: Campaign) -> Campaign:
    """The clock, or the first placement, starts it; its plan becomes active. Raises WrongState,
    Refused while it is frozen.
    """
    with transaction.atomic():
        CAMPAIGN.take(campaign, "go_live", None)
        if campaign.plan.state == "approved":
            PLAN.take(campaign.plan, "activate", None)
    return campaign


def close(campaign: Campaign) -> Campaign:
    """All is counted and the retrospective is published. Raises WrongState."""
    return CAMPAIGN.take(campaign, "close", None)


def freeze(campaign: Campaign, *, by, reason: str) -> Freeze:
    """Hold everything of the campaign still. Raises NotAllowed, WrongState, Refused."""
    by.must("dark_out.create", campaign)
    _must_say_why(reason)
    with transaction.atomic(), recorded(by, "froze", campaign, reason=reason):
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        if campaign.freezes.open().filter(crisis=None).exists():
            raise WrongState(_("It is frozen already."))
        held = Freeze.objects.create(
            brand=campaign.brand, owner=by, campaign=campaign, reason=reason[:300]
        )
        campaign_frozen.send(Campaign, campaign=campaign, freeze=held, by=by)
    return held


def lift(campaign: Campaign, *, by, reason: str) -> Freeze:
    """Let it go on where it was. Raises NotAllowed, WrongState, Refused."""
    by.must("dark_out.create", campaign)
    _must_say_why(reason)
    with transaction.atomic(), recorded(by, "lifted the freeze of", campaign, reason=reason):
        # What a crisis holds still is let go on where the crisis is worked through.
        held = campaign.freezes.select_for_update().open().filter(crisis=None).first()
        if held is None:
            raise WrongState(_("It is not frozen."))
        held.lifted_at, held.lifted_by = timezone.now(), by
        held.save(update_fields=["lifted_at", "lifted_by", "updated_at"])
        campaign_lifted.send(Campaign, campaign=campaign, freeze=held, by=by, reason=reason)
    return held


def _must_say_why(reason):
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "reason"))

"""Minting and retiring tracking links: made from the placement, unique for ever (I-25)."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.links.models import TrackingLink
from drumbeat.channels.placements.models import Placement
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.science.codes import new_code
from drumbeat.science.personal_data import personal_data_in
from drumbeat.science.utm import UrlProblem, Utm, UtmProblem, tracked_url, utm_for


@transaction.atomic
def mint(placement: Placement, *, by) -> TrackingLink:
    """The placement's link: minted at the first call, led to where it now says at every other.

    The code never changes. Raises Refused when the destination cannot carry tracking.
    """
    utm = generated_utm(placement)
    link = TrackingLink.objects.filter(placement=placement).first()
    verb = "changed" if link else "minted"
    link = link or TrackingLink(brand=placement.brand, owner=by, placement=placement)
    with recorded(by, verb, link):
        _save_with_code(link, placement, utm)
    placement.link = link
    return link


def retire(link: TrackingLink, *, by, fallback_url: str = "") -> TrackingLink:
    """From now on the link leads to its safe page, and its touches still count.

    Raises NotAllowed, WrongState.
    """
    by.must("placement.edit", link.placement)
    if link.retired_at:
        raise WrongState(_("The link is retired already."))
    with recorded(by, "retired", link):
        link.retired_at = timezone.now()
        link.fallback_url = fallback_url or link.fallback_url
        link.save(update_fields=["retired_at", "fallback_url", "updated_at"])
    return link


def generated_utm(placement: Placement) -> Utm:
    """The UTM parameters that the placement's thread dictates. Raises Refused."""
    campaign, channel = placement.campaign, placement.channel
    lead = placement.pins.select_related("version__asset").first()
    try:
        return utm_for(
            source=channel.utm_source,
            medium=channel.utm_medium,
            campaign_name=campaign.slug,
            campaign_start=campaign.starts_on,
            campaign_ulid=campaign.pk,
            goal_code=campaign.goal_id[-6:],
            asset_id=lead.version.asset_id if lead else placement.pk,
            asset_version=lead.version.number if lead else 1,
            variant=f"{placement.title_en or placement.title_zh} {placement.pk[-4:]}",
            term=_term(placement.audience),
        )
    except UtmProblem as problem:
        raise Refused(
            Problem(
                _("The channel's UTM %(field)s is not usable: %(value)s")
                % {"field": problem.field, "value": problem},
                "channel",
            )
        ) from None


def _term(audience):
    return f"{audience.title_en or audience.title_zh} {audience.pk[-4:]}" if audience else None


def _save_with_code(link, placement, utm):
    link.utm = dict(utm.parameters())
    link.code = link.code or _free_code()
    link.destination_url = _tracked(placement, utm, link.code)
    link.save()


def _free_code():
    """A code nobody ever had. Two minted alike in the same moment meet the unique constraint."""
    random = secrets.SystemRandom()
    while True:
        code = new_code(random)
        if not TrackingLink.objects.filter(code=code).exists():
            return code


def _tracked(placement, utm, code):
    destination = placement.destination_url or placement.campaign.landing_url
    if found := personal_data_in(destination):
        raise Refused(
            Problem(
                _("“%(text)s” in the address looks like personal data; links never carry any.")
                % {"text": found[0].text},
                "destination_url",
            )
        )
    try:
        return tracked_url(destination, utm, code)
    except UrlProblem as problem:
        raise Refused(
            Problem(
                _("The address cannot be tracked: %(why)s") % {"why": problem}, "destination_url"
            )
        ) from None

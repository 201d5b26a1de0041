"""Pinning asset versions to a placement: by the SHA-256 of exactly what was approved."""

from django.utils.translation import gettext as _

from drumbeat.channels.placements.models import Pin, Placement
from drumbeat.content.models import Version
from drumbeat.people.errors import Problem, Refused
from drumbeat.strategy.models import Plan


def pinnable(plan: Plan):
    """The versions a placement of this plan may carry: approved, and made for one of its briefs."""
    return (
        Version.objects.current()
        .approved()
        .filter(asset__brief__plan=plan)
        .select_related("asset")
        .order_by("asset__title_en", "asset_id", "-number")
    )


def pin(placement: Placement, versions) -> None:
    """Let the placement carry these versions, the first in the lead. Raises Refused.

    Handshakes stay, but count only for the bytes they named.
    """
    versions = list(versions)
    allowed = set(pinnable(placement.campaign.plan).values_list("pk", flat=True))
    for version in versions:
        if version.pk not in allowed:
            raise Refused(
                Problem(
                    _("%(version)s is not approved for this plan.") % {"version": version},
                    "versions",
                )
            )
    placement.pins.exclude(version__in=versions).delete()
    for position, version in enumerate(versions):
        # An existing pin keeps its hash: it says what was agreed, not what is stored now.
        Pin.objects.update_or_create(
            placement=placement,
            version=version,
            defaults={"position": position},
            create_defaults={"position": position, "sha256": version.sha256},
        )

"""What asset screens read, and what rooms above ask about versions."""

from datetime import timedelta

from django.db.models import OuterRef, Prefetch, Q, Subquery

from drumbeat.content.assets.models import Approval, Asset, Finding, Version
from drumbeat.content.briefs.models import Brief
from drumbeat.content.rights.models import EXPIRY_WARNING_DAYS, Right
from drumbeat.people.members.models import Brand
from drumbeat.science.text.wording import SEVERITIES
from drumbeat.strategy.models import Campaign, Plan


def assets_of(brief: Brief) -> list[Asset]:
    """The brief's current assets, each with `newest_*` (1 query)."""
    return list(with_newest(Asset.objects.current().filter(brief=brief)))


def with_newest(assets):
    """The assets with what they hang on, and `newest_*` of their newest version."""
    newest = Version.objects.filter(asset=OuterRef("pk")).order_by("-number")
    return assets.select_related("brief", "message", "owner__person").annotate(
        newest_id=Subquery(newest.values("pk")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        newest_at=Subquery(newest.values("created_at")[:1]),
    )


def with_alternatives(assets):
    """The same with what is said of their newest picture."""
    newest = Version.objects.filter(asset=OuterRef("pk")).order_by("-number")
    return assets.annotate(
        newest_alt_en=Subquery(newest.values("alt_en")[:1]),
        newest_alt_zh=Subquery(newest.values("alt_zh")[:1]),
    )


def with_ties(asset: Asset) -> Asset:
    """The asset again, with its brief, message and owner along (1 query)."""
    return Asset.objects.select_related(
        "brand", "brief", "concept", "message", "owner__person"
    ).get(pk=asset.pk)


def versions_of(asset: Asset) -> list[Version]:
    """All versions, newest first, with authors, files and approvals (2 queries)."""
    approvals = Approval.objects.select_related("by__person")
    return list(
        asset.versions.select_related(
            "owner__person", "edited_by__person", "file"
        ).prefetch_related(Prefetch("approvals", approvals))
    )


def findings_of(version: Version) -> list[Finding]:
    """Open ones first, blocking ones before others (1 query)."""
    found = list(
        version.findings.select_related("owner__person", "resolved_by__person", "rule", "proof")
    )
    for finding in found:
        finding.version = version
    return sorted(
        found, key=lambda each: (not each.is_open, -SEVERITIES.index(each.severity), each.at)
    )


def rights_of(asset: Asset, today) -> list[Right]:
    """Current rights, the first to end first; each says `ends` (expired | soon | later)."""
    rights = list(asset.rights.current().select_related("paper"))
    for right in rights:
        soon = "soon" if right.expires_soon(today) else "later"
        right.ends = "expired" if right.is_expired(today) else soon
    return rights


def rights_ending_soon(brand: Brand, today, most: int) -> list[Right]:
    """The next rights that end within 30 days, soonest first (1 query)."""
    last = today + timedelta(days=EXPIRY_WARNING_DAYS)
    return list(
        Right.objects.of(brand)
        .current()
        .filter(ends_on__gte=today, ends_on__lte=last, asset__archived_at=None)
        .select_related("asset")[:most]
    )


def approved_versions(
    brand: Brand,
    *,
    brief: Brief | None = None,
    plan: Plan | None = None,
    campaign: Campaign | None = None,
):
    """Versions that a placement may pin: approved or published, of current assets.

    Narrowed to a brief, to the briefs of a plan, or to those of a campaign and the briefs of its
    plan that name no campaign. A lazy queryset, by asset, newest first, with asset and message.
    """
    found = (
        Version.objects.of(brand)
        .approved()
        .filter(asset__archived_at=None)
        .select_related("asset__message", "asset__brief", "file")
        .order_by("asset_id", "-number")
    )
    if brief is not None:
        found = found.filter(asset__brief=brief)
    if plan is not None:
        found = found.filter(asset__brief__plan=plan)
    if campaign is not None:
        found = found.filter(
            Q(asset__brief__campaign=campaign)
            | Q(asset__brief__campaign=None, asset__brief__plan=campaign.plan_id)
        )
    return found


def brief_of(version: Version) -> Brief:
    """The brief that a version answers (1 query)."""
    return Brief.objects.select_related("plan", "campaign").get(assets__versions=version)

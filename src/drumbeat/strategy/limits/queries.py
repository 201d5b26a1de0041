"""Who may spend and release how much, and what is asked."""

from dataclasses import dataclass

from django.utils import timezone

from drumbeat.formats.currencies import exchanged
from drumbeat.people.matrix import ROLES, carries
from drumbeat.people.members.models import Member
from drumbeat.people.members.queries import members_who_may
from drumbeat.strategy.limits.models import LimitRelease, SpendLimit
from drumbeat.strategy.rates.queries import rate_at, rates_at

# Roles that may promise or move money at all; a limit of any other would limit nothing.
SPENDING = tuple(
    role
    for role in ROLES
    if any(carries([role], f"{row}.create", own=True) for row in ("budget_line", "budget_move"))
)


@dataclass(frozen=True)
class Limits:
    """The brand's limits by role; a role without a row has none.

    Where no approve limit is set, who approves budget lines releases any amount, others nothing.
    """

    by_role: dict[str, SpendLimit]

    def commits(self, member: Member) -> int | None:
        """The most that one act of the member may be: the highest of their roles; None: any."""
        most = [self._of(role, "commit_minor") for role in SPENDING if role in member.roles]
        return None if not most or None in most else max(most)

    def releases(self, member: Member, minor: int) -> bool:
        """May the member release an act of so much?"""
        return any(self._covers(role, minor) for role in member.roles)

    def _covers(self, role, minor):
        if not carries([role], "budget_release.approve", own=False):
            return False
        most = self._of(role, "approve_minor")
        if most is None:
            return carries([role], "budget_line.approve", own=False)
        return minor <= most

    def _of(self, role, name):
        return getattr(self.by_role.get(role), name, None)


def limits_of(brand) -> Limits:
    """One query."""
    rows = SpendLimit.objects.of(brand).current().select_related("owner__person")
    return Limits({row.role: row for row in rows})


def in_brands(brand, minor: int, currency: str) -> int:
    """That much in the brand's currency, at today's rate. Raises Refused where none holds."""
    if currency == brand.currency:
        return minor
    held = rate_at(brand, currency, brand.currency, timezone.localdate())
    return exchanged(minor, currency, held.rate, brand.currency)


def releasers(release: LimitRelease) -> list[Member]:
    """Who else may release it. Raises Refused where no rate holds."""
    limits, brand = limits_of(release.brand), release.brand
    minor = in_brands(brand, release.amount_minor, release.currency)
    others = members_who_may(brand, "budget_release.approve", release, besides=[release.owner])
    return [member for member in others if limits.releases(member, minor)]


def releases_of(plan) -> list[LimitRelease]:
    """What was asked on the plan's lines, newest first (one query)."""
    found = LimitRelease.objects.filter(line__plan=plan)
    return list(found.select_related("line__plan", "owner__person", "decided_by__person"))


def asked_of(member: Member, releases) -> list[LimitRelease]:
    """Those that this member may decide (one query, one more where rates are needed)."""
    asked = [one for one in releases if one.state == "asked" and one.owner_id != member.pk]
    if not asked or not member.may("budget_release.approve"):
        return []
    limits, brand = limits_of(member.brand_id), member.brand
    codes = {one.currency for one in asked} - {brand.currency}
    rates = rates_at(brand, codes, brand.currency, timezone.localdate()) if codes else {}

    def worth(one):
        if one.currency == brand.currency:
            return one.amount_minor
        held = rates.get(one.currency)
        return held and exchanged(one.amount_minor, one.currency, held.rate, brand.currency)

    amounts = [(one, worth(one)) for one in asked]
    return [one for one, minor in amounts if minor is not None and limits.releases(member, minor)]


def waiting_for(member: Member, most: int) -> list[LimitRelease]:
    """What waits for this member's word, oldest first (one query, up to two more)."""
    asked = LimitRelease.objects.of(member.brand_id).filter(state="asked").exclude(owner=member)
    named = asked.select_related("line__plan", "owner__person").order_by("created_at")
    return asked_of(member, named)[:most]

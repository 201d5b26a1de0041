"""What the budget of a plan shows of limits and releases."""

from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.formats.columns import Column
from drumbeat.strategy.limits.queries import asked_of, releases_of
from drumbeat.strategy.limits.states import RELEASE


def budget_releases(plan, member) -> list[dict]:
    """What was asked on the plan's lines, newest first, with what the member can do about it
    (one query, and those of `asked_of`)."""
    found = releases_of(plan)
    mine = {one.pk for one in asked_of(member, found)}
    now = timezone.now()
    return [
        {
            "release": one,
            "decides": one.pk in mine,
            "withdraws": one.owner_id == member.pk and one.state in ("asked", "released"),
            "lapsed": _has_lapsed(one, now),
        }
        for one in found
    ]


def _has_lapsed(release, now) -> bool:
    return release.state == "released" and release.until <= now


def releases_as_table(plan) -> tuple[list[Column], list[dict]]:
    """What was asked on the plan's lines and what became of it, newest first (one query)."""
    columns = [
        Column("line", _("Line")),
        Column("kind", _("Kind")),
        Column("amount", _("Up to"), "money", currency_key="currency"),
        Column("currency", _("Currency")),
        Column("state", _("State")),
        Column("decided_by", _("Decided by")),
        Column("until", _("Valid until"), "date"),
        Column("what_for", _("What for")),
        Column("owner", _("Who")),
        Column("at", _("When"), "date"),
    ]
    now = timezone.now()
    return columns, [_row(one, now) for one in releases_of(plan)]


def _row(release, now):
    return {
        "line": str(release.line),
        "kind": str(release.get_kind_display()),
        "amount": release.amount_minor,
        "currency": release.currency,
        "state": _("Lapsed") if _has_lapsed(release, now) else str(RELEASE.label(release.state)),
        "decided_by": str(release.decided_by or ""),
        "until": timezone.localdate(release.until) if release.state == "released" else None,
        "what_for": release.what_for,
        "owner": str(release.owner),
        "at": timezone.localdate(release.created_at),
    }

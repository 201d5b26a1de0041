"""What the budget of a plan shows of limits and releases."""

from django.utils import timezone

from drumbeat.strategy.limits.queries import asked_of, releases_of


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
            "lapsed": one.state == "released" and one.until <= now,
        }
        for one in found
    ]

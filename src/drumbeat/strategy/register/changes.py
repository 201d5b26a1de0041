"""What changed in the register since a day, read back from the audit trail. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

_KEPT = ("kind", "impact", "likelihood", "state", "archived_at")


@dataclass(frozen=True)
class Change:
    """One item then and now. what: new | settled | reopened | archived | up | down.

    before, now: (impact, likelihood); before is None for an item that is new.
    """

    item: object
    what: str
    before: tuple[int, int] | None
    now: tuple[int, int]


def changes(items: Iterable, events: Iterable, since: datetime) -> list[Change]:
    """Items that are new, moved or ended since then, the largest move first.

    items: all of the brand, archived ones too. events: the trail of these items after `since`,
    oldest first, with `object_id`, `before` and `after`.
    """
    then: dict[str, dict] = {}
    for event in events:
        values = then.setdefault(event.object_id, {})
        for name in _KEPT:
            # The first word after `since` about a column says what it held until then.
            if name in event.before:
                values.setdefault(name, event.before[name])
    found = [_change(item, then.get(item.pk, {}), since) for item in items]
    return sorted((one for one in found if one), key=_size, reverse=True)


def _change(item, earlier: dict, since: datetime) -> Change | None:
    now = (item.impact, item.likelihood)
    if item.created_at >= since:
        return None if item.archived_at else Change(item, "new", None, now)
    before = (earlier.get("impact", item.impact), earlier.get("likelihood", item.likelihood))
    was_settled = earlier.get("state", item.state) == "settled"
    if item.archived_at and item.archived_at >= since:
        return Change(item, "archived", before, now)
    if item.archived_at:
        return None
    if was_settled != (item.state == "settled"):
        return Change(item, "reopened" if was_settled else "settled", before, now)
    moved = now[0] * now[1] - before[0] * before[1]
    return Change(item, "up" if moved > 0 else "down", before, now) if moved else None


def _size(change: Change) -> int:
    score = change.now[0] * change.now[1]
    return score - change.before[0] * change.before[1] if change.before else score


def quarter_start(today: date) -> date:
    """The first day of the quarter that `today` lies in."""
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)


def quarter_before(today: date) -> date:
    """The first day of the quarter before."""
    start = quarter_start(today)
    return date(start.year - (start.month == 1), (start.month - 4) % 12 + 1, 1)

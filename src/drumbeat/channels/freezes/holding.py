"""Holding placements still: the one mechanism behind a campaign's freeze and a crisis's.

Two things make that nothing slips through. What is there is swept in one transaction, with every
row locked before it is looked at. What is not swept, because somebody books it later, is refused
by the pre-flight as long as a freeze covers it. Both, and whatever goes live, first take the
brand's row: a placement is live before the sweep, and is swept, or asks after it, and is refused.
"""

from collections import Counter
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.freezes.models import Hold
from drumbeat.channels.placements.models import Placement
from drumbeat.people.members.models import Brand
from drumbeat.people.models import AuditEvent, Member
from drumbeat.people.notices.actions import notify
from drumbeat.strategy.models import Freeze

HOLDS = ("planned", "booked", "armed", "live", "paused")
"""What a freeze holds: all that might still go live, or is."""

READ = ("brand", "owner", "title_en", "title_zh", "state", *(n[:-3] for n in Freeze.SCOPE))

A_BATCH = 2000


@contextmanager
def one_at_a_time(brand_id):
    """In here nothing else of the brand goes live or is frozen. To be entered before a placement
    is locked, so that two never wait for each other.
    """
    with transaction.atomic():
        Brand.objects.select_for_update(no_key=True).get(pk=brand_id)
        yield


def covered(freezes):
    """The placements that would be held by any of these freezes, of one brand, as a queryset."""
    freezes = list(freezes)
    found = Placement.objects.none()
    for freeze in freezes:
        found = found | Placement.objects.filter(
            brand=freeze.brand_id, state__in=HOLDS, archived_at=None, **freeze.scope
        )
    return found


def hold(freezes, *, by) -> int:
    """Hold everything still that these freezes cover; what runs is paused. Returns how many.

    All or nothing, and the same few statements for ten placements or ten thousand. Owners are told
    once each.
    """
    freezes = list(freezes)
    with one_at_a_time(freezes[0].brand_id):
        # In one order, so that nobody who locks several waits in a circle.
        rows = list(covered(freezes).only(*READ).order_by("pk").select_for_update())
        holds = [
            Hold(freeze=freeze, placement=placement, state_was=placement.state, at=freeze.at)
            for placement in rows
            for freeze in freezes
            if freeze.covers(placement)
        ]
        Hold.objects.bulk_create(holds, batch_size=A_BATCH)
        covered(freezes).filter(state="live").update(
            state="paused", row_version=F("row_version") + 1, updated_at=timezone.now()
        )
        AuditEvent.objects.bulk_create(_told(rows, by, freezes[0]), batch_size=A_BATCH)
        _tell_owners(rows, by, freezes[0])
    return len(rows)


def when_campaign_freezes(sender, freeze, by, **_signal):
    """Receiver of `campaign_frozen`."""
    hold([freeze], by=by)


def when_campaign_is_lifted(sender, freeze, by, reason, **_signal):
    """Receiver of `campaign_lifted`: what ran stays paused until it passes its checks again."""
    let_go(Hold.objects.filter(freeze=freeze), by=by, reason=reason)


def let_go(holds, *, by, reason) -> int:
    """These placements are no longer held by this; returns how many were."""
    return holds.filter(let_go_at=None).update(
        let_go_at=timezone.now(), let_go_by=by, reason=reason[:500]
    )


def keeping(placements) -> dict[str, list[Freeze]]:
    """The open freezes that keep each of these placements still, by its id (at most 2 queries)."""
    placements = list(placements)
    brands = {placement.brand_id for placement in placements}
    still = list(Freeze.objects.open().filter(brand__in=brands).select_related("crisis"))
    if not still:
        return {}
    excepted = set(
        Hold.objects.filter(
            freeze__in=still, placement__in=placements, let_go_at__isnull=False
        ).values_list("freeze", "placement")
    )
    return {
        placement.pk: [
            freeze
            for freeze in still
            if freeze.brand_id == placement.brand_id
            and freeze.covers(placement)
            and (freeze.pk, placement.pk) not in excepted
        ]
        for placement in placements
    }


def _told(rows, by, freeze):
    """The trail of each placement says that it was held, and what that changed."""
    for placement in rows:
        ran = placement.state == "live"
        state = "paused" if ran else placement.state
        yield AuditEvent(
            brand_id=freeze.brand_id,
            by=by,
            at=freeze.at,
            verb="froze",
            kind="placement",
            object_id=placement.pk,
            object_label=str(placement)[:200],
            from_state=placement.state,
            to_state=state,
            before={"state": "live"} if ran else {},
            after={"state": "paused"} if ran else {},
            reason=freeze.reason,
        )


def _tell_owners(rows, by, freeze):
    counts = Counter(placement.owner_id for placement in rows)
    for owner in Member.objects.filter(pk__in=counts).exclude(pk=by.pk).select_related("brand"):
        notify(
            owner,
            "placement_stopped",
            format_lazy(
                _("{count} placements of yours were frozen: {reason}"),
                count=counts[owner.pk],
                reason=freeze.reason,
            ),
            url=freeze.get_absolute_url(),
            is_urgent=True,
        )

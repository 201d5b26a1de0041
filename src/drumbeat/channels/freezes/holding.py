"""Holding placements still: the one mechanism behind a campaign's freeze and a crisis's.

Two things make that nothing slips through. What is there is swept in one transaction, with every
row locked before it is looked at. What is not swept, because somebody books it later, is refused
by the pre-flight as long as a freeze covers it. Both, and whatever goes live, first take the
brand's row: a placement is live before the sweep, and is swept, or asks after it, and is refused.
"""

from collections import Counter
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Case, DateTimeField, F, JSONField, TextField, Value, When
from django.db.models.functions import Cast, Concat, Substr
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from drumbeat.channels.freezes.copying import insert_from
from drumbeat.channels.freezes.models import Hold
from drumbeat.channels.placements.models import Placement
from drumbeat.people.members.models import Brand
from drumbeat.people.models import AuditEvent, Member
from drumbeat.people.notices.actions import notify
from drumbeat.people.records import name_in_language
from drumbeat.strategy.models import Freeze

HOLDS = ("planned", "booked", "armed", "live", "paused")
"""What a freeze holds: all that might still go live, or is."""


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
        rows = (
            covered(freezes).order_by("pk").select_for_update().values_list("owner_id", flat=True)
        )
        owners = Counter(rows)
        for freeze in freezes:
            insert_from(Hold, covered([freeze]), **_as_hold(freeze))
        insert_from(AuditEvent, covered(freezes), **_as_event(freezes[0], by))
        covered(freezes).filter(state="live").update(
            state="paused", row_version=F("row_version") + 1, updated_at=timezone.now()
        )
        _tell_owners(owners, by, freezes[0])
    return owners.total()


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


def _as_hold(freeze):
    return {
        "freeze_id": Value(freeze.pk),
        "placement_id": F("pk"),
        "state_was": F("state"),
        "at": Value(freeze.at, DateTimeField()),
        "reason": Value(""),
    }


def _as_event(freeze, by):
    """The trail of each placement says that it was held, and what that changed."""
    return {
        # A ULID too: the moment is the freeze's, the rest the placement's own.
        "id": Concat(Value(f"aud_{freeze.pk[4:14]}"), Substr("pk", 15)),
        "brand_id": Value(freeze.brand_id),
        "by_id": Value(by.pk),
        "at": Value(freeze.at, DateTimeField()),
        "verb": Value("froze"),
        "kind": Value("placement"),
        "object_id": F("pk"),
        "object_label": name_in_language(),
        "from_state": F("state"),
        "to_state": Case(When(state="live", then=Value("paused")), default=F("state")),
        "before": _where_it_ran('{"state": "live"}'),
        "after": _where_it_ran('{"state": "paused"}'),
        "reason": Value(freeze.reason),
    }


def _where_it_ran(json):
    told = Case(When(state="live", then=Value(json)), default=Value("{}"), output_field=TextField())
    return Cast(told, JSONField())


def _tell_owners(counts, by, freeze):
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

"""What people and the clock do with placements: one function a verb."""

from datetime import date

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from drumbeat.channels.freezes.holding import one_at_a_time
from drumbeat.channels.links.minting import mint, retire
from drumbeat.channels.placements.models import Arming, Placement, Settlement
from drumbeat.channels.placements.preflight import preflight
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.content.assets.review import publish
from drumbeat.people.audit.trail import overwritten, recorded
from drumbeat.people.errors import NotAllowed, WrongState
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.models import BudgetLine
from drumbeat.strategy.plans import actions as budget
from drumbeat.strategy.plans.states import PLAN
from drumbeat.thread.registry import ref


def book(placement: Placement, *, by) -> Placement:
    """Promise the money and mint the link. Raises NotAllowed, WrongState, Refused (I-06 too)."""
    with PLACEMENT.step(placement, "book", by):
        mint(placement, by=by)
        _promise(placement, by)
    return placement


def must_be_open_to_change(placement: Placement) -> None:
    """Raises WrongState once it is armed: what was checked is what goes live."""
    if placement.state not in ("planned", "booked"):
        raise WrongState(_("Disarm it first: what was checked is what goes live."))


@transaction.atomic
def keep_in_step(placement: Placement, *, by) -> None:
    """After an edit of a booked placement: its link leads to, and its money lies, where it says."""
    if placement.state == "booked":
        mint(placement, by=by)
        _promise(placement, by)


@transaction.atomic
def reschedule(placement: Placement, *, by, to: date, row_version: int) -> Placement:
    """The whole flight, as long as it is, from another day on; a booked one keeps link and money
    in step. row_version: of the placement as `by` saw it. Raises NotAllowed, WrongState, Refused.
    """
    by.must("placement.edit", placement)
    must_be_open_to_change(placement)
    ends_on = to + (placement.ends_on - placement.starts_on)
    overwritten(by, "rescheduled", placement, row_version, starts_on=to, ends_on=ends_on)
    keep_in_step(placement, by=by)
    return placement


def arm(placement: Placement, *, by) -> Arming:
    """All lights are green: wait for the start. Raises NotAllowed, WrongState, Refused."""
    with PLACEMENT.step(placement, "arm", by):
        return Arming.objects.create(
            brand=placement.brand,
            owner=by,
            placement=placement,
            by=by,
            checks=[light.as_fact() for light in preflight(placement)],
        )


def go_live(placement: Placement, *, by=None) -> Placement:
    """Out in the world, and with it its versions, its plan and its campaign.

    by: None when the clock acts. Raises NotAllowed, WrongState, Refused.
    """
    with one_at_a_time(placement.brand_id), PLACEMENT.step(placement, "go_live", by):
        for pin in placement.pins.select_related("version__asset"):
            if pin.version.state == "approved":
                publish(pin.version)
        campaign = placement.campaign
        if campaign.plan.state == "approved":
            PLAN.take(campaign.plan, "activate", None)
        if campaign.state == "ready":
            CAMPAIGN.take(campaign, "go_live", None)
    return placement


def resume(placement: Placement, *, by, reason: str) -> Placement:
    """Go on after a pause, if its lights are green. Raises NotAllowed, WrongState, Refused."""
    with one_at_a_time(placement.brand_id):
        return PLACEMENT.take(placement, "resume", by, reason=reason)


def cancel(placement: Placement, *, by, reason: str) -> Placement:
    """Give the money back and lay the link to rest. Raises NotAllowed, WrongState, Refused."""
    with PLACEMENT.step(placement, "cancel", by, reason=reason):
        for line in _promising_lines(placement):
            budget.release(line, ref=ref(placement), by=by)
        link = getattr(placement, "link", None)
        if link and not link.retired_at:
            retire(link, by=by)
    return placement


def settle(
    placement: Placement, *, by, invoice_minor: int, invoice_number="", explanation=""
) -> Settlement:
    """Channels states what was invoiced, and why it differs where it does.

    invoice_minor: minor units of the plan's currency. Raises NotAllowed, WrongState.
    """
    by.must("placement_reconcile.edit", placement)
    with transaction.atomic():
        # Two people settle one after the other, and nobody while an analyst confirms.
        held = Placement.objects.select_for_update().get(pk=placement.pk)
        if held.state != "ended":
            raise WrongState(_("Costs are settled after the end of the flight."))
        settlement = Settlement.objects.filter(placement=placement).first() or Settlement(
            brand=placement.brand, owner=by, placement=placement
        )
        with recorded(by, "settled", settlement, reason=explanation):
            settlement.by, settlement.at = by, timezone.now()
            settlement.invoice_minor, settlement.invoice_number = invoice_minor, invoice_number
            settlement.explanation = explanation
            settlement.save()
    return settlement


def reconcile(placement: Placement, *, by) -> Placement:
    """An analyst or the lead confirms what channels settled: never the same person for both.

    Raises NotAllowed, WrongState, Refused.
    """
    settlement = Settlement.objects.filter(placement=placement).select_related("by").first()
    if settlement and settlement.by.person_id == by.person_id:
        raise NotAllowed(_("Somebody else than who settled the costs confirms them."))
    return PLACEMENT.take(placement, "reconcile", by)


def _promise(placement, by):
    """The ledger holds exactly the planned amount for this placement, on its line alone."""
    name = ref(placement)
    held = {line.pk: line.held for line in _promising_lines(placement)}
    if held == {placement.budget_line_id: placement.planned_minor}:
        return
    for line in BudgetLine.objects.filter(pk__in=held):
        budget.release(line, ref=name, by=by)
    if placement.planned_minor:
        budget.commit(
            placement.budget_line,
            placement.planned_minor,
            ref=name,
            by=by,
            note=str(placement),
            instead_of=sum(held.values()),
        )


def _promising_lines(placement):
    mine = Q(entries__ref=ref(placement), entries__kind="commitment")
    lines = BudgetLine.objects.filter(plan=placement.campaign.plan_id)
    return lines.annotate(held=Sum("entries__amount_minor", filter=mine)).filter(held__gt=0)

"""What people do with freezes of a crisis: begin one, end it, let single placements go on."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from drumbeat.channels.freezes.holding import HOLDS, hold, let_go, one_at_a_time
from drumbeat.channels.freezes.models import Hold
from drumbeat.channels.freezes.scope import in_words
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.strategy.crisis.actions import held
from drumbeat.strategy.crisis.log import log
from drumbeat.strategy.models import Crisis, Freeze

RESUMES = "dark_out.approve"


def freeze(crisis: Crisis, scopes, *, by, reason: str) -> int:
    """Hold everything in these scopes still, all of it or nothing; returns how many placements.

    scopes: dicts of `Freeze.SCOPE` columns, one a freeze; an empty dict is the whole brand.
    Raises NotAllowed, WrongState, Refused.
    """
    by.must("dark_out.create", crisis)
    _must_say_why(reason)
    # The brand first, then the crisis: in the order of everybody who locks both.
    with one_at_a_time(crisis.brand_id), held(crisis):
        if not crisis.may_freeze:
            raise Refused(Problem(_("From level L2 on a crisis may freeze. Score it first.")))
        new = [_freeze(crisis, scope, by, reason) for scope in _not_frozen(crisis, scopes)]
        if not new:
            raise WrongState(_("All of this is frozen already."))
        count = hold(new, by=by)
        words = ngettext_lazy(
            "{count} placement frozen: {scope}. {reason}",
            "{count} placements frozen: {scope}. {reason}",
            count,
        )
        said = format_lazy(words, count=count, scope=in_words(new), reason=reason)
        log(crisis, "freeze", said, by=by)
    return count


def lift(freeze: Freeze, *, by, reason: str) -> int:
    """The lead lets it go on, once the crisis is de-escalated (domain.md §2.5); returns how many.

    What ran stays paused until it passes its checks again. Raises NotAllowed, WrongState, Refused.
    """
    by.must(RESUMES, freeze)
    _must_say_why(reason)
    crisis = freeze.crisis
    if crisis is None:
        raise WrongState(_("A campaign's own freeze is lifted at the campaign."))
    with transaction.atomic(), recorded(by, "lifted the freeze of", freeze, reason=reason):
        stored = Freeze.objects.select_for_update().get(pk=freeze.pk)
        if stored.lifted_at:
            raise WrongState(_("It is lifted already."))
        crisis.refresh_from_db(fields=["state", "level"])
        if crisis.may_freeze and crisis.state not in ("recovering", "closed"):
            raise Refused(
                Problem(
                    _(
                        "The lead de-escalates the crisis first. Until then single placements can "
                        "be let go on, each with its reason."
                    )
                )
            )
        freeze.lifted_at, freeze.lifted_by = timezone.now(), by
        freeze.save(update_fields=["lifted_at", "lifted_by", "updated_at"])
        count = let_go(Hold.objects.filter(freeze=freeze), by=by, reason=reason)
        words = gettext_lazy("Freeze lifted: {scope}, {count} placements. {reason}")
        said = format_lazy(words, scope=in_words([freeze]), count=count, reason=reason)
        log(crisis, "freeze", said, by=by)
    return count


def except_one(placement, *, by, reason: str) -> None:
    """The lead lets one placement go on while the rest stands still. Raises NotAllowed, WrongState,
    Refused.
    """
    by.must(RESUMES, placement)
    _must_say_why(reason)
    with one_at_a_time(placement.brand_id), recorded(by, "let go on", placement, reason=reason):
        open_ = Freeze.objects.open().filter(brand=placement.brand_id, crisis__isnull=False)
        freezes = [one for one in open_.select_related("crisis") if one.covers(placement)]
        if not freezes or placement.state not in HOLDS:
            raise WrongState(_("No crisis holds it still."))
        for one in freezes:
            Hold.objects.get_or_create(
                freeze=one, placement=placement, defaults={"state_was": placement.state}
            )
        let_go(Hold.objects.filter(freeze__in=freezes, placement=placement), by=by, reason=reason)
        words = gettext_lazy("“{placement}” may go on: {reason}")
        for crisis in {one.crisis_id: one.crisis for one in freezes}.values():
            log(crisis, "freeze", format_lazy(words, placement=placement, reason=reason), by=by)


def stopped(crisis: Crisis, placement_ids, *, by) -> int:
    """Somebody stopped these by hand at the platform; returns how many. Raises NotAllowed."""
    by.must("dark_out.create", crisis)
    waiting = Hold.objects.filter(
        freeze__crisis=crisis, placement__in=placement_ids, stopped_at=None
    )
    with transaction.atomic(), recorded(by, "stopped by hand for", crisis):
        count = waiting.update(stopped_at=timezone.now(), stopped_by=by)
        words = gettext_lazy("{count} stopped by hand at their platforms.")
        log(crisis, "freeze", format_lazy(words, count=count), by=by)
    return count


def _not_frozen(crisis, scopes):
    """The scopes that this crisis has not frozen yet, so that none is frozen twice."""
    there = [one.scope for one in crisis.freezes.open()]
    return [scope for scope in scopes if scope not in there]


def _freeze(crisis, scope, by, reason):
    freeze = Freeze(brand=crisis.brand, owner=by, crisis=crisis, reason=reason[:300], **scope)
    with recorded(by, "froze", freeze, reason=reason[:500]):
        freeze.save()
    return freeze


def _must_say_why(reason):
    if not reason.strip():
        raise Refused(Problem(_("Say why: the reason goes on the record."), "reason"))

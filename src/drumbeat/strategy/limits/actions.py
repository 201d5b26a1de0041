"""Setting limits; asking for a release, deciding it, taking it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.people.notices.actions import notify
from drumbeat.strategy.limits.models import LimitRelease, SpendLimit
from drumbeat.strategy.limits.queries import SPENDING, in_brands, limits_of, releasers
from drumbeat.strategy.limits.states import RELEASE

VERBS = (gettext_noop("set the limit"), gettext_noop("asked for release"))
KINDS = (gettext_noop("spend limit"), gettext_noop("limit release"))

OPEN_PLANS = ("approved", "active", "closed")


@transaction.atomic
def set_limits(values: dict[str, tuple], *, by) -> None:
    """{role: (commit, approve)} in minor units of the brand's currency, None for none; roles that
    are not named stay as they are. Raises NotAllowed."""
    by.must("budget_line.approve")
    for role in SPENDING:
        if role in values:
            _set(role, *values[role], by)


def _set(role, commit_minor, approve_minor, by):
    held = SpendLimit.objects.select_for_update().filter(brand=by.brand_id, role=role).first()
    before = (held.commit_minor, held.approve_minor) if held else (None, None)
    if before == (commit_minor, approve_minor):
        return
    if held is None:
        # There before it is set, so that the trail shows the first amount as it does later ones.
        held = SpendLimit.objects.create(brand=by.brand, owner=by, role=role)
    with recorded(by, "set the limit", held):
        held.owner = by
        held.commit_minor, held.approve_minor = commit_minor, approve_minor
        held.row_version += 1
        held.save()


@transaction.atomic
def ask(line, *, kind: str, amount_minor: int, what_for: str, by) -> LimitRelease:
    """Ask others to let one act pass. amount_minor: in the plan's currency.

    Raises NotAllowed, WrongState, Refused.
    """
    by.must("budget_release.create", line)
    if line.plan.state not in OPEN_PLANS:
        raise WrongState(
            _("“%(plan)s” is not approved, so its money cannot be used yet.") % {"plan": line.plan}
        )
    _must_be_needed(line, amount_minor, what_for, by)
    release = LimitRelease(
        brand=by.brand,
        owner=by,
        line=line,
        kind=kind,
        amount_minor=amount_minor,
        currency=line.plan.currency,
        what_for=what_for,
    )
    others = releasers(release)
    if not others:
        told = _("Nobody else here may release so much. The lead sets who may.")
        raise Refused(Problem(told, "amount"))
    with recorded(by, "asked for release", release, reason=what_for):
        release.save()
    for other in others:
        notify(
            other,
            "release_asked",
            gettext_lazy("Somebody asks you to release an amount above their limit"),
            url=release.get_absolute_url(),
        )
    return release


def grant(release: LimitRelease, *, by, reason="") -> LimitRelease:
    """Let it pass, once. Raises NotAllowed (one's own, or above one's limit), WrongState, Refused."""
    with RELEASE.step(release, "grant", by, reason=reason, **_decided(by)):
        _must_be_theirs(release, by)
        _tell(release, gettext_lazy("What you asked for is released, for one act within 30 days"))
    return release


def decline(release: LimitRelease, *, by, reason) -> LimitRelease:
    """Say no, with the reason. Raises NotAllowed, WrongState, Refused."""
    with RELEASE.step(release, "decline", by, reason=reason, **_decided(by)):
        _must_be_theirs(release, by)
        _tell(release, gettext_lazy("What you asked to be released was declined, with a reason"))
    return release


def _decided(by):
    return {"decided_by": by, "decided_at": timezone.now()}


def _tell(release, text):
    notify(release.owner, "release_decided", text, url=release.get_absolute_url())


def _must_be_needed(line, amount_minor, what_for, by):
    if amount_minor <= 0:
        raise Refused(Problem(_("Ask for an amount above zero."), "amount"))
    if not what_for.strip():
        raise Refused(Problem(_("Say what it is for: who decides was not there."), "what_for"))
    limit = limits_of(by.brand_id).commits(by)
    if limit is None or in_brands(by.brand, amount_minor, line.plan.currency) <= limit:
        raise Refused(Problem(_("You may do that alone: no release is needed."), "amount"))


def _must_be_theirs(release, by):
    """Four eyes, and an approve limit that covers it."""
    if release.owner_id == by.pk:
        raise NotAllowed(_("You asked for it: another person releases it."))
    minor = in_brands(by.brand, release.amount_minor, release.currency)
    if not limits_of(by.brand_id).releases(by, minor):
        raise NotAllowed(_("That is more than you may release."))

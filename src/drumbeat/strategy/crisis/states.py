"""Crisis: signal → triaged → active → contained → recovering → closed; statement: draft →
approved → published (domain.md §2.5)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drumbeat.people.machine import Machine, Problem, Step
from drumbeat.strategy.crisis import rules


def _is_scored(crisis):
    if not crisis.level:
        yield Problem(_("Score it first: the factors give its level."))


def _cell_is_convened(crisis):
    if not crisis.may_freeze:
        yield Problem(_("A crisis cell works from L2 on; below that it is watched."))
    newest = crisis.assessments.first()
    if crisis.needs_second_word and not hasattr(newest, "confirmation"):
        yield Problem(_("A second person confirms a level this grave before the cell is convened."))
    seats = {seat.role for seat in crisis.seats.all()}
    missing = [str(one) for one in crisis.cell if one.key not in seats]
    if missing:
        yield Problem(_("Not named in the cell yet: %(roles)s.") % {"roles": ", ".join(missing)})
    if crisis.meets_at is None:
        yield Problem(_("Say when the cell meets next."))


def _answered_and_calming(crisis):
    wanted = rules.level(crisis.rules, crisis.level)
    is_out = crisis.statements.filter(state="published").exists()
    if wanted.publishes == "yes" and not is_out:
        yield Problem(_("At this level a statement must be out first."))
    yield from _spread_fell(crisis)


def _spread_fell(crisis):
    # Late import: readings declare their model beside the crisis, which declares its states here.
    from drumbeat.strategy.crisis.spread import spread_of

    spread = spread_of(crisis, timezone.now())
    if not spread.has_fallen:
        yield Problem(
            _(
                "The spread must stay below %(share)s %% of its peak for %(hours)s h. "
                "Note how many mentions an hour there are."
            )
            % {"share": round(spread.share * 100), "hours": spread.hours}
        )


def _has_de_escalation(crisis):
    if not crisis.deescalations.exists():
        yield Problem(_("The lead decides by the de-escalation rule and says why."))


def _nothing_is_frozen(crisis):
    if crisis.freezes.filter(lifted_at=None).exists():
        yield Problem(_("Something is still frozen: let it go on, or say why it ends, first."))


def _review_is_published(crisis):
    review = getattr(crisis, "review", None)
    if review is None or review.published_at is None:
        yield Problem(_("The review is not published yet: what was learned?"))
    yield from _nothing_is_frozen(crisis)


def _is_only_watched(crisis):
    if crisis.may_freeze:
        yield Problem(_("From L2 on it is worked through. Score it again if it has calmed down."))
    yield from _nothing_is_frozen(crisis)


CRISIS = Machine(
    "crisis",
    {
        "signal": (pgettext_lazy("crisis", "Signal"), "caution"),
        "triaged": (_("Triaged"), "caution"),
        "active": (pgettext_lazy("crisis", "Active"), "urgent"),
        "contained": (_("Contained"), "caution"),
        "recovering": (_("Recovering"), "live"),
        "closed": (_("Closed"), "quiet"),
        "dismissed": (_("Dismissed"), "quiet"),
    },
    (
        Step("triage", _("Triage"), ("signal",), "triaged", "crisis.edit", _is_scored),
        Step(
            "convene",
            _("Convene the cell"),
            ("triaged",),
            "active",
            "crisis.approve",
            _cell_is_convened,
        ),
        Step(
            "dismiss",
            _("Dismiss"),
            ("triaged",),
            "dismissed",
            "crisis.edit",
            _is_only_watched,
            needs_reason=True,
        ),
        Step(
            "reopen",
            _("Look at it again"),
            ("dismissed",),
            "triaged",
            "crisis.edit",
            needs_reason=True,
        ),
        Step(
            "contain",
            _("It is contained"),
            ("active",),
            "contained",
            "crisis.edit",
            _answered_and_calming,
        ),
        Step(
            "flare_up",
            _("It flares up again"),
            ("contained", "recovering"),
            "active",
            "crisis.edit",
            needs_reason=True,
        ),
        Step(
            "de_escalate",
            _("De-escalate"),
            ("contained",),
            "recovering",
            "crisis.approve",
            _has_de_escalation,
            needs_reason=True,
        ),
        Step(
            "close",
            pgettext_lazy("crisis", "Close"),
            ("recovering",),
            "closed",
            "crisis.approve",
            _review_is_published,
        ),
    ),
)

STATEMENT = Machine(
    "statement",
    {
        "draft": (_("Draft"), "quiet"),
        "approved": (_("Approved"), "good"),
        "published": (_("Published"), "live"),
    },
    (
        Step("approve", _("Approve"), ("draft",), "approved", "crisis.approve"),
        Step("publish", _("Publish"), ("approved",), "published", "crisis.edit"),
    ),
)

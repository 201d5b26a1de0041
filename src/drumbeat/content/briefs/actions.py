"""What people do with briefs: order, restate, confirm, and everything that sends one back."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.content.briefs import baton
from drumbeat.content.briefs.models import Acknowledgement, Brief, Confirmation
from drumbeat.content.briefs.states import BRIEF
from drumbeat.content.briefs.words import restatement_problems
from drumbeat.content.notices import tell
from drumbeat.people.audit.trail import overwritten
from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.matrix import MODULE_OF_ROLE
from drumbeat.people.members.models import Member
from drumbeat.people.members.queries import members_who_may

VERBS = (gettext_noop("rescheduled"),)


def must_be_open(brief: Brief) -> None:
    """Only a draft is edited. Raises WrongState: what was submitted is returned first."""
    if brief.state != "draft":
        raise WrongState(
            _(
                "A submitted brief does not change under those who work on it. "
                "Have it returned with a reason, then edit it."
            )
        )


def reschedule(brief: Brief, *, by: Member, to: date, row_version: int) -> Brief:
    """Another due day. row_version: of the brief as `by` saw it. Raises NotAllowed, WrongState."""
    by.must("brief.edit", brief)
    must_be_open(brief)
    overwritten(by, "rescheduled", brief, row_version, due_on=to)
    return brief


def submit(brief: Brief, *, by: Member) -> Brief:
    """Ask content to take the brief on. Raises NotAllowed, WrongState, Refused with all gaps."""
    # What its type asks for later is for briefs that are submitted later.
    kept = brief.definition or (brief.own_type and brief.own_type.definition)
    with BRIEF.step(brief, "submit", by, definition=kept):
        baton.pass_to_content(brief, by=by)
        tell(
            who_restates(brief, besides=[by]),
            "brief_submitted",
            gettext_lazy("“%(name)s” waits for you to restate its intent."),
            brief,
        )
    return brief


def restate(brief: Brief, *, by: Member, restated_intent: str) -> Acknowledgement:
    """Content takes the brief on, in its own words. Raises NotAllowed, WrongState, Refused."""
    if not stands_in_content(by):
        raise NotAllowed(_("Content restates the intent; strategy then says whether it is right."))
    with BRIEF.step(brief, "restate", by):
        if found := list(restatement_problems(brief, restated_intent)):
            raise Refused(*found)
        baton.accept(brief, by=by, words=restated_intent)
        words = Acknowledgement.objects.create(
            brand=brief.brand, owner=by, by=by, brief=brief, restated_intent=restated_intent
        )
        tell(
            who_confirms(brief, besides=[by]),
            "brief_restated",
            gettext_lazy("“%(name)s” was restated: is that what you meant?"),
            brief,
        )
    return words


def confirm(brief: Brief, *, by: Member) -> Confirmation:
    """Strategy: yes, that is what we meant. Raises NotAllowed, also to who restated it."""
    words = restatement(brief)
    if words is not None and words.by_id == by.pk:
        raise NotAllowed(_("Somebody other than who restated the intent has to confirm it."))
    with BRIEF.step(brief, "confirm", by):
        done = Confirmation.objects.create(
            brand=brief.brand, owner=by, by=by, acknowledgement=words
        )
        tell(
            [words.by, brief.owner],
            "brief_acknowledged",
            gettext_lazy("“%(name)s” is understood and confirmed. Production can start."),
            brief,
        )
    return done


def correct(brief: Brief, *, by: Member, reason: str) -> Brief:
    """Strategy: not what we meant, because … Content restates again. Raises as `confirm`."""
    words = restatement(brief)
    with BRIEF.step(brief, "correct", by, reason=reason):
        tell(
            [words.by],
            "brief_corrected",
            gettext_lazy("“%(name)s”: the restatement is not what was meant. Read why."),
            brief,
        )
    return brief


def return_(brief: Brief, *, by: Member, reason: str) -> Brief:
    """Content: this cannot be worked from yet, because … It is a draft again."""
    with BRIEF.step(brief, "return", by, reason=reason):
        baton.give_back(brief, by=by, reason=reason)
        tell(
            [brief.owner],
            "brief_returned",
            gettext_lazy("“%(name)s” was returned to you. Read why, mend it, submit it again."),
            brief,
        )
    return brief


def cancel(brief: Brief, *, by: Member, reason: str) -> Brief:
    """The lead ends it."""
    return _end(brief, "cancel", by, reason)


def withdraw(brief: Brief, *, by: Member, reason: str) -> Brief:
    """Content, or who asked for it, ends it."""
    return _end(brief, "withdraw", by, reason)


def _end(brief, verb, by, reason):
    with BRIEF.step(brief, verb, by, reason=reason):
        baton.drop(brief, by=by, reason=reason)
        words = restatement(brief)
        concerned = [brief.owner] + ([words.by] if words else [])
        tell(
            [member for member in concerned if member != by],
            "brief_cancelled",
            gettext_lazy("“%(name)s” was cancelled. The reason is on its page."),
            brief,
        )
    return brief


def produced(brief: Brief) -> None:
    """Its first asset exists. The system's own step."""
    if brief.state == "acknowledged":
        BRIEF.take(brief, "produce", None)


def deliver_if_complete(brief: Brief) -> bool:
    """The system's own step once every asset has an approved version; True when it was taken.

    Its caller holds a transaction.
    """
    from drumbeat.content.assets.models import Asset, Version

    # Of two approvals in the same moment, the second waits here and then sees the first.
    brief = Brief.objects.select_for_update().get(pk=brief.pk)
    assets = Asset.objects.current().filter(brief=brief)
    approved = Version.objects.approved().filter(asset__brief=brief)
    missing = assets.exclude(pk__in=approved.values("asset_id"))
    if brief.state != "in_production" or not assets.exists() or missing.exists():
        return False
    with BRIEF.step(brief, "deliver", None):
        tell(
            [brief.owner],
            "brief_delivered",
            gettext_lazy("“%(name)s” is delivered: every asset has an approved version."),
            brief,
        )
    return True


def restatement(brief: Brief) -> Acknowledgement | None:
    """The newest restatement, with who wrote it."""
    return brief.acknowledgements.select_related("by__person").first()


def stands_in_content(member: Member) -> bool:
    """One of the member's roles belongs to the content module."""
    return any(MODULE_OF_ROLE[role] == "content" for role in member.roles)


def who_restates(brief: Brief, besides=()) -> list[Member]:
    """Who works on it, if that is somebody who may; else all who may restate."""
    found = members_who_may(brief.brand, "brief_acknowledgement.approve", besides=besides)
    may = [member for member in found if stands_in_content(member)]
    return [member for member in may if member.pk == brief.assignee_id] or may


def who_confirms(brief: Brief, besides=()) -> list[Member]:
    """Who asked for it, if strategy; else all who may confirm."""
    may = members_who_may(brief.brand, "plan.edit", brief, besides=besides)
    return [member for member in may if member.pk == brief.owner_id] or may

"""Who of content works on a brief: whoever takes it, or whom the content lead asks."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.content.briefs.actions import stands_in_content
from drumbeat.content.briefs.models import Brief
from drumbeat.content.notices import tell
from drumbeat.people.audit.trail import overwritten
from drumbeat.people.errors import AlreadyDone, NotAllowed, WrongState
from drumbeat.people.members.models import Member
from drumbeat.people.members.queries import members_who_may

VERBS = (gettext_noop("assigned"), gettext_noop("took on"), gettext_noop("gave back"))
AT_CONTENT = ("submitted", "restated", "acknowledged", "in_production")
"""Stands in which content has a brief in hand."""


def may_assign(brief: Brief, member: Member) -> bool:
    return (
        brief.state in AT_CONTENT
        and member.may("brief_acknowledgement.approve", brief)
        and stands_in_content(member)
    )


def may_take(brief: Brief, member: Member) -> bool:
    """Whoever of content makes assets, while it is nobody's."""
    return (
        brief.state in AT_CONTENT
        and brief.assignee_id is None
        and member.may("asset.create")
        and stands_in_content(member)
    )


def makers(brief: Brief) -> list[Member]:
    """Those of content who could work on it, each with `in_hand`: how many briefs they have."""
    found = [one for one in members_who_may(brief.brand, "asset.create") if stands_in_content(one)]
    held = Brief.objects.current().filter(assignee__in=found, state__in=AT_CONTENT).order_by()
    in_hand = dict(held.values_list("assignee").annotate(Count("pk")))
    for one in found:
        one.in_hand = in_hand.get(one.pk, 0)
    return sorted(found, key=lambda one: (one.in_hand, one.name))


def assign(brief: Brief, *, by: Member, to: Member | None) -> Brief:
    """The content lead gives it to somebody, or to nobody. Raises NotAllowed, WrongState."""
    by.must("brief_acknowledgement.approve", brief)
    if not stands_in_content(by):
        raise NotAllowed(_("Who works on a brief is for content to say."))
    _must_be_at_content(brief)
    if to != brief.assignee:
        overwritten(by, "assigned", brief, brief.row_version, assignee=to)
        words = gettext_lazy("“%(name)s” is yours to work on.")
        tell([to] if to and to != by else [], "brief_assigned", words, brief)
    return brief


def take(brief: Brief, *, by: Member) -> Brief:
    """Somebody of content takes it on. Raises NotAllowed, AlreadyDone, WrongState."""
    by.must("asset.create")
    if not stands_in_content(by):
        raise NotAllowed(_("Who works on a brief is for content to say."))
    _must_be_at_content(brief)
    if brief.assignee_id == by.pk:
        raise AlreadyDone(_("It is yours already."))
    if brief.assignee_id:
        raise WrongState(
            _("%(name)s works on it. The content lead can give it to another.")
            % {"name": brief.assignee}
        )
    overwritten(by, "took on", brief, brief.row_version, assignee=by)
    return brief


def give_back(brief: Brief, *, by: Member) -> Brief:
    """Who works on it cannot go on: it is nobody's again, and the content lead hears of it."""
    if brief.assignee_id != by.pk:
        raise NotAllowed(_("Only who works on it gives it back."))
    _must_be_at_content(brief)
    overwritten(by, "gave back", brief, brief.row_version, assignee=None)
    leads = members_who_may(brief.brand, "brief_acknowledgement.approve", besides=[by])
    words = gettext_lazy("“%(name)s” was given back: nobody works on it.")
    tell([one for one in leads if stands_in_content(one)], "brief_given_back", words, brief)
    return brief


def _must_be_at_content(brief):
    if brief.state not in AT_CONTENT:
        raise WrongState(_("This brief is not with content now."))

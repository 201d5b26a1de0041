"""What a concept needs before it is put up, and a choice before it is made."""

from django.utils.translation import gettext as _

from drumbeat.content.briefs.models import Brief
from drumbeat.content.creative.concepts.models import Concept
from drumbeat.people.errors import NotAllowed, Problem, WrongState
from drumbeat.people.members.models import Member

IN_WORK = ("acknowledged", "in_production")
LEAST_SKETCHES, MOST_SKETCHES = 2, 3


def is_in_work(brief: Brief) -> bool:
    return brief.state in IN_WORK


def must_be_in_work(brief: Brief) -> None:
    """Concepts answer a brief that both sides understood and that is not done. Raises WrongState."""
    if is_in_work(brief):
        return
    if brief.state in ("delivered", "closed", "cancelled"):
        raise WrongState(_("This brief is done: its concepts stay as they are."))
    raise WrongState(
        _("Concepts start once the brief is restated by content and confirmed by strategy.")
    )


def gaps(concept: Concept):
    """Yields what is missing for others to judge it beside the rest."""
    for name in ("idea", "insight", "tone"):
        if not getattr(concept, name).strip():
            label = Concept._meta.get_field(name).verbose_name
            yield Problem(_("Missing: %(what)s.") % {"what": label}, name)
    if concept.message_id is None:
        yield Problem(_("Choose the message that it carries."), "message")
    if len(concept.sketches) < LEAST_SKETCHES:
        yield Problem(_("Sketch how it would look in two channels at least."), "where_1")
    if chosen := chosen_of(concept.brief):
        yield Problem(
            _("“%(name)s” is chosen already. Have that choice opened again first.")
            % {"name": chosen}
        )


def alternatives_missing(concept: Concept):
    """Yields why there is no choice yet."""
    if standing(concept.brief).exclude(pk=concept.pk).count() == 0:
        yield Problem(_("A choice needs two: have a second concept put up first."))


def standing(brief: Brief):
    """The concepts that are put up and not decided on."""
    return Concept.objects.filter(brief=brief, state="put_up")


def chosen_of(brief: Brief) -> Concept | None:
    """The brief's chosen concept (1 query)."""
    return Concept.objects.filter(brief=brief, state="chosen").first()


def may_choose(brief: Brief, member: Member) -> bool:
    """Who asked for the brief chooses; the lead can in their place."""
    stands_in = member.may("brief.approve", brief)
    return (
        is_in_work(brief)
        and member.may("concept_choice.approve", brief)
        and (brief.belongs_to(member) or stands_in)
    )


def must_choose(brief: Brief, member: Member) -> None:
    """Raises WrongState, NotAllowed."""
    must_be_in_work(brief)
    if not may_choose(brief, member):
        raise NotAllowed(_("Who asked for the brief chooses the concept."))

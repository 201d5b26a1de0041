"""A grave level is not one person's word: from L3 on a second one confirms the score."""

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import NotAllowed, Problem, Refused, WrongState
from drumbeat.people.members.queries import members_who_may
from drumbeat.strategy.crisis.actions import held
from drumbeat.strategy.crisis.log import log
from drumbeat.strategy.crisis.models import Assessment, Confirmation, Crisis

VERBS = (gettext_noop("confirmed the level of"),)


def waiting(crisis: Crisis) -> Assessment | None:
    """The score that waits for a second person's word, None when nothing does (one query)."""
    if not crisis.needs_second_word:
        return None
    newest = crisis.assessments.select_related("owner__person", "confirmation").first()
    return None if hasattr(newest, "confirmation") else newest


def others(assessment: Assessment) -> list:
    """Who may confirm it and did not score it."""
    crisis = assessment.crisis
    return members_who_may(crisis.brand, "crisis.edit", crisis, besides=[assessment.owner])


def needs_waiver(assessment: Assessment, by) -> bool:
    """Nobody else is there who could."""
    return by.pk == assessment.owner_id and not others(assessment)


def confirm(crisis: Crisis, *, by, single_person_waiver="") -> Confirmation:
    """The second person's word on the newest score. Raises NotAllowed, WrongState, Refused."""
    by.must("crisis.edit", crisis)
    with held(crisis):
        assessment = waiting(crisis)
        if assessment is None:
            raise WrongState(_("No score waits for a second person's word."))
        waiver = _two_people(assessment, by, single_person_waiver.strip())
        with recorded(by, "confirmed the level of", crisis, reason=waiver):
            confirmation = Confirmation.objects.create(
                brand=crisis.brand,
                owner=by,
                assessment=assessment,
                single_person_waiver=waiver,
            )
            words = gettext_lazy("Level {level} is confirmed. {why}")
            log(crisis, "level", format_lazy(words, level=crisis.level, why=waiver), by=by)
    return confirmation


def _two_people(assessment, by, waiver):
    if by.pk != assessment.owner_id:
        return ""
    if able := others(assessment):
        raise NotAllowed(
            _("You scored this; somebody else confirms it. Ask %(names)s.")
            % {"names": ", ".join(member.name for member in able[:5])}
        )
    if not waiver:
        raise Refused(
            Problem(
                _("Nobody else here may confirm it. Say why you do so alone: it goes on record."),
                "single_person_waiver",
            )
        )
    return waiver[:300]

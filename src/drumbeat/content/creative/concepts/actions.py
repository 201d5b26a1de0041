"""Concepts are put up, scored by those asked, and one of them is chosen."""

from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from drumbeat.content.briefs.models import Brief
from drumbeat.content.creative.concepts.criteria import CRITERIA
from drumbeat.content.creative.concepts.models import Concept, Score, Scorer, Scoring
from drumbeat.content.creative.concepts.queries import scoring_of
from drumbeat.content.creative.concepts.rules import (
    must_be_in_work,
    must_choose,
    standing,
)
from drumbeat.content.creative.concepts.states import CONCEPT
from drumbeat.content.notices import tell
from drumbeat.people.audit.trail import recorded
from drumbeat.people.errors import Problem, Refused, WrongState
from drumbeat.people.members.models import Member
from drumbeat.people.members.queries import members_who_may

# The trail's verbs and kinds, shown translated.
VERBS = (gettext_noop("gave a score"), gettext_noop("asked for scores"))
KINDS = (gettext_noop("concept"),)


def think_of(concept: Concept, *, by: Member) -> Concept:
    """Keep a new draft. Raises NotAllowed, WrongState."""
    by.must("concept.create")
    must_be_in_work(concept.brief)
    with recorded(by, "created", concept):
        concept.save()
    return concept


def must_be_draft(concept: Concept) -> None:
    """Raises WrongState: what others score does not change under them."""
    if concept.state != "draft":
        raise WrongState(
            _("A concept that is put up does not change. Withdraw it and put up another one.")
        )


def put_up(concept: Concept, *, by: Member) -> Concept:
    """Show it beside the others, to be scored. Raises NotAllowed, WrongState, Refused."""
    must_be_in_work(concept.brief)
    with _held(concept.brief), CONCEPT.step(concept, "put_up", by):
        asked = [one.member for one in concept.brief.scorers.select_related("member__brand")]
        words = gettext_lazy("“%(name)s” is put up: it waits for your score.")
        tell([one for one in asked if one != concept.owner], "concept", words, concept)
        words = gettext_lazy("“%(name)s” is put up as a concept of your brief.")
        if concept.brief.owner not in {by, *asked}:
            tell([concept.brief.owner], "concept", words, concept)
    return concept


@contextmanager
def _held(brief):
    """Nothing is put up or decided on beside this."""
    with transaction.atomic():
        Brief.objects.select_for_update().get(pk=brief.pk)
        yield


def ask_for_scores(brief: Brief, members: list[Member], *, by: Member, due_on: date) -> Scoring:
    """Who scores the brief's concepts, and until when; who has scored one stays.

    Raises NotAllowed, WrongState, Refused.
    """
    by.must("concept_choice.approve", brief)
    must_be_in_work(brief)
    may = {member.pk for member in members_who_may(brief.brand, "concept.comment")}
    if not members or {member.pk for member in members} - may:
        raise Refused(Problem(_("Choose members who may speak about concepts."), "members"))
    with recorded(by, "asked for scores", brief, reason=" · ".join(map(str, members))[:500]):
        spoken = Score.objects.filter(concept__brief=brief).values("by")
        brief.scorers.exclude(member__in=members).exclude(member__in=spoken).delete()
        there = set(brief.scorers.values_list("member", flat=True))
        new = [member for member in members if member.pk not in there]
        Scorer.objects.bulk_create(Scorer(brief=brief, member=member) for member in new)
        scoring = _until(due_on, brief, by)
        words = gettext_lazy("Your score is asked for: the concepts of “%(name)s”.")
        tell([one for one in new if one != by], "concept", words, scoring)
    return scoring


def _until(due_on, brief, by):
    """Another day starts its clock again."""
    scoring = scoring_of(brief) or Scoring(brief=brief)
    if scoring.due_on != due_on:
        scoring.late_told_at = None
    scoring.due_on, scoring.asked_by = due_on, by
    scoring.save()
    return scoring


def score(concept: Concept, *, by: Member, given: dict[str, tuple[int, str]]) -> Concept:
    """One member's points by each criterion, with a word why; open to change until the choice.

    given: criterion → (points, why). Raises NotAllowed, WrongState, Refused.
    """
    by.must("concept.comment", concept)
    if not concept.brief.scorers.filter(member=by).exists():
        raise Refused(_("You were not asked to score these concepts."))
    if concept.belongs_to(by):
        raise Refused(_("It is your own: the others score it."))
    for key in CRITERIA:
        points, why = given[key]
        if not why.strip():
            raise Refused(Problem(_("Say why, in a few words."), f"{key}_why"))
    must_be_in_work(concept.brief)
    with transaction.atomic():
        if Concept.objects.select_for_update().get(pk=concept.pk).state != "put_up":
            raise WrongState(_("Only a concept that is put up and not decided on is scored."))
        # On the trail stands who scored, not how: others have still to judge by themselves.
        with recorded(by, "gave a score", concept):
            for key, (points, why) in given.items():
                Score.objects.update_or_create(
                    concept=concept,
                    by=by,
                    criterion=key,
                    defaults={"points": points, "why": why.strip()},
                )
    return concept


def choose(concept: Concept, *, by: Member, reason: str, why_not: dict[str, str]) -> Concept:
    """This one is made. The others are kept, each with the reason why not.

    why_not: id of each other concept that stands → why. Raises NotAllowed, WrongState, Refused.
    """
    must_choose(concept.brief, by)
    with _held(concept.brief):
        others = list(standing(concept.brief).exclude(pk=concept.pk).select_related("owner__brand"))
        missing = [
            Problem(_("Say why not “%(name)s”.") % {"name": other}, f"why_not_{other.pk}")
            for other in others
            if not why_not.get(other.pk, "").strip()
        ]
        if missing:
            raise Refused(*missing)
        _decide(concept, "choose", by, reason)
        for other in others:
            _decide(other, "pass_over", by, why_not[other.pk])
        content = members_who_may(concept.brand, "concept.edit", besides=[by])
        words = gettext_lazy("“%(name)s” is the concept: it is chosen, and can be made.")
        tell({concept.owner, *content} - {by}, "concept", words, concept)
        words = gettext_lazy("“%(name)s” was not chosen. Why stands on its page.")
        for other in others:
            tell({other.owner} - {by}, "concept", words, other)
    return concept


def _decide(concept, verb, by, reason):
    reason = reason.strip()
    decided = {"said": reason, "decided_by": by, "decided_at": timezone.now()}
    CONCEPT.take(concept, verb, by, reason=reason, **decided)


def reopen(concept: Concept, *, by: Member, reason: str) -> Concept:
    """The choice is open again: all that stood in it stand once more; their reasons stay on the
    trail. Raises NotAllowed, WrongState, Refused."""
    must_choose(concept.brief, by)
    undecided = {"said": "", "decided_by": None, "decided_at": None}
    with _held(concept.brief):
        CONCEPT.take(concept, "reopen", by, reason=reason, **undecided)
        passed_over = Concept.objects.filter(brief=concept.brief, state="not_chosen")
        for other in passed_over:
            CONCEPT.take(other, "stand_again", by, reason=reason, **undecided)
        words = gettext_lazy("The choice of “%(name)s” is open again. Read why.")
        tell({concept.owner, concept.brief.owner} - {by}, "concept", words, concept)
    return concept

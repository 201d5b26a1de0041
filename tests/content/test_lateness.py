"""What is overdue is told once to whose move it is and to its owner, whoever keeps the time."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from drumbeat.config.heart import keep_time
from drumbeat.content.briefs import actions, lateness
from drumbeat.content.briefs.desk import current, with_pace
from drumbeat.content.briefs.lateness import tell_late_answers
from drumbeat.content.creative.concepts.actions import ask_for_scores, choose, score
from drumbeat.content.creative.concepts.lateness import tell_late_scores
from drumbeat.content.creative.proofing import lateness as proof_lateness
from drumbeat.content.creative.proofing.actions import begin, change, decide
from drumbeat.content.creative.proofing.lateness import tell_late_rounds
from drumbeat.content.lateness import tell_once
from drumbeat.content.models import Brief, ProofRound, Scoring
from drumbeat.people.models import Notice
from tests.content.factory import RESTATED, a_draft, a_submitted_brief, an_acknowledged_brief
from tests.content.test_brief_desk import moved_at
from tests.content.test_concepts import a_pair, points
from tests.world import a_member

pytestmark = pytest.mark.django_db

# Longer than any working day's answer, over whichever holidays the tests are run.
LONG = timedelta(days=20)


def told(kind):
    found = Notice.objects.filter(kind=kind).select_related("member__person").order_by("pk")
    return sorted(notice.member.person.name for notice in found)


def today(team):
    """The day where they work, which begins earlier than elsewhere."""
    return timezone.localdate(timezone=ZoneInfo(team.brand.time_zone))


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def waiting(team, now):
    brief = a_submitted_brief(team)
    moved_at(brief, now - LONG)
    return brief


# -- the answer to a brief ----------------------------------------------------------------------


def test_an_overdue_answer_is_told_once_to_whoever_owes_it_and_to_the_requester(team, waiting, now):
    assert [tell_late_answers(now), tell_late_answers(now + timedelta(minutes=1))] == [1, 0]
    assert told("brief_overdue") == ["Chen Content", "Shen Strategist"]
    notice = Notice.objects.get(kind="brief_overdue", member=team.content_lead)
    assert notice.text_en == "“Launch posts” is overdue: it waits for your answer."
    assert notice.text_zh == "“上市帖子”已逾期：在等你答复。"
    assert notice.url.endswith(f"/content/briefs/{waiting.pk}/")


def test_an_answer_in_time_tells_nobody(team, now):
    a_submitted_brief(team)
    assert tell_late_answers(now) == 0


def test_of_two_clocks_that_saw_the_same_wait_one_tells(team, waiting, now):
    seen_by_both = [with_pace(team.brand, current(), now)[0] for _clock in range(2)]
    assert [lateness._tell(brief, now) for brief in seen_by_both] == [1, 0]
    assert len(told("brief_overdue")) == 2


def test_the_next_wait_of_the_same_brief_is_told_again_and_to_strategy(team, waiting, now):
    tell_late_answers(now)
    actions.restate(waiting, by=team.content_lead, restated_intent=RESTATED)
    assert tell_late_answers(timezone.now()) == 0
    assert tell_late_answers(timezone.now() + LONG) == 1
    # Who asked for it is whose move it is: one notice, not two.
    assert told("brief_overdue").count("Shen Strategist") == 2
    assert tell_late_answers(timezone.now() + LONG) == 0


def test_a_returned_brief_waits_for_its_requester(team, waiting, now):
    actions.return_(waiting, by=team.content_lead, reason="Which posts?")
    assert tell_late_answers(timezone.now() + LONG) == 1
    assert told("brief_overdue") == ["Shen Strategist"]


def test_what_is_confirmed_or_put_away_waits_for_nobody(team, waiting, now):
    Brief.objects.filter(pk=waiting.pk).update(archived_at=now)
    assert tell_late_answers(now) == 0


def test_telling_is_no_edit_of_the_brief(team, waiting, now):
    before = Brief.objects.get(pk=waiting.pk)
    tell_late_answers(now)
    after = Brief.objects.get(pk=waiting.pk)
    assert (after.row_version, after.updated_at) == (before.row_version, before.updated_at)


def test_many_waits_are_looked_through_with_the_same_number_of_questions(
    team, waiting, django_assert_max_num_queries
):
    tell_late_answers(timezone.now())
    for number in range(3):
        a_submitted_brief(team, title_en=f"Fresh {number}", plan=waiting.plan)
    with django_assert_max_num_queries(2):
        assert tell_late_answers(timezone.now()) == 0


# -- a proof round ------------------------------------------------------------------------------


@pytest.fixture
def begun(team):
    version = a_draft(team)
    due_on = today(team) + timedelta(days=1)
    return begin(
        version, by=team.writer, reviewers=[team.content_lead, team.strategist], due_on=due_on
    )


def test_a_round_past_its_day_is_told_once_to_who_is_silent_and_to_who_began_it(team, begun, now):
    decide(begun, by=team.strategist, decision="approved")
    assert tell_late_rounds(now + timedelta(days=1)) == 0
    later = now + timedelta(days=2)
    assert [tell_late_rounds(later), tell_late_rounds(later)] == [1, 0]
    assert told("proof_overdue") == ["Chen Content", "Wen Writer"]


def test_of_two_clocks_that_saw_the_same_round_one_tells(team, begun, now):
    untold = ProofRound.objects.filter(pk=begun.pk, late_told_at=None)
    seen_by_both = [ProofRound.objects.get(pk=begun.pk) for _clock in range(2)]
    told_of = [tell_once(untold.all(), now, proof_lateness._tell, one) for one in seen_by_both]
    assert told_of == [1, 0]
    assert len(told("proof_overdue")) == 3


def test_another_day_for_the_round_starts_its_clock_again(team, begun, now):
    tell_late_rounds(now + timedelta(days=2))
    due_on = begun.due_on + timedelta(days=3)
    stored = ProofRound.objects.get(pk=begun.pk)
    change(stored, by=team.writer, reviewers=[team.content_lead], due_on=due_on)
    assert tell_late_rounds(now + timedelta(days=3)) == 0
    assert tell_late_rounds(now + timedelta(days=5)) == 1


@pytest.mark.parametrize("ends", ["rejected", "a newer version"])
def test_a_round_that_is_over_is_not_late(team, begun, now, ends):
    if ends == "rejected":
        decide(begun, by=team.strategist, decision="rejected", reason="Not us")
    else:
        a_draft(team, asset=begun.version.asset, text="Another", change_note="New words")
    assert tell_late_rounds(now + timedelta(days=2)) == 0


# -- scores of concepts -------------------------------------------------------------------------


def asked(team, **change):
    """Strategist and designer are asked to score two concepts by tomorrow."""
    brief = an_acknowledged_brief(team)
    team.pair = a_pair(team, brief)
    team.designer = a_member(team.brand, "ds", name="Du Designer")
    due_on = today(team) + timedelta(days=1)
    members = [team.designer, team.strategist]
    return ask_for_scores(brief, members, **{"by": team.content_lead, "due_on": due_on} | change)


def test_scores_past_their_day_are_told_once_to_who_is_silent_and_to_who_asked(team, now):
    asked(team)
    for concept in team.pair:
        score(concept, by=team.strategist, given=points())
    score(team.pair[0], by=team.designer, given=points())
    assert tell_late_scores(now + timedelta(days=1)) == 0
    later = now + timedelta(days=2)
    assert [tell_late_scores(later), tell_late_scores(later)] == [1, 0]
    # One of the two concepts is still to be scored.
    assert told("score_overdue") == ["Chen Content", "Du Designer"]
    notice = Notice.objects.get(kind="score_overdue", member=team.designer)
    assert notice.text_zh == "“上市帖子”的概念评分已逾期：还缺你的评分。"
    assert notice.url.endswith("/concepts/")


def test_another_day_for_the_scores_starts_their_clock_again(team, now):
    scoring = asked(team)
    tell_late_scores(now + timedelta(days=2))
    again = {"by": team.content_lead, "due_on": scoring.due_on}
    ask_for_scores(scoring.brief, [team.designer], **again)
    assert tell_late_scores(now + timedelta(days=2)) == 0
    again["due_on"] += timedelta(days=3)
    ask_for_scores(scoring.brief, [team.designer], **again)
    assert tell_late_scores(now + timedelta(days=3)) == 0
    assert tell_late_scores(now + timedelta(days=5)) == 1
    assert Scoring.objects.count() == 1


@pytest.mark.parametrize("ends", ["all scored", "chosen", "one's own", "put away", "long ago"])
def test_scores_that_nobody_owes_any_more_are_not_late(team, now, ends):
    if ends == "one's own":
        scoring = asked(team)
        ask_for_scores(scoring.brief, [team.writer], by=team.content_lead, due_on=scoring.due_on)
        score(team.pair[1], by=team.writer, given=points())
    else:
        scoring = asked(team)
    if ends == "all scored":
        for member in (team.designer, team.strategist):
            for concept in team.pair:
                score(concept, by=member, given=points())
    if ends == "chosen":
        first, second = team.pair
        choose(first, by=team.strategist, reason="Ours", why_not={second.pk: "Dear"})
    if ends == "put away":
        Brief.objects.filter(pk=scoring.brief_id).update(archived_at=now)
    days = 40 if ends == "long ago" else 2
    assert tell_late_scores(now + timedelta(days=days)) == 0


def test_many_late_scorings_are_found_with_one_question(team, now, django_assert_num_queries):
    asked(team)
    tell_late_scores(now + timedelta(days=2))
    for _brief in range(2):
        asked(team, due_on=today(team) + timedelta(days=9))
    with django_assert_num_queries(1):
        assert tell_late_scores(now + timedelta(days=2)) == 0


def test_the_clock_of_the_product_tells_in_the_product_and_by_mail(team, waiting, begun, now):
    asked(team)
    for _beat in range(2):
        keep_time(now + timedelta(days=2))
    assert len(told("brief_overdue")) == len(told("proof_overdue")) + (-1) == 2
    assert len(told("score_overdue")) == 3
    mailed = "\n".join(message.body for message in mail.outbox)
    assert mailed.count("is overdue: it waits for your answer") == 1

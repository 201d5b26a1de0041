"""A wave takes its quotas from the tracker's population, and hangs on the thread."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.strategy.models import KeyResult, Quota, Response
from drumbeat.strategy.trackers.quotas import shared
from drumbeat.thread.walk import lineage
from tests.strategy.factory import a_goal, a_key_result
from tests.strategy.health import a_friend, a_tracker, a_wave
from tests.strategy.test_survey_form import Respondent
from tests.world import TODAY, signed_in

pytestmark = pytest.mark.django_db

HALVES = {"q12b": {"a": 0.53, "b": 0.47}}


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.integers(0, 5000))
def test_people_are_shared_out_whole_and_to_the_last(parts, people):
    total = sum(parts)
    shares = {str(n): (part / total if total else 1 / len(parts)) for n, part in enumerate(parts)}
    whole = shared(shares, people)
    assert sum(whole.values()) == people
    assert all(abs(whole[key] - share * people) < 1 + 1e-6 for key, share in shares.items())


def test_the_population_becomes_quotas_that_are_asked_first(lead):
    wave = a_wave(a_tracker(lead, targets=HALVES, source="census"), with_quotas=True)
    limits = dict(Quota.objects.values_list("option", "limit"))
    assert limits == {"a": 212, "b": 188}
    assert wave.questionnaire.questions.first().key == "q12b"


def test_who_belongs_to_a_full_group_is_not_asked_the_rest(lead):
    wave = a_wave(
        a_tracker(lead, targets=HALVES, source="census"), state="fielded", with_quotas=True
    )
    Quota.objects.filter(option="a").update(filled=212)
    someone = Respondent(wave.questionnaire)
    someone.agrees()
    someone.answers("q12b", q12b="a")
    assert Response.objects.get().state == "full"


def test_asking_people_first_asks_the_same(lead):
    tracker = a_tracker(lead, targets=HALVES, source="census")
    people = [a_friend(q12b=key) for key in "aabb"]
    first = a_wave(tracker, state="computed", days_ago=40, people=people)
    second = a_wave(tracker, state="computed", people=people, with_quotas=True)
    assert first.result.series == second.result.series


def test_without_a_population_there_is_nothing_to_choose(lead):
    plain, known = a_tracker(lead), a_tracker(lead, targets=HALVES, source="census")
    browser = signed_in(lead)
    for tracker, is_offered in ((plain, False), (known, True)):
        page = browser.get(f"/strategy/trackers/{tracker.pk}/waves/new/").content.decode()
        assert ("with_quotas" in page) is is_offered


def test_a_wave_hangs_on_the_goals_that_it_measures(lead):
    goal = a_goal(lead, ends_on=TODAY + timedelta(days=60))
    a_key_result(goal, metric="aided")
    a_goal(lead, "Revenue only", ends_on=TODAY + timedelta(days=60))
    wave = a_wave(a_tracker(lead))
    assert list(wave.goals.all()) == [goal]
    assert lineage(goal).of("wave") == [wave]
    assert lineage(wave).of("goal") == [goal]
    KeyResult.objects.update(metric="manual")
    assert not a_wave(a_tracker(lead)).goals.exists()

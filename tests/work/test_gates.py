"""Gate decisions: pass, conditional, fail; superseded, never edited."""

from datetime import timedelta

import pytest
from django.utils import timezone

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import Notice
from drumbeat.work.gates.actions import Condition, decide, latest_decision
from drumbeat.work.models import GateDecision, Task
from tests.work.factory import a_run, a_team, done

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(lead):
    return a_team(lead)


@pytest.fixture
def run(lead, team):
    """A launch whose strategy gate (L12) is open: all that it waits for is done."""
    run = a_run(lead)
    Task.objects.filter(run=run, key__lt="L11").exclude(key="L11").update(state="accepted")
    Task.objects.filter(run=run, key="L11").update(state="ready")
    done(run.tasks.get(key="L11"))
    return run


def gate_of(run):
    return run.tasks.get(key="L12")


def states(run, *keys):
    return [run.tasks.get(key=key).state for key in keys]


def a_condition(owner, text="Two more sources in the claims file"):
    return Condition(text, owner, timezone.now() + timedelta(days=2))


def test_a_gate_opens_when_everything_it_waits_for_is_accepted_and_tells_who_decides(run, lead):
    assert gate_of(run).state == "ready"
    assert Notice.objects.filter(member=lead, kind="gate waiting").exists()


def test_a_passed_gate_lets_its_successors_go(run, lead):
    decide(gate_of(run), by=lead, decision="pass", reason="Complete and consistent")
    assert gate_of(run).state == "accepted"
    assert states(run, "L13", "L16", "L29") == ["ready"] * 3


def test_a_conditional_pass_makes_tasks_and_lets_only_named_successors_start(run, lead, team):
    brief = run.tasks.get(key="L16")
    decision = decide(
        gate_of(run),
        by=lead,
        decision="conditional",
        reason="Nearly there",
        conditions=[a_condition(team["brand"])],
        may_start=[brief],
    )
    assert states(run, "L16", "L13", "L29") == ["ready", "blocked", "blocked"]
    condition = Task.objects.get(pk=decision.conditions[0]["task"])
    assert (condition.owner, condition.accountable) == (team["brand"], lead)
    done(condition)
    assert states(run, "L13", "L29") == ["ready", "ready"]


def test_a_failed_gate_keeps_its_successors_blocked_and_says_why(run, lead):
    decide(gate_of(run), by=lead, decision="fail", reason="The positioning is the competitor's")
    assert gate_of(run).state == "returned"
    assert states(run, "L13", "L16") == ["blocked", "blocked"]
    assert latest_decision(gate_of(run)).reason == "The positioning is the competitor's"


def test_a_closed_gate_is_not_decided(lead, team):
    run = a_run(lead)
    with pytest.raises(Refused, match="The gate is closed"):
        decide(gate_of(run), by=lead, decision="pass", reason="Never mind")


def test_a_conditional_pass_without_a_condition_is_refused(run, lead):
    with pytest.raises(Refused, match="needs a condition"):
        decide(gate_of(run), by=lead, decision="conditional", reason="Nearly there")


def test_the_role_that_the_playbook_names_decides_beside_the_lead(run, lead, team):
    with pytest.raises(NotAllowed):
        decide(gate_of(run), by=team["brand"], decision="pass", reason="Fine")
    final_check = run.tasks.get(key="L28")
    Task.objects.filter(pk=final_check.pk).update(state="ready")
    final_check.refresh_from_db()
    with pytest.raises(NotAllowed):
        decide(final_check, by=team["cl"], decision="pass", reason="Fine")
    decide(final_check, by=team["brand"], decision="pass", reason="Zero findings")


def test_i_13_a_decision_keeps_the_checklist_as_it_stood(run, lead):
    decision = decide(gate_of(run), by=lead, decision="pass", reason="Complete")
    Task.objects.filter(run=run, key="L09").update(title_en="Renamed later")
    items = {
        item["key"]: item for item in GateDecision.objects.get(pk=decision.pk).snapshot["items"]
    }
    assert set(items) == {"L09", "L10", "L11"}
    assert items["L09"]["title_en"] != "Renamed later"
    assert decision.snapshot["pass_if_en"].startswith("positioning")


def test_i_13_a_decision_cannot_be_edited_or_deleted(run, lead):
    decision = decide(gate_of(run), by=lead, decision="pass", reason="Complete")
    decision.reason = "Something else"
    with pytest.raises(WrongState):
        decision.save()
    with pytest.raises(WrongState):
        decision.delete()
    with pytest.raises(WrongState):
        GateDecision.objects.filter(pk=decision.pk).update(reason="Something else")
    with pytest.raises(WrongState):
        GateDecision.objects.all().delete()
    assert GateDecision.objects.get(pk=decision.pk).reason == "Complete"


def test_i_13_a_decision_is_superseded_by_another_and_both_stay(run, lead):
    first = decide(gate_of(run), by=lead, decision="fail", reason="No sources")
    second = decide(gate_of(run), by=lead, decision="pass", reason="Sources added")
    assert second.supersedes == first
    assert latest_decision(gate_of(run)) == second
    assert GateDecision.objects.filter(gate=gate_of(run)).count() == 2
    assert states(run, "L13", "L16") == ["ready", "ready"]


def test_a_pass_taken_back_blocks_what_has_not_started(run, lead):
    decide(gate_of(run), by=lead, decision="pass", reason="Complete")
    decide(gate_of(run), by=lead, decision="fail", reason="The budget was withdrawn")
    assert states(run, "L13", "L16") == ["blocked", "blocked"]


def test_a_full_pass_lifts_the_conditions_of_the_one_before(run, lead, team):
    decide(
        gate_of(run),
        by=lead,
        decision="conditional",
        reason="Nearly",
        conditions=[a_condition(team["brand"])],
    )
    assert states(run, "L13") == ["blocked"]
    decide(gate_of(run), by=lead, decision="pass", reason="Good enough as it is")
    assert states(run, "L13") == ["ready"]

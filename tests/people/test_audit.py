"""The trail as people read it: what was done, in their words, never in the machine's."""

import pytest
from django.utils import translation

from drumbeat.people.audit.changes import changes_of
from drumbeat.people.audit.words import DONE, machine_of, verb_in_words
from drumbeat.people.models import AuditEvent
from drumbeat.people.notices.actions import notify
from tests.strategy.factory import a_goal
from tests.world import a_member, signed_in

pytestmark = pytest.mark.django_db


def an_edit(lead, goal, **changed):
    before = {name: old for name, (old, _new) in changed.items()}
    after = {name: new for name, (_old, new) in changed.items()}
    return AuditEvent.objects.create(
        brand=lead.brand, by=lead, verb="edited", kind="goal", object_id=goal.pk,
        object_label=str(goal), before=before, after=after,
    )  # fmt: skip


def told(event, currency="CNY"):
    return {
        one["label"]: (one["before"], one["after"])
        for one in changes_of([event], currency).get(event.pk, ())
    }


def test_a_change_names_people_days_and_choices_as_pages_do(lead):
    other = a_member(lead.brand, "brand", name="Lin Qing")
    event = an_edit(
        lead,
        a_goal(lead),
        owner_id=(lead.pk, other.pk),
        ends_on=("2026-11-30", "2026-12-24"),
        level=("company", "module"),
        archived_at=(None, "2026-11-30T09:00:00Z"),
    )
    assert told(event) == {
        "Owner": (lead.person.name, "Lin Qing"),
        "Ends": ("Nov 30, 2026", "Dec 24, 2026"),
        "Level": ("Company", "Module"),
    }


def test_names_of_records_cost_one_query_a_kind_not_one_a_change(lead, django_assert_num_queries):
    other, goal = a_member(lead.brand, "brand"), a_goal(lead)
    events = [an_edit(lead, goal, owner_id=(lead.pk, other.pk)) for _ in range(5)]
    with django_assert_num_queries(1):
        changes_of(events, "CNY")


def test_a_step_is_told_as_done_not_as_asked_for(lead):
    task = machine_of("task")
    with translation.override("en"):
        assert [str(verb_in_words(task, verb)) for verb in ("start", "submit", "accept")] == [
            "started", "submitted", "accepted",
        ]  # fmt: skip
    machines = {verb for kind in ("task", "placement", "plan") for verb in machine_of(kind).by_verb}
    assert machines <= set(DONE)


def test_the_trail_downloads_with_before_and_after(lead):
    an_edit(lead, a_goal(lead), level=("company", "module"))
    page = signed_in(lead)
    assert "Before and after" in page.get("/audit/").content.decode()
    file = page.get("/audit.csv").content.decode("utf-8-sig")
    assert "Level: Company → Module" in file


def test_a_notice_speaks_the_language_of_the_page(lead):
    notice = notify(lead, "test", "Look")
    notice.text_zh = "请看"
    notice.save()
    page = signed_in(lead)
    page.cookies["django_language"] = "zh-hans"
    assert "请看" in page.get("/notices/").content.decode()

"""The room's pages: they work, keep what was typed, refuse strangers, and cost a fixed sum."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from drumbeat.work.models import Handoff, Run, Task
from tests.work.factory import (
    LAUNCH_DAY,
    a_handoff,
    a_new_version,
    a_playbook,
    a_run,
    a_task,
    a_team,
    delivered,
    done,
    text,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def a_typed_task(lead, **changes):
    return {
        "title_en": "Call the agency",
        "owner": lead.pk,
        "accountable": lead.pk,
        "module": "content",
        "deliverable_en": "Minutes of the call",
        "acceptance_en": "Sent round",
        "starts_on": "2026-11-23",
        "due_on": "2026-11-25",
        "row_version": "1",
    } | changes


# Single tasks


def test_a_single_task_is_written_and_found_on_its_page(lead):
    browser = signed_in(lead)
    assert browser.post("/work/tasks/new/", a_typed_task(lead)).status_code == 302
    task = Task.objects.get()
    page = text(browser.get(f"/work/tasks/{task.pk}/"))
    assert "Minutes of the call" in page
    assert "Sent round" in page


@pytest.mark.parametrize("missing", ["owner", "due_on", "deliverable_en", "acceptance_en"])
def test_there_is_no_task_without_owner_due_date_deliverable_and_rule(lead, missing):
    answer = signed_in(lead).post("/work/tasks/new/", a_typed_task(lead, **{missing: ""}))
    assert answer.status_code == 422
    assert "Call the agency" in text(answer)
    assert not Task.objects.exists()


def test_a_due_date_before_the_start_keeps_what_was_typed(lead):
    answer = signed_in(lead).post("/work/tasks/new/", a_typed_task(lead, due_on="2026-11-01"))
    assert answer.status_code == 422
    assert "before the start" in text(answer)
    assert "Minutes of the call" in text(answer)


def test_a_task_goes_from_start_to_accepted_through_the_pages(lead):
    writer = a_member(lead.brand, "cw")
    task = a_task(writer, accountable=lead)
    writes, leads, path = signed_in(writer), signed_in(lead), f"/work/tasks/{task.pk}/"
    assert writes.post(f"{path}start/").status_code == 302
    empty = writes.post(f"{path}delivery/", {"note": "Here it is"})
    assert empty.status_code == 422
    assert "Attach the deliverable" in text(empty)
    assert "Here it is" in text(empty)
    kit = SimpleUploadedFile("kit.pdf", b"%PDF-1.7", "application/pdf")
    assert writes.post(f"{path}delivery/", {"file": kit}).status_code == 302
    assert "kit.pdf" in text(leads.get(path))
    returned = leads.post(f"{path}return/", {"reason": "No sources"})
    assert returned.status_code == 302
    writes.post(f"{path}start/")
    writes.post(f"{path}delivery/", {"delivered_ref": "", "file": a_pdf()})
    assert leads.post(f"{path}acceptance/").status_code == 302
    task.refresh_from_db()
    assert task.state == "accepted"
    assert "No sources" in text(leads.get(path)), "the history shows why it came back"


def a_pdf(name="kit-2.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 second", "application/pdf")


def test_an_object_that_nobody_knows_is_refused_at_its_field(lead):
    task = a_task(lead)
    browser, path = signed_in(lead), f"/work/tasks/{task.pk}/"
    browser.post(f"{path}start/")
    answer = browser.post(f"{path}delivery/", {"delivered_ref": "Brief · Nobody · 0000"})
    assert answer.status_code == 422
    assert "not in the list" in text(answer)


def test_who_is_alone_is_asked_before_accepting_the_own_work(lead):
    task = delivered(a_task(lead))
    browser, path = signed_in(lead), f"/work/tasks/{task.pk}/acceptance/"
    assert browser.post(path).headers["Location"].endswith("/acceptance/")
    assert "nobody else here can" in text(browser.get(path))
    assert browser.post(path, {"asked": "1"}).status_code == 422
    browser.post(path, {"asked": "1", "alone": "on"})
    task.refresh_from_db()
    assert task.state == "accepted"


def test_a_task_of_a_foreign_brand_does_not_exist(lead):
    foreign = a_task(a_member(a_brand()))
    browser = signed_in(lead)
    assert browser.get(f"/work/tasks/{foreign.pk}/").status_code == 404
    assert browser.post(f"/work/tasks/{foreign.pk}/start/").status_code == 404


def test_a_colleagues_task_is_not_started_or_waived_by_a_writer(lead):
    task = a_task(lead)
    browser = signed_in(a_member(lead.brand, "cw"))
    assert browser.post(f"/work/tasks/{task.pk}/start/").status_code == 403
    assert browser.post(f"/work/tasks/{task.pk}/waiver/", {"reason": "x"}).status_code == 403
    assert browser.get(f"/work/tasks/{task.pk}/start/").status_code == 405


def test_my_work_shows_what_waits_for_me(lead):
    writer, now = a_member(lead.brand, "cw"), timezone.now()
    late = a_task(
        lead, "The late one", start_at=now - timedelta(days=9), due_at=now - timedelta(days=2)
    )
    waiting = delivered(a_task(writer, "The finished one", accountable=lead))
    a_handoff(writer, lead, from_module="content", to_module="strategy", title_en="The baton")
    page = text(signed_in(lead).get("/work/"))
    for words in ("Overdue", str(late), "Waiting for your acceptance", str(waiting), "The baton"):
        assert words in page


def test_an_empty_desk_says_what_to_do_next(lead):
    assert "See the playbooks" in text(signed_in(lead).get("/work/"))


# Runs


def a_typed_run(lead, **changes):
    roles = ("lead", "brand", "cl", "cw", "ds", "cm", "pr", "ev", "an")
    return (
        {
            "title_en": "Cold brew",
            "title_zh": "",
            "anchor": "2026-12-01",
            "subject": "",
            "parameter_has_event": "on",
            "parameter_has_kol": "on",
            "parameter_launch_tier": "T1",
            "parameter_regulated_category": "none",
        }
        | {f"owner_{role}": lead.pk for role in roles}
        | changes
    )


def test_the_schedule_is_shown_before_the_run_starts(lead):
    path = f"/work/playbook-versions/{a_playbook(lead).pk}/runs/new/"
    browser = signed_in(lead)
    assert "Critical path" in text(browser.get(path))
    shown = text(browser.post(path, a_typed_run(lead, anchor="2027-03-01", preview="1")))
    assert "2027 is not in the holiday table: Monday–Friday used." in shown
    assert not Run.objects.exists()


def test_a_run_is_started_from_its_form(lead):
    path = f"/work/playbook-versions/{a_playbook(lead).pk}/runs/new/"
    typed = a_typed_run(lead, start="1")
    typed.pop("parameter_has_kol")
    assert signed_in(lead).post(path, typed).status_code == 302
    run = Run.objects.get()
    assert run.anchor_at == LAUNCH_DAY
    assert run.tasks.count() == 48
    assert run.parameters["has_kol"] is False


def test_a_crisis_is_started_at_a_moment(lead):
    path = f"/work/playbook-versions/{a_playbook(lead, 'crisis').pk}/runs/new/"
    typed = a_typed_run(lead, anchor="2026-11-22T09:30", parameter_level="L2", start="1")
    assert signed_in(lead).post(path, typed).status_code == 302
    run = Run.objects.get()
    assert run.tasks.count() == 11
    assert run.anchor_at.isoformat() == "2026-11-22T01:30:00+00:00"


def test_a_run_without_a_date_keeps_what_was_typed(lead):
    path = f"/work/playbook-versions/{a_playbook(lead).pk}/runs/new/"
    answer = signed_in(lead).post(path, a_typed_run(lead, anchor="soon", start="1"))
    assert answer.status_code == 422
    assert "Cold brew" in text(answer)
    assert not Run.objects.exists()


def test_a_guest_sees_no_runs(lead):
    run = a_run(lead)
    guest = signed_in(a_member(lead.brand, "gst"))
    assert guest.get(f"/work/runs/{run.pk}/").status_code == 403


def test_moving_the_anchor_shows_the_difference_first(lead):
    run = a_run(lead)
    browser, path = signed_in(lead), f"/work/runs/{run.pk}/anchor/"
    typed = {"anchor": "2026-12-08", "reason": "The factory is late"}
    shown = browser.post(path, typed | {"preview": "1"})
    assert "+5" in text(shown)
    assert "Move 50 tasks" in text(shown)
    run.refresh_from_db()
    assert run.anchor_at == LAUNCH_DAY
    browser.post(path, typed | {"apply": "1"})
    run.refresh_from_db()
    assert run.anchor_at == LAUNCH_DAY + timedelta(days=7)


def test_a_newer_version_is_offered_as_a_difference(lead):
    run = a_run(lead)
    browser = signed_in(lead)
    a_new_version(run.version, "L23", duration=10)
    assert "Version 2 of the playbook exists" in text(browser.get(f"/work/runs/{run.pk}/"))
    assert "L23" in text(browser.get(f"/work/runs/{run.pk}/upgrade/"))


def test_a_card_moved_on_the_board_takes_the_step(lead):
    run = a_run(lead)
    first, path = run.tasks.get(key="L01"), f"/work/runs/{run.pk}/moves/"
    browser = signed_in(lead)
    assert browser.post(path, {"card": first.pk, "column": "doing"}).status_code == 204
    first.refresh_from_db()
    assert first.state == "doing"


@pytest.mark.parametrize(
    ("column", "status", "said"),
    [
        ("doing", 422, "This waits for"),
        ("submitted", 422, "Open it to attach one"),
        ("accepted", 409, "Nothing was handed in yet"),
        ("returned", 422, "takes a reason"),
        ("blocked", 204, ""),
        ("ready", 422, "What a task waits for"),
    ],
)
def test_a_refused_move_says_why_in_plain_words(lead, column, status, said):
    run = a_run(lead)
    blocked = run.tasks.get(key="L03")
    answer = signed_in(lead).post(
        f"/work/runs/{run.pk}/moves/", {"card": blocked.pk, "column": column}
    )
    assert answer.status_code == status
    assert said in text(answer)
    blocked.refresh_from_db()
    assert blocked.state == "blocked"


# The list also shows the beat line and the history.
@pytest.mark.parametrize(("view", "most"), [("", 18), ("board/", 16), ("gantt/", 16)])
def test_the_views_of_a_run_cost_the_same_however_many_tasks(
    lead, view, most, django_assert_max_num_queries
):
    a_team(lead)
    run = a_run(lead)
    done(run.tasks.get(key="L01"))
    browser = signed_in(lead)
    with django_assert_max_num_queries(most):
        answer = browser.get(f"/work/runs/{run.pk}/{view}")
    assert "Market and competitor" in text(answer)


@pytest.mark.parametrize(
    "path", ["/work/", "/work/tasks/", "/work/runs/", "/work/handoffs/", "/work/playbooks/"]
)
def test_each_list_costs_a_fixed_sum(lead, path, django_assert_max_num_queries):
    a_team(lead)
    run = a_run(lead)
    for key in ("L01", "L02", "L03", "L04"):
        done(run.tasks.get(key=key))
    browser = signed_in(lead)
    with django_assert_max_num_queries(16):
        assert browser.get(path).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tasks_can_be_taken_away_as_a_table(lead, kind):
    run = a_run(lead)
    browser = signed_in(lead)
    for path in ("/work/tasks/", f"/work/runs/{run.pk}/"):
        answer = browser.get(f"{path}?as={kind}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.content[:2] == (b"PK" if kind == "xlsx" else b"\xef\xbb")
    rows = text(browser.get("/work/tasks/?as=csv&state=ready")).splitlines()
    assert len(rows) == 2, "the header and L01, the only task that may start"


def test_the_list_of_tasks_is_filtered(lead):
    a_run(lead)
    found = text(signed_in(lead).get("/work/tasks/?q=L23&module=content"))
    assert "Launch video" in found
    assert "Market and competitor" not in found


# Gates


def test_a_gate_is_decided_on_its_page_with_conditions(lead):
    run = a_run(lead)
    gate = run.tasks.get(key="L12")
    Task.objects.filter(run=run, key__in=("L09", "L10", "L11")).update(state="accepted")
    Task.objects.filter(pk=gate.pk).update(state="ready")
    browser, path = signed_in(lead), f"/work/tasks/{gate.pk}/decision/"
    typed = {
        "decision": "conditional",
        "reason": "Nearly there",
        "may_start": [run.tasks.get(key="L16").pk],
        "conditions-TOTAL_FORMS": "1",
        "conditions-INITIAL_FORMS": "0",
        "conditions-0-text": "Two more sources",
        "conditions-0-owner": lead.pk,
        "conditions-0-due_on": "",
    }
    kept = browser.post(path, typed)
    assert kept.status_code == 422
    assert "needs an owner and a due date" in text(kept)
    assert "Two more sources" in text(kept)
    assert browser.post(path, typed | {"conditions-0-due_on": "2026-12-01"}).status_code == 302
    page = text(browser.get(f"/work/tasks/{gate.pk}/"))
    assert "Nearly there" in page
    assert "Two more sources" in page
    assert run.tasks.get(key="L16").state == "ready"
    assert run.tasks.get(key="L13").state == "blocked"


def test_a_role_that_does_not_decide_this_gate_is_turned_away(lead):
    gate = a_run(lead).tasks.get(key="L12")
    for role in ("brand", "an"):
        browser = signed_in(a_member(lead.brand, role))
        assert browser.get(f"/work/tasks/{gate.pk}/decision/").status_code == 403


# Handoffs


def test_a_handoff_is_offered_and_played_back_through_the_pages(lead):
    content_lead = a_member(lead.brand, "cl")
    typed = {
        "title_en": "Message house",
        "from_module": "strategy",
        "to_module": "content",
        "receiver": content_lead.pk,
        "note": "Three pillars",
        "answer_within_hours": "8",
        "row_version": "1",
    }
    assert signed_in(lead).post("/work/handoffs/new/", typed).status_code == 302
    handoff = Handoff.objects.get()
    receives, path = signed_in(content_lead), f"/work/handoffs/{handoff.pk}/"
    short = receives.post(f"{path}acceptance/", {"words": "fine"})
    assert short.status_code == 422
    assert "fine" in text(short)
    words = "We lead every piece with eight hours, never bitter."
    assert receives.post(f"{path}acceptance/", {"words": words}).status_code == 302
    assert words in text(signed_in(lead).get(path))


def test_a_handoff_to_the_own_module_keeps_what_was_typed(lead):
    typed = {
        "title_en": "Message house",
        "from_module": "content",
        "to_module": "content",
        "answer_within_hours": "0",
        "row_version": "1",
    }
    answer = signed_in(lead).post("/work/handoffs/new/", typed)
    assert answer.status_code == 422
    assert "another module" in text(answer)
    assert "Message house" in text(answer)


def test_a_foreign_handoff_does_not_exist(lead):
    foreign = a_handoff(a_member(a_brand()))
    assert signed_in(lead).get(f"/work/handoffs/{foreign.pk}/").status_code == 404


# Comments and files

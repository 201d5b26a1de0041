"""Comments and files, as people meet them on the pages of tasks and runs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from drumbeat.channels.models import SpendImport
from drumbeat.people.models import Notice
from drumbeat.work.models import Comment, StoredFile
from tests.work.factory import (
    a_file,
    a_task,
    delivered,
    text,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def test_a_comment_with_a_name_tells_that_member(lead):
    writer = a_member(lead.brand, "cw", name="王璐")
    task = a_task(lead)
    answer = signed_in(lead).post(
        "/work/comments/", {"ref": f"task:{task.pk}", "body": "@王璐 第二条路线更像我们"}
    )
    assert answer.headers["Location"].endswith(f"/work/tasks/{task.pk}/#comments")
    assert "第二条路线更像我们" in text(signed_in(writer).get(f"/work/tasks/{task.pk}/"))
    assert Notice.objects.get(member=writer, kind="mention").url.endswith(f"/tasks/{task.pk}/")


def test_an_empty_comment_is_not_kept(lead):
    task = a_task(lead)
    answer = signed_in(lead).post("/work/comments/", {"ref": f"task:{task.pk}", "body": " "})
    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_a_foreign_object_cannot_be_commented_on(lead):
    foreign = a_task(a_member(a_brand()))
    answer = signed_in(lead).post("/work/comments/", {"ref": f"task:{foreign.pk}", "body": "Hi"})
    assert answer.status_code == 404


def test_what_is_written_in_a_comment_is_text_and_never_markup(lead):
    task = a_task(lead)
    signed_in(lead).post(
        "/work/comments/", {"ref": f"task:{task.pk}", "body": "<script>alert(1)</script>"}
    )
    assert "<script>alert" not in text(signed_in(lead).get(f"/work/tasks/{task.pk}/"))


def test_a_file_is_always_downloaded_and_never_sniffed(lead):
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html")
    browser = signed_in(lead)
    assert browser.post("/work/files/new/", {"file": page}).status_code == 302
    answer = browser.get(f"/work/files/{StoredFile.objects.get().pk}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"


def test_a_foreign_file_does_not_exist(lead):
    foreign = a_file(a_member(a_brand()))
    assert signed_in(lead).get(f"/work/files/{foreign.pk}/").status_code == 404


def test_the_same_bytes_are_kept_once(lead):
    assert a_file(lead) == a_file(lead, "another name.txt")
    assert StoredFile.objects.count() == 1


def test_a_file_of_another_room_does_not_come_out_by_the_back_door(lead):
    report = a_file(lead, "spend.csv", b"day,spend")
    SpendImport.objects.create(
        brand=lead.brand, owner=lead, file=report, platform="meta", currency="CNY"
    )
    browser = signed_in(a_member(lead.brand, "cw"))
    assert browser.get(f"/work/files/{report.pk}/").status_code == 404
    assert "spend.csv" not in text(browser.get("/work/files/"))


def test_what_was_handed_in_is_there_for_who_accepts_it_wherever_else_it_is_used(lead):
    task = delivered(a_task(lead))
    file = task.deliveries.get().file
    SpendImport.objects.create(
        brand=lead.brand, owner=lead, file=file, platform="meta", currency="CNY"
    )
    assert signed_in(lead).get(f"/work/files/{file.pk}/").status_code == 200


def test_a_refused_delivery_leaves_no_file_behind(lead):
    task = a_task(lead)  # not started: nothing can be handed in yet
    kit = SimpleUploadedFile("kit.txt", b"Rock Mist", "text/plain")
    answer = signed_in(lead).post(f"/work/tasks/{task.pk}/delivery/", {"file": kit})
    assert answer.status_code in (409, 422)
    assert not StoredFile.objects.exists()

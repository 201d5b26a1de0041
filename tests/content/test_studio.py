"""The studio: what is typed is kept, never lost, and becomes the draft's text when it is saved."""

import pytest

from drumbeat.content.assets.actions import add_version, edit_draft
from drumbeat.content.assets.review import send_to_review
from drumbeat.content.models import Draft
from drumbeat.content.studio.actions import keep
from drumbeat.people.errors import Overtaken
from drumbeat.people.models import AuditEvent
from tests.content.factory import a_draft
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(team):
    return a_draft(team)


def at(version, rest="edit/"):
    return f"/content/versions/{version.pk}/{rest}"


def typed(version, text, **more):
    return {"text": text, "row_version": version.row_version} | more


def test_what_is_typed_becomes_the_text_and_one_writes_on(team, version):
    answer = signed_in(team.writer).post(at(version), typed(version, "Tea, tonight.", stamp="h.3"))
    assert answer.url.endswith(at(version) + "?saved=h.3")
    version.refresh_from_db()
    assert version.text == "Tea, tonight."
    assert version.is_intact()


def test_what_is_being_written_is_kept_without_a_version_or_a_line_in_the_trail(team, version):
    lines = AuditEvent.objects.count()
    browser = signed_in(team.writer)
    answer = browser.post(at(version, "draft/"), typed(version, "Half a sen", stamp="h.1"))
    assert answer.status_code == 204
    version.refresh_from_db()
    assert (version.text, version.row_version) == ("Tea for the evening.", 1)
    assert AuditEvent.objects.count() == lines
    page = browser.get(at(version)).content.decode()
    assert "Half a sen</textarea>" in page
    assert "not saved yet" in page


def test_what_one_person_is_writing_nobody_else_sees(team, version):
    signed_in(team.writer).post(at(version, "draft/"), typed(version, "Half a sen"))
    assert "Half a sen" not in signed_in(team.content_lead).get(at(version)).content.decode()


def test_saving_ends_the_draft(team, version):
    browser = signed_in(team.writer)
    browser.post(at(version, "draft/"), typed(version, "Half a sen"))
    browser.post(at(version), typed(version, "A whole sentence."))
    assert not Draft.objects.exists()


def test_who_takes_what_is_saved_finds_it_in_the_box(team, version):
    browser = signed_in(team.writer)
    browser.post(at(version, "draft/"), typed(version, "Half a sen"))
    page = browser.post(at(version, "draft/removal/"), follow=True).content.decode()
    assert "Tea for the evening.</textarea>" in page
    assert "Half a sen" not in page


def test_a_second_window_does_not_write_over_the_first_unseen(team, version):
    keep(version, {"text": "First"}, by=team.writer, begun_at=1, hand="a")
    keep(version, {"text": "First, longer"}, by=team.writer, begun_at=1, hand="a")
    with pytest.raises(Overtaken):
        keep(version, {"text": "Second"}, by=team.writer, begun_at=1, hand="b")
    assert Draft.objects.get().typed == {"text": "First, longer"}


def test_who_saves_second_sees_both_texts_and_decides(team, version):
    edit_draft(version, by=team.content_lead, text="Their words", row_version=1)
    browser = signed_in(team.writer)
    answer = browser.post(at(version), {"text": "My words", "row_version": 1})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chen Content saved this draft while you wrote" in page
    assert "Their" in page
    assert "My words</textarea>" in page
    browser.post(at(version), {"text": "My words", "row_version": 1, "over": 2})
    version.refresh_from_db()
    assert version.text == "My words"


def test_who_comes_back_after_somebody_saved_is_told_so(team, version):
    browser = signed_in(team.writer)
    browser.post(at(version, "draft/"), typed(version, "My words"))
    edit_draft(version, by=team.content_lead, text="Their words", row_version=1)
    page = browser.get(at(version)).content.decode()
    assert "Chen Content saved this draft while you wrote" in page
    assert 'name="over" value="2"' in page


def test_what_the_browser_alone_kept_is_held_against_what_is_saved(team, version):
    answer = signed_in(team.writer).post(
        at(version, "edit/difference/"), typed(version, "Tea for the morning.")
    )
    page = answer.content.decode()
    assert "morning" in page
    assert "evening" in page


def test_what_is_in_review_is_not_written_any_more_and_the_page_is_told(team, version):
    send_to_review(version, by=team.writer)
    browser = signed_in(team.writer)
    answer = browser.post(at(version, "draft/"), typed(version, "Too late"))
    assert answer.status_code == 409
    assert "new version" in answer.json()["said"]
    assert browser.get(at(version)).status_code == 409


def test_who_is_signed_out_is_sent_to_sign_in_and_nothing_is_kept(client, brand, version):
    answer = client.post(f"/b/{brand.slug}{at(version, 'draft/')}", typed(version, "Who am I"))
    assert answer.status_code == 302
    assert not Draft.objects.exists()


def test_a_foreign_brand_finds_nothing(version):
    stranger = signed_in(a_member(a_brand(), "lead"))
    assert stranger.get(at(version)).status_code == 404
    assert stranger.post(at(version, "draft/"), typed(version, "x")).status_code == 404


def test_the_page_asks_the_same_for_a_short_and_a_long_text(
    team, version, django_assert_max_num_queries
):
    browser = signed_in(team.writer)
    with django_assert_max_num_queries(17):
        browser.get(at(version))
    many = {"variant-x-post": "Tea", "variant-sms": "Tea", "variant-weibo-post": "茶"}
    browser.post(at(version, "draft/"), typed(version, "Tea. " * 500, **many))
    with django_assert_max_num_queries(19):
        browser.get(at(version))


def test_a_window_that_found_the_draft_of_another_may_write_on(team, version):
    keep(version, {"text": "First"}, by=team.writer, begun_at=1, hand="a")
    keep(version, {"text": "On"}, by=team.writer, begun_at=1, hand="b", seen="a")
    assert Draft.objects.get().typed == {"text": "On"}


def test_what_was_kept_here_is_held_against_what_another_window_wrote(team, version):
    keep(version, {"text": "In the other window"}, by=team.writer, begun_at=1, hand="b")
    page = signed_in(team.writer).post(
        at(version, "edit/difference/"), typed(version, "Here", stamp="a.1")
    )
    assert "window" in page.content.decode()


def test_who_empties_what_changed_is_told_beside_it_and_keeps_the_text(team, version):
    after = add_version(version.asset, by=team.writer, text="Two", change_note="Shorter")
    answer = signed_in(team.writer).post(at(after), typed(after, "Three", change_note=" "))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["change_note"]
    assert "Three</textarea>" in answer.content.decode()

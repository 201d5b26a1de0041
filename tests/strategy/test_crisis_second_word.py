"""A grave level takes two people; who sits in the cell hears when it gets worse; what shows it stays."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.utils import timezone

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import Notice
from drumbeat.people.notices.actions import mail_due
from drumbeat.strategy.crisis.actions import assess, move, name_cell, note
from drumbeat.strategy.crisis.rules import cell
from drumbeat.strategy.crisis.second_word import confirm, waiting
from drumbeat.strategy.models import Entry
from tests.strategy.crises import GRAVE, SERIOUS, a_crisis, an_active_crisis
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def named(crisis, by):
    seats = {one.key: by for one in cell(crisis.rules)}
    name_cell(crisis, by=by, seats=seats, meets_at=timezone.now())
    return crisis


def test_from_l3_on_the_cell_waits_for_a_second_person_s_word(lead, brand):
    second = a_member(brand, "pr", name="Second Person")
    crisis = named(a_crisis(lead, GRAVE), lead)
    with pytest.raises(Refused, match="second person"):
        move("convene", crisis, by=lead)
    with pytest.raises(NotAllowed, match="Second Person"):
        confirm(crisis, by=lead)
    with pytest.raises(NotAllowed):
        confirm(crisis, by=a_member(brand, "cw"))
    assert confirm(crisis, by=second).assessment.level == "L3"
    assert "Level L3 is confirmed" in crisis.entries.last().text_en
    assert move("convene", crisis, by=lead).state == "active"
    with pytest.raises(WrongState, match="No score waits"):
        confirm(crisis, by=second)


def test_below_l3_one_person_s_word_is_enough(lead):
    crisis = named(a_crisis(lead, SERIOUS), lead)
    assert waiting(crisis) is None
    assert move("convene", crisis, by=lead).state == "active"


def test_a_new_score_wants_a_new_word(lead, brand):
    second = a_member(brand, "pr")
    crisis = a_crisis(lead, GRAVE)
    confirm(crisis, by=second)
    newest = assess(crisis, by=second, scores=GRAVE, reason="looked again")
    assert waiting(crisis) == newest
    confirm(crisis, by=lead)
    assert waiting(crisis) is None


def test_alone_one_confirms_only_with_a_reason_on_the_record(lead):
    crisis = a_crisis(lead, GRAVE)
    with pytest.raises(Refused, match="alone"):
        confirm(crisis, by=lead)
    browser, path = signed_in(lead), f"/strategy/crises/{crisis.pk}/confirmation/"
    assert browser.post(path, {"single_person_waiver": ""}).status_code == 422
    assert browser.post(path, {"single_person_waiver": "Nobody is up."}).status_code == 302
    assert crisis.assessments.get().confirmation.single_person_waiver == "Nobody is up."
    assert "Nobody is up." in crisis.entries.last().text_en


def test_the_page_shows_the_score_that_waits_and_a_stranger_sees_nothing(lead, brand):
    second = a_member(brand, "pr")
    crisis = a_crisis(lead, GRAVE)
    page = signed_in(second).get(f"/strategy/crises/{crisis.pk}/").content.decode()
    assert "L3 waits for a second person" in page
    assert (
        "52.5"
        in signed_in(second).get(f"/strategy/crises/{crisis.pk}/confirmation/").content.decode()
    )
    stranger = signed_in(a_member(a_brand()))
    assert stranger.get(f"/strategy/crises/{crisis.pk}/confirmation/").status_code == 404


def test_who_has_a_seat_is_told_by_mail_when_it_gets_worse(lead, brand, mailoutbox):
    seated, elsewhere = a_member(brand, "ev", name="Seated"), a_member(brand, "ev")
    crisis = a_crisis(lead, SERIOUS)
    name_cell(crisis, by=lead, seats={cell(crisis.rules)[0].key: seated}, meets_at=None)
    Notice.objects.all().delete()
    assess(crisis, by=lead, scores=GRAVE, reason="national media")
    told = Notice.objects.get(member=seated)
    assert told.is_urgent
    assert "has risen to L3" in told.text_en
    assert "升至 L3" in told.text_zh
    assert not Notice.objects.filter(member=elsewhere).exists()
    mail_due(timezone.now())
    assert any(seated.person.email in one.to and "L3" in one.body for one in mailoutbox)

    Notice.objects.all().delete()
    assess(crisis, by=lead, scores=SERIOUS, reason="calmer")
    assert not Notice.objects.filter(member=seated).exists()


def test_what_shows_it_is_kept_with_its_fingerprint_and_nobody_takes_it_out(lead):
    crisis, browser = a_crisis(lead), signed_in(lead)
    shot = SimpleUploadedFile("seen.png", b"\x89PNG seen", "image/png")
    browser.post(f"/strategy/crises/{crisis.pk}/notes/", {"text": "The post", "upload": shot})
    entry = Entry.objects.get(kind="note")
    digest = hashlib.sha256(b"\x89PNG seen").hexdigest()
    assert (entry.text_en, entry.file.sha256) == ("The post", digest)
    page = browser.get(f"/strategy/crises/{crisis.pk}/").content.decode()
    assert "seen.png" in page
    got = browser.get(f"/strategy/crisis-entries/{entry.pk}/file/")
    assert b"".join(got.streaming_content) == b"\x89PNG seen"
    assert got["Content-Disposition"].startswith("attachment")
    assert digest in browser.get(f"/strategy/crises/{crisis.pk}/log.csv").content.decode()
    with pytest.raises(Refused):
        entry.delete()
    with pytest.raises(ProtectedError):
        entry.file.delete()


def test_a_file_alone_is_a_line_and_a_line_without_a_file_has_none_to_fetch(lead):
    crisis, browser = an_active_crisis(lead), signed_in(lead)
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7", "application/pdf")
    browser.post(f"/strategy/crises/{crisis.pk}/notes/", {"upload": letter})
    assert Entry.objects.filter(text_en="letter.pdf").exists()
    note(crisis, by=lead, text="No file")
    bare = Entry.objects.get(text_en="No file")
    assert browser.get(f"/strategy/crisis-entries/{bare.pk}/file/").status_code == 404

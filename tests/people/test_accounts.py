"""Coming in: the wizard, sign-in, invitations, forgotten passwords."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from drumbeat.people.models import AuditEvent, Brand, Invitation, Member, Person
from tests.world import PASSWORD, a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

WIZARD = {
    "brand": "岩雾",
    "language": "zh-hans",
    "currency": "CNY",
    "time_zone": "Asia/Shanghai",
    "calendar": "CN",
    "name": "李蕾",
    "email": "Li@example.test",
    "password": "correct horse battery",
}


@pytest.fixture(autouse=True)
def _no_tries_remembered():
    cache.clear()


def test_a_fresh_installation_opens_the_wizard_and_ends_on_today():
    browser = Client()
    assert browser.get("/").url == "/welcome/"
    answer = browser.post("/welcome/", WIZARD)
    member = Member.objects.get()
    assert answer.url == f"/b/{member.brand.slug}/today/"
    assert member.is_admin
    assert member.may("plan.approve")


def test_the_wizard_closes_behind_the_first_person():
    a_member(a_brand())
    assert Client().get("/welcome/").status_code == 404


def test_a_weak_password_is_refused_beside_its_field_and_the_rest_is_kept():
    answer = Client().post("/welcome/", WIZARD | {"password": "short"})
    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    assert "岩雾" in answer.content.decode()
    assert not Brand.objects.exists()


def test_a_person_signs_in_and_lands_in_their_brand(lead):
    browser = Client()
    browser.post("/sign-in/", {"email": lead.person.email.upper(), "password": PASSWORD})
    assert browser.get("/").url == f"/b/{lead.brand.slug}/today/"


def test_a_wrong_password_says_nothing_about_which_part_was_wrong(lead):
    answer = Client().post("/sign-in/", {"email": lead.person.email, "password": "wrong"})
    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()


def test_eight_wrong_tries_rest_the_address_even_for_the_right_password(lead):
    browser = Client()
    for _ in range(8):
        browser.post("/sign-in/", {"email": lead.person.email, "password": "wrong"})
    answer = browser.post("/sign-in/", {"email": lead.person.email, "password": PASSWORD})
    assert answer.status_code == 422


def test_sign_in_does_not_lead_off_the_site(lead):
    answer = Client().post(
        "/sign-in/?next=https://evil.test/", {"email": lead.person.email, "password": PASSWORD}
    )
    assert answer.url == "/"


def test_an_invited_colleague_joins_with_the_mailed_link(lead, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(lead).post(
            "/members/invitations/new/", {"email": "new@example.test", "roles": ["cw", "ds"]}
        )
    path = re.search(r"/invitation/\S+/", mail.outbox[0].body)[0]
    token = path.split("/")[2]
    assert token not in str(Invitation.objects.values())
    Client().post(path, {"name": "Xiao Wu", "password": PASSWORD})
    member = Member.objects.get(person__email="new@example.test")
    assert member.roles == {"cw", "ds"}
    assert Client().get(path).status_code == 410


def test_a_writer_cannot_invite(lead):
    writer = a_member(lead.brand, "cw")
    assert signed_in(writer).get("/members/invitations/new/").status_code == 403


def test_a_brand_keeps_its_lead_and_administrator(lead):
    Member.objects.filter(pk=lead.pk).update(is_admin=True)
    answer = signed_in(lead).post(f"/members/{lead.pk}/roles/", {"roles": ["cw"], "is_admin": "on"})
    assert answer.status_code == 422
    assert Member.objects.get(pk=lead.pk).roles == {"lead"}


def test_a_forgotten_password_is_reset_once(lead):
    browser = Client()
    browser.post("/password/", {"email": lead.person.email})
    path = re.search(r"/password/prs_\S+/", mail.outbox[0].body)[0]
    browser.post(path, {"password": "another horse battery"})
    assert Person.objects.get(pk=lead.person_id).check_password("another horse battery")
    assert Client().get(path).status_code == 410


def test_asking_for_a_reset_does_not_tell_who_has_an_account(lead):
    known = Client().post("/password/", {"email": lead.person.email})
    unknown = Client().post("/password/", {"email": "nobody@example.test"})
    hidden = re.compile(rb"\b\w{64}\b")
    assert hidden.sub(b"", known.content) == hidden.sub(b"", unknown.content)


def test_somebody_of_another_brand_finds_no_door(lead):
    stranger = a_member(a_brand())
    browser = Client()
    browser.force_login(stranger.person)
    assert browser.get(f"/b/{lead.brand.slug}/members/").status_code == 404


def test_changes_stand_in_the_audit_trail_with_before_and_after(lead):
    writer = a_member(lead.brand, "cw")
    Member.objects.filter(pk=lead.pk).update(is_admin=True)
    signed_in(lead).post(f"/members/{writer.pk}/roles/", {"roles": ["ds"]})
    event = AuditEvent.objects.get(verb="set roles")
    assert (event.before, event.after) == ({"roles": ["cw"]}, {"roles": ["ds"]})

"""The one door: what it lets through, and where a refused act leads."""

import pytest
from django.test import Client

from drumbeat.people.models import Member
from tests.world import a_member, signed_in

pytestmark = pytest.mark.django_db


def test_a_head_request_takes_no_step(lead):
    writer = a_member(lead.brand, "cw")
    assert signed_in(lead).head(f"/members/{writer.pk}/removal/").status_code == 405
    assert Member.objects.get(pk=writer.pk).left_at is None


def test_a_page_may_be_asked_for_its_head(lead):
    assert signed_in(lead).head("/members/").status_code == 200


def test_a_refused_act_leads_back_to_a_page_that_can_be_shown(lead):
    browser = signed_in(lead)
    page = f"http://testserver/b/{lead.brand.slug}/members/"
    answer = browser.post(f"/members/{lead.pk}/removal/", headers={"referer": page})
    assert answer.url == page
    assert "without a marketing lead" in browser.get("/members/").content.decode()


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/"])
def test_a_refused_act_never_leads_off_the_site(lead, referer):
    answer = signed_in(lead).post(f"/members/{lead.pk}/removal/", headers={"referer": referer})
    assert answer.url == f"/b/{lead.brand.slug}/"


@pytest.mark.parametrize("path", ["/members/%00/roles/", "/audit/?who=%00", "/audit/?kind=a%00b"])
def test_a_nul_in_an_address_is_a_bad_request(lead, path):
    assert signed_in(lead).get(path).status_code == 400


def test_a_nul_outside_any_brand_is_a_bad_request(db):
    assert Client().get("/invitation/%00/").status_code == 400

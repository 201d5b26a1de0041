"""Notices lead to their page: the brand stands in front of the path exactly once."""

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import set_script_prefix

from drumbeat.people.models import Notice
from drumbeat.people.notices.actions import mail_due, notify
from tests.strategy.factory import a_goal
from tests.work.factory import a_task
from tests.world import NOW, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(lead):
    """As in a request to a page of the brand."""
    set_script_prefix(f"/b/{lead.brand.slug}/")
    yield
    set_script_prefix("/")


def told(member, obj):
    notice = notify(member, "test", "Look", url=obj.get_absolute_url())
    # The same address, handed on once more.
    assert notify(member, "test", "Look", url=notice.url).url == notice.url
    return notice.url


def test_outside_a_request_the_brand_is_put_in_front(lead):
    goal = a_goal(lead)
    assert told(lead, goal) == f"/b/{lead.brand.slug}/strategy/goals/{goal.pk}/"


def test_inside_a_request_the_brand_stands_there_once(lead, inside):
    goal = a_goal(lead)
    assert told(lead, goal) == f"/b/{lead.brand.slug}/strategy/goals/{goal.pk}/"


def test_a_notice_without_a_page_has_no_address(lead):
    assert notify(lead, "test", "Look").url == ""


def test_a_notice_made_by_a_page_leads_to_a_page(lead):
    writer = a_member(lead.brand, "cw", name="Wen Writer")
    task = a_task(lead)
    words = {"ref": f"task:{task.pk}", "body": "@Wen Writer please look"}
    signed_in(lead).post("/work/comments/", words)
    notice = Notice.objects.get(member=writer)
    assert notice.url == f"/b/{lead.brand.slug}/work/tasks/{task.pk}/"
    assert signed_in(writer).get(notice.url).status_code == 200


@override_settings(BASE_URL="https://drumbeat.example")
def test_a_mail_carries_the_whole_address(lead):
    lead.digest = "each"
    lead.save()
    goal = a_goal(lead)
    notify(lead, "test", "Look", url=goal.get_absolute_url())
    assert mail_due(NOW) == 1
    address = f"https://drumbeat.example/b/{lead.brand.slug}/strategy/goals/{goal.pk}/"
    assert address in mail.outbox[0].body

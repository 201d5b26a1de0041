"""When the rules change, what may still go out is read again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drumbeat.content.assets import rereading
from drumbeat.content.assets.actions import add_version
from drumbeat.content.assets.rereading import read_due
from drumbeat.content.assets.states import VERSION
from drumbeat.content.models import Version
from drumbeat.people.models import Notice
from drumbeat.strategy.brandbook.actions import activate, new_version, remove_rule
from tests.content.factory import Team, a_draft, an_approved_version
from tests.strategy.factory import a_brand_rule, a_platform
from tests.world import a_brand, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(brand):
    return a_member(brand, "lead", name="Lead Li")


@pytest.fixture
def team(brand):
    return Team(brand)


def stop_cheap(lead):
    """“cheap” is not ours to say from now on."""
    platform = a_platform(lead)
    a_brand_rule(platform, severity="block")
    return activate(platform, by=lead)


def open_notes(version):
    return [finding.note for finding in version.findings.filter(resolved_at=None)]


def test_an_approved_text_is_found_out_by_a_new_platform_and_its_author_is_told(team, lead):
    version = an_approved_version(team, text="Cheap tea")
    stop_cheap(lead)
    assert open_notes(version) == []
    assert read_due() == 1
    assert open_notes(version) == ["Cheap"]
    notice = Notice.objects.get(member=team.writer, kind=rereading.RULES_CHANGED)
    assert "breaks one of them now" in notice.text_en
    assert read_due() == 0


def test_a_rule_that_is_gone_resolves_its_findings_by_itself(team, lead):
    platform = stop_cheap(lead)
    version = a_draft(team, text="Cheap tea")
    milder = new_version(by=lead)
    remove_rule(milder.rules.get(), by=lead)
    activate(milder, by=lead)
    read_due()
    finding = version.findings.get()
    assert (finding.is_open, finding.resolved_by) == (False, None)
    assert platform.pk != milder.pk


def test_what_can_never_go_out_is_not_read(team, lead):
    old = a_draft(team, text="Cheap tea")
    newest = add_version(old.asset, by=team.writer, text="Cheap cups", change_note="cups")
    retired = an_approved_version(team, text="Cheap pots")
    VERSION.take(retired, "retire", team.content_lead, reason="out of date")
    stop_cheap(lead)
    assert [*Version.objects.filter(needs_reading=True)] == [newest]


def test_another_brands_texts_are_left_alone(team, lead):
    elsewhere = a_brand()
    a_draft(Team(elsewhere), text="Cheap tea")
    stop_cheap(lead)
    assert read_due() == 0


def test_a_portion_at_a_time(team, lead, monkeypatch):
    monkeypatch.setattr(rereading, "AT_ONCE", 2)
    for _each in range(3):
        a_draft(team, text="Cheap tea")
    stop_cheap(lead)
    assert [read_due(), read_due(), read_due()] == [2, 1, 0]


def test_activating_costs_the_same_however_many_texts_there_are(team, lead):
    stop_cheap(lead)
    costs = []
    for _time in range(2):
        for _each in range(4):
            a_draft(team, text="Cheap tea")
        platform = new_version(by=lead)
        with CaptureQueriesContext(connection) as asked:
            activate(platform, by=lead)
        costs.append(len(asked))
    assert costs[0] == costs[1]

"""A brief names the channels that it runs on, and keeps words for what the registry has not."""

import pytest

from drumbeat.channels.models import Channel
from drumbeat.content.briefs.readiness import problems
from drumbeat.content.models import Brief
from tests.channels.factory import a_channel
from tests.content.factory import Team, a_brief, a_plan
from tests.content.test_briefs import typed_for
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(brand):
    return Team(brand)


def test_a_brief_names_channels_and_says_the_rest_in_words(team):
    feed = a_channel(team.strategist, title_en="Douyin feed")
    plan, browser = a_plan(team.strategist), signed_in(team.strategist)
    form = f"/content/briefs/new/?plan={plan.pk}&kind=film"
    assert "Douyin feed" in browser.get(form).content.decode()
    typed = typed_for(plan, team.strategist, channels=[feed.pk], runs_on="own shop windows")
    assert browser.post(form, typed).status_code == 302
    brief = Brief.objects.get(kind="film")
    assert [*brief.channels.all()] == [feed]
    page = browser.get(f"/content/briefs/{brief.pk}/").content.decode()
    assert feed.get_absolute_url() in page
    assert "own shop windows" in page
    browser.post(f"/content/briefs/{brief.pk}/edit/", typed | {"kind": "film", "channels": []})
    assert not brief.channels.exists()


def test_naming_a_channel_says_where_it_runs(team):
    brief = a_brief(team.strategist, kind="film", length="15 s")
    assert [problem.field for problem in problems(brief)] == ["runs_on"]
    a_channel(team.strategist).briefs.add(brief)
    assert [*problems(brief)] == []


def test_a_brief_begun_for_a_channel_of_the_matrix_has_it_chosen(team):
    feed = a_channel(team.strategist, title_en="Douyin feed")
    address = f"/content/briefs/new/?plan={a_plan(team.strategist).pk}&runs_on="
    browser = signed_in(team.strategist)
    form = browser.get(f"{address}Douyin feed").context["form"]
    assert (form["channels"].value(), form["runs_on"].value()) == ([feed.pk], "")
    words = browser.get(f"{address}Cinema").context["form"]
    assert (words["channels"].value(), words["runs_on"].value()) == ([], "Cinema")


def test_a_channel_out_of_use_stays_where_it_is_named_and_anothers_is_not_offered(team):
    old, foreign = a_channel(team.strategist), a_channel(a_member(a_brand(), "cm"))
    brief = a_brief(team.strategist, kind="film")
    old.briefs.add(brief)
    Channel.objects.filter(pk=old.pk).update(archived_at="2026-01-01T00:00Z")
    browser, edit = signed_in(team.strategist), f"/content/briefs/{brief.pk}/edit/"
    offered = browser.get(edit).context["form"].fields["channels"].queryset
    assert old in offered
    assert foreign not in offered
    new = browser.get(f"/content/briefs/new/?plan={brief.plan_id}&kind=film").context["form"]
    assert old not in new.fields["channels"].queryset
    typed = typed_for(brief.plan, team.strategist, kind="film", channels=[foreign.pk])
    assert browser.post(edit, typed).status_code == 422

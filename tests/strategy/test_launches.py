"""How big a launch is, and what it then leaves out of the launch playbook."""

import pytest
from django.db import IntegrityError, transaction

from drumbeat.people.errors import NotAllowed, Refused
from drumbeat.strategy.launches import scoring
from drumbeat.strategy.launches.actions import score
from drumbeat.strategy.models import LaunchTier
from drumbeat.work.models import Run
from drumbeat.work.playbooks.actions import shipped
from drumbeat.work.playbooks.document import dropped, left_out, schedule_of
from tests.strategy.factory import a_campaign
from tests.work.factory import a_playbook
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db

SMALL = {factor["key"]: "a" for factor in scoring.factors()}
LARGE = {factor["key"]: factor["options"][-1]["key"] for factor in scoring.factors()}


@pytest.fixture
def campaign(lead):
    return a_campaign(lead)


def the_launch():
    return next(body for body in shipped() if body["key"] == "launch")


def test_every_sum_of_points_makes_a_tier_and_more_points_never_a_smaller_one():
    most = scoring.points(LARGE)
    tiers = [scoring.tier_of(points) for points in range(most + 1)]
    assert tiers == sorted(tiers, reverse=True)
    assert set(tiers) == {"T1", "T2", "T3"}


def test_the_scoring_is_worded_in_both_languages_and_dated():
    rows = [*scoring.factors(), *scoring.scheme()["tiers"]]
    rows += [option for factor in scoring.factors() for option in factor["options"]]
    assert all(row["en"] and row["zh"] for row in rows)
    assert scoring.dated().year >= 2026


def test_the_answers_make_the_tier(lead, campaign):
    answer = signed_in(lead).post(f"/strategy/campaigns/{campaign.pk}/launch-tier/edit/", LARGE)
    assert answer.status_code == 302
    kept = LaunchTier.objects.get()
    assert (kept.tier, kept.scored, kept.points) == ("T1", "T1", scoring.points(LARGE))


def test_another_tier_needs_a_reason(lead, campaign):
    with pytest.raises(Refused, match="say why"):
        score(campaign, SMALL, by=lead, tier="T1")
    kept = score(campaign, SMALL, by=lead, tier="T1", why="The board looks at it")
    assert (kept.tier, kept.scored, kept.why) == ("T1", "T3", "The board looks at it")
    again = score(campaign, SMALL, by=lead)
    assert (again.pk, again.tier, again.why) == (kept.pk, "T3", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        LaunchTier.objects.update(tier="T1")


def test_who_may_not_edit_campaigns_scores_none(campaign):
    with pytest.raises(NotAllowed):
        score(campaign, SMALL, by=a_member(campaign.brand, "cw"))


@pytest.mark.parametrize(("tier", "length"), [("T1", 50), ("T2", 44), ("T3", 34)])
def test_a_smaller_launch_takes_fewer_steps_and_still_makes_a_schedule(tier, length):
    body = the_launch()
    gone = left_out(body, {"launch_tier": tier})
    assert len(body["tasks"]) - len(gone) == length
    assert all(each.why and each.task["left_out_zh"] for each in gone)
    assert set(schedule_of(body, {"launch_tier": tier}).tasks) == {
        task["id"] for task in body["tasks"]
    } - dropped(body, {"launch_tier": tier})
    assert body["anchor"]["task"] not in dropped(body, {"launch_tier": tier})


def test_the_launch_is_planned_in_its_tier(lead, campaign):
    version = a_playbook(lead)
    score(campaign, SMALL, by=lead)
    browser = signed_in(lead)
    page = browser.get(f"/strategy/campaigns/{campaign.pk}/launch-tier/").content.decode()
    assert "Launch video" in page
    assert "A film is worth its cost for a major launch" in page
    address = f"/work/playbook-versions/{version.pk}/runs/new/?subject=campaign:{campaign.pk}"
    form = browser.get(f"{address}&launch_tier=T3").content.decode()
    assert 'value="T3" selected' in form
    assert "16 steps are left out" in form


def test_a_value_that_no_parameter_has_is_not_filled_in(lead):
    page = signed_in(lead).get(
        f"/work/playbook-versions/{a_playbook(lead).pk}/runs/new/?launch_tier=T9"
    )
    assert 'value="T1" selected' in page.content.decode()
    assert not Run.objects.exists()


def test_without_a_score_the_page_asks_for_one(lead, campaign):
    page = signed_in(lead).get(f"/strategy/campaigns/{campaign.pk}/launch-tier/").content.decode()
    assert "Not scored yet" in page


def test_a_campaign_of_another_brand_is_not_found(lead):
    foreign = a_campaign(a_member(a_brand()))
    browser = signed_in(lead)
    for path in ("", "edit/"):
        assert (
            browser.get(f"/strategy/campaigns/{foreign.pk}/launch-tier/{path}").status_code == 404
        )


def test_a_playbook_that_knows_no_tiers_keeps_every_step(lead, campaign):
    version = a_playbook(lead)
    version.body["parameters"] = [
        each for each in version.body["parameters"] if each["key"] != "launch_tier"
    ]
    version.save()
    score(campaign, SMALL, by=lead)
    page = signed_in(lead).get(f"/strategy/campaigns/{campaign.pk}/launch-tier/").content.decode()
    assert "does not tell tiers apart" in page
    assert not dropped(version.body, {"launch_tier": "T3"})

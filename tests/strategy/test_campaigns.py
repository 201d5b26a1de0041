import pytest

from drumbeat.people.errors import NotAllowed, Refused, WrongState
from drumbeat.people.models import AuditEvent
from drumbeat.strategy.campaigns.actions import close, free_slug, freeze, go_live, lift
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.strategy.models import Campaign
from drumbeat.strategy.signals import campaign_frozen
from tests.strategy.factory import a_campaign, a_goal, a_plan, an_approved_plan
from tests.world import a_brand, a_member, signed_in

pytestmark = pytest.mark.django_db


def typed(plan, **more):
    return {
        "title_en": "Autumn launch",
        "plan": plan.pk,
        "owner": plan.owner_id,
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-31",
        "landing_url": "https://example.test/shoe",
        "row_version": "1",
    } | more


def test_a_new_campaign_takes_its_goal_and_its_link_name_by_itself(lead):
    plan = an_approved_plan(lead)
    answer = signed_in(lead).post("/strategy/campaigns/new/", typed(plan))
    assert answer.status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.goal, campaign.slug) == (plan.goal, "autumn-launch")


def test_a_chinese_title_becomes_pinyin_and_a_taken_name_gets_a_number(lead, brand):
    a_campaign(lead, slug="xin-pin-shang-shi")
    assert free_slug(brand, "新品上市") == "xin-pin-shang-shi-2"
    assert free_slug(a_brand(), "新品上市") == "xin-pin-shang-shi"
    with pytest.raises(Refused, match="latin"):
        free_slug(brand, "！！！")


def test_a_typed_goal_is_kept_and_a_taken_name_is_refused(lead):
    plan = an_approved_plan(lead)
    other = a_goal(lead, "Other")
    browser = signed_in(lead)
    browser.post("/strategy/campaigns/new/", typed(plan, goal=other.pk, slug="launch"))
    assert Campaign.objects.get().goal == other
    again = browser.post("/strategy/campaigns/new/", typed(plan, slug="Launch"))
    assert again.status_code == 422
    assert "Autumn launch" in again.content.decode()


def test_dates_that_run_backwards_are_refused_and_kept(lead):
    answer = signed_in(lead).post(
        "/strategy/campaigns/new/", typed(an_approved_plan(lead), ends_on="2026-11-01")
    )
    assert answer.status_code == 422
    assert "Autumn launch" in answer.content.decode()


def test_a_campaign_is_made_ready_only_under_an_approved_plan(lead):
    campaign = a_campaign(lead, plan=a_plan(lead))
    with pytest.raises(Refused, match="not approved"):
        CAMPAIGN.take(campaign, "prepare", lead)
    ready = a_campaign(lead)
    signed_in(lead).post(f"/strategy/campaigns/{ready.pk}/preparation/")
    ready.refresh_from_db()
    assert ready.state == "ready"


def test_the_first_live_campaign_makes_its_plan_active(lead):
    campaign = a_campaign(lead, state="ready")
    go_live(campaign)
    campaign.plan.refresh_from_db()
    assert campaign.plan.state == "active"
    CAMPAIGN.take(campaign, "wind_down", lead)
    assert close(campaign).state == "closed"


def test_a_frozen_campaign_does_not_go_live_and_goes_on_where_it_was(lead):
    campaign = a_campaign(lead, state="ready")
    heard = []
    campaign_frozen.connect(
        lambda **event: heard.append(event["campaign"]), weak=False, dispatch_uid="test"
    )
    freeze(campaign, by=lead, reason="rumour")
    campaign_frozen.disconnect(dispatch_uid="test")
    assert heard == [campaign]
    with pytest.raises(Refused, match="frozen"):
        go_live(campaign)
    with pytest.raises(WrongState, match="already"):
        freeze(campaign, by=lead, reason="again")
    lift(campaign, by=lead, reason="answered")
    assert go_live(campaign).state == "live"
    with pytest.raises(WrongState, match="not frozen"):
        lift(campaign, by=lead, reason="x")
    reasons = AuditEvent.objects.filter(object_id=campaign.pk).values_list("reason", flat=True)
    assert {"rumour", "answered"} <= set(reasons)


def test_a_freeze_says_why_and_is_not_everybodys(lead, brand):
    campaign = a_campaign(lead)
    with pytest.raises(Refused, match="why"):
        freeze(campaign, by=lead, reason=" ")
    with pytest.raises(NotAllowed):
        freeze(campaign, by=a_member(brand, "brand"), reason="x")
    assert freeze(campaign, by=a_member(brand, "cm"), reason="stock-out").reason == "stock-out"


def test_freezing_and_lifting_through_the_pages(lead):
    campaign = a_campaign(lead, state="live")
    browser = signed_in(lead)
    assert (
        browser.post(f"/strategy/campaigns/{campaign.pk}/freeze/", {"reason": ""}).status_code
        == 422
    )
    browser.post(f"/strategy/campaigns/{campaign.pk}/freeze/", {"reason": "rumour"})
    assert campaign.is_frozen
    assert "Frozen" in browser.get("/strategy/campaigns/").content.decode()
    browser.post(f"/strategy/campaigns/{campaign.pk}/lift/", {"reason": "answered"})
    assert not campaign.is_frozen


def test_links_that_are_out_keep_their_name_and_their_plan(lead):
    campaign = a_campaign(lead, state="live")
    other = an_approved_plan(lead)
    signed_in(lead).post(
        f"/strategy/campaigns/{campaign.pk}/edit/", typed(other, slug="renamed", title_en="Renamed")
    )
    stored = Campaign.objects.get()
    assert (stored.title_en, stored.slug, stored.plan) == ("Renamed", campaign.slug, campaign.plan)


def test_a_foreign_brands_campaign_does_not_exist(lead):
    campaign = a_campaign(a_member(a_brand()))
    for path in ("edit/", "freeze/", "lift/"):
        assert signed_in(lead).get(f"/strategy/campaigns/{campaign.pk}/{path}").status_code == 404


def test_a_writer_sees_campaigns_and_opens_none(lead, brand):
    campaign = a_campaign(lead)
    writer = signed_in(a_member(brand, "cw"))
    assert campaign.slug in writer.get("/strategy/campaigns/").content.decode()
    assert campaign.slug in writer.get("/strategy/campaigns.csv").content.decode("utf-8-sig")
    assert writer.get("/strategy/campaigns/new/").status_code == 403
    assert writer.post(f"/strategy/campaigns/{campaign.pk}/preparation/").status_code == 403


def test_the_list_costs_the_same_however_long(lead, django_assert_max_num_queries):
    plan = an_approved_plan(lead)
    for _ in range(8):
        a_campaign(lead, plan=plan)
    browser = signed_in(lead)
    with django_assert_max_num_queries(12):
        browser.get("/strategy/campaigns/")

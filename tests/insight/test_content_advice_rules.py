"""The rules of the advice are the brand's: their values, who sets them, and what they do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drumbeat.channels.models import Placement
from drumbeat.content.models import Asset
from drumbeat.insight.content_results.advice import advice_of_each
from drumbeat.insight.content_results.asking import CardForm
from drumbeat.insight.content_results.card import fatigue_of
from drumbeat.insight.content_results.forms import AdviceRulesForm
from drumbeat.insight.content_results.rules import MEANS, PRODUCTS, rules_of
from drumbeat.insight.models import AdviceRules, ContentDecision
from drumbeat.people.models import AuditEvent
from tests.insight.factory import TODAY, a_visit, days_before, happened, some_spend
from tests.insight.pieces import posts_on_a_feed
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]
RULES, EDIT = "/insight/content/advice/rules/", "/insight/content/advice/rules/edit/"
PRODUCTS_AGAIN = "/insight/content/advice/rules/products/"


@pytest.fixture
def world(analyst):
    return posts_on_a_feed(analyst)


@pytest.fixture
def lead(brand):
    return a_member(brand, "lead")


def advised(brand):
    found = advice_of_each(brand, CardForm(None, brand=brand, today=TODAY).asked(), TODAY)
    return {one.piece.name: one.key for one in found}


def by(owner, **values):
    return AdviceRules.objects.create(brand=owner.brand, owner=owner, **values)


def typed(**values):
    return PRODUCTS | {"row_version": 0} | values


def test_without_a_row_the_products_values_count_and_make_what_they_made_before(brand):
    rules = rules_of(brand)
    assert rules._state.adding
    assert {name: getattr(rules, name) for name in MEANS} == {
        "upper_percent": 75, "lower_percent": 25, "series_pieces": 5, "old_days": 60,
        "fading_days": 7, "fading_touches": 30, "tired_percent": 70, "tired_days": 7,
        "tired_impressions": 1000,
    }  # fmt: skip


def test_every_threshold_of_the_model_is_explained_and_can_be_set(lead):
    kept = {"id", "brand", "owner", "created_at", "updated_at", "archived_at", "row_version"}
    columns = {field.name for field in AdviceRules._meta.concrete_fields} - kept
    form = AdviceRulesForm(member=lead)
    assert columns == set(MEANS)
    assert {field.name for _title, fields in form.groups for field in fields} == columns


@pytest.mark.parametrize(
    ("value", "boosted"), [(75, {5, 6}), (91, {6}), (92, set()), (58, {4, 5, 6})]
)
def test_what_does_well_is_from_which_percentile_the_brand_says(world, brand, lead, value, boosted):
    by(lead, upper_percent=value)
    found = advised(brand)
    assert {name for name, key in found.items() if key == "boost"} == {f"Post {n}" for n in boosted}


def test_what_does_badly_is_retired_when_the_brand_says(world, brand, lead):
    Placement.objects.update(starts_on=TODAY - timedelta(days=30))
    assert "retire" not in advised(brand).values()
    rules = by(lead, old_days=30)
    assert {name for name, key in advised(brand).items() if key == "retire"} == {"Post 1", "Post 2"}
    AdviceRules.objects.filter(pk=rules.pk).update(lower_percent=10)
    assert {name for name, key in advised(brand).items() if key == "retire"} == {"Post 1"}


def test_a_series_of_fewer_pieces_than_the_brand_asks_for_has_no_best(world, brand, lead):
    by(lead, series_pieces=7)
    assert set(advised(brand).values()) == {"leave"}


def test_what_fades_is_told_by_the_brands_touches_and_days(world, brand, lead):
    late = [a_visit(days_before(day), f"late-{day}", code="C000006") for day in (5, 4)]
    happened(brand, *late)
    assert advised(brand)["Post 6"] == "refresh"
    rules = by(lead, fading_touches=100)
    assert advised(brand)["Post 6"] == "boost"
    AdviceRules.objects.filter(pk=rules.pk).update(fading_touches=30, fading_days=1)
    assert advised(brand)["Post 6"] == "refresh"  # the half-life is a fraction of a day


def test_what_is_tired_is_told_by_the_brands_share_days_and_impressions(world, brand, lead):
    asset, placement = Asset.objects.get(title_en="Post 2"), world["posts"][2]
    for day in range(14):
        fact = some_spend(world["member"], 100, on=days_before(day).date(), placement=placement)
        clicks = 15 if day < 7 else 20
        type(fact).objects.filter(pk=fact.pk).update(impressions=1_000, clicks=clicks)
    assert advised(brand)["Post 2"] == "leave"  # three quarters of what it was
    rules = by(lead, tired_percent=80)
    assert advised(brand)["Post 2"] == "refresh"
    rules.tired_impressions = 7_001
    assert fatigue_of(asset, [placement.pk], rules) is None
    rules.tired_impressions, rules.tired_days = 1_000, 8
    assert fatigue_of(asset, [placement.pk], rules) is None  # fifteen days would be needed
    rules.tired_days = 3
    assert fatigue_of(asset, [placement.pk], rules).is_tired


def test_who_leads_sets_the_values_and_the_trail_keeps_before_and_after(world, brand, lead):
    browser = signed_in(lead)
    assert browser.post(EDIT, typed(upper_percent=80)).url.endswith(RULES)
    browser.post(EDIT, typed(upper_percent=90, row_version=1))
    first, second = AuditEvent.objects.filter(kind="advicerules").order_by("at", "pk")
    assert first.verb == second.verb == "set the rules of the advice"
    assert (first.before, first.after) == ({"upper_percent": 75}, {"upper_percent": 80})
    assert (second.before, second.after) == ({"upper_percent": 80}, {"upper_percent": 90})
    page = browser.get(RULES).content.decode()
    assert "Does well: from percentile" in page
    assert "The brand has values of its own." in page


def test_a_value_out_of_its_range_is_told_beside_its_field_and_what_was_typed_stays(lead):
    answer = signed_in(lead).post(EDIT, typed(upper_percent=40, tired_days=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"upper_percent", "tired_days"}
    assert 'value="40"' in answer.content.decode()
    assert not AdviceRules.objects.exists()


def test_two_who_set_at_once_do_not_overwrite_each_other(lead):
    browser = signed_in(lead)
    opened = browser.get(EDIT).context["form"]["row_version"].value()
    browser.post(EDIT, typed(old_days=50, row_version=opened))
    assert browser.post(EDIT, typed(old_days=90, row_version=opened)).status_code == 409
    assert AdviceRules.objects.get().old_days == 50


def test_back_to_the_products_values_is_one_act_and_is_recorded(lead, brand):
    browser = signed_in(lead)
    browser.post(EDIT, typed(old_days=50))
    assert "Back to the product’s values" in browser.get(RULES).content.decode()
    assert browser.get(PRODUCTS_AGAIN).status_code == 405
    browser.post(PRODUCTS_AGAIN)
    browser.post(PRODUCTS_AGAIN)  # nothing to change any more, nothing to record
    event = AuditEvent.objects.get(verb="went back to the product’s values")
    assert (event.before, event.after) == ({"old_days": 50}, {"old_days": 60})
    assert rules_of(brand).old_days == 60
    assert "These are the product’s values." in browser.get(RULES).content.decode()


def test_others_see_the_values_and_do_not_set_them(brand, lead):
    for role in ("an", "cl", "cm"):
        browser = signed_in(a_member(brand, role))
        page = browser.get(RULES).content.decode()
        assert "The product’s value" in page
        assert "Change the values" not in page
        assert browser.get(EDIT).status_code == 403
        assert browser.post(PRODUCTS_AGAIN).status_code == 403


def test_another_brands_values_are_its_own(world, brand):
    by(a_member(a_brand(), "lead"), upper_percent=99)
    assert rules_of(brand).upper_percent == 75
    assert "boost" in advised(brand).values()


def test_the_list_says_by_which_values_it_was_made_and_leads_to_them(world, brand, lead):
    by(lead, upper_percent=81, old_days=45)
    page = signed_in(lead).get("/insight/content/advice/").content.decode()
    assert "percentile 81 of its series or above, among 5 pieces or more" in page
    assert "first out 45 days ago or earlier" in page
    assert "insight/content/advice/rules/" in page
    assert "The brand has values of its own." in page


def test_a_decision_keeps_the_values_that_it_was_advised_by(world, brand, lead):
    by(lead, old_days=45)
    asset = Asset.objects.get(title_en="Post 6")
    signed_in(lead).post(f"/insight/content/{asset.pk}/decision/", {"answer": "taken"})
    assert ContentDecision.objects.get().figures["rules"] == PRODUCTS | {"old_days": 45}


def test_the_card_of_a_piece_goes_by_the_same_values(world, lead):
    by(lead, tired_days=5, tired_percent=60)
    asset = Asset.objects.get(title_en="Post 6")
    page = signed_in(lead).get(f"/insight/content/{asset.pk}/").content.decode()
    assert "the last 5 days with reports is below 60% of that of the first 5" in page


def test_reading_the_values_costs_one_query(brand, django_assert_num_queries):
    with django_assert_num_queries(1):
        rules_of(brand)


def test_the_page_of_values_costs_the_same_queries_however_often_they_were_set(lead):
    browser = signed_in(lead)
    browser.post(EDIT, typed(old_days=50))
    with CaptureQueriesContext(connection) as few:
        browser.get(RULES)
    for n in range(1, 6):
        browser.post(EDIT, typed(old_days=50 + n, row_version=n))
    with CaptureQueriesContext(connection) as many:
        browser.get(RULES)
    assert AdviceRules.objects.get().old_days == 55
    assert len(many) == len(few)

"""Content results: what every piece brought, held against its like."""

import csv
import io
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drumbeat.channels.models import Pin
from drumbeat.content.models import Asset, Brief, Version
from drumbeat.insight.content_results.asking import (
    ATTRIBUTES,
    AttributesForm,
    CardForm,
    PiecesForm,
)
from drumbeat.insight.content_results.attributes import told_attributes
from drumbeat.insight.content_results.card import Card, decay_of, fatigue_of
from drumbeat.insight.content_results.page import days_out, told
from drumbeat.insight.content_results.pieces import Pieces
from drumbeat.insight.content_results.rules import rules_of
from drumbeat.insight.content_results.series import into_series
from drumbeat.warehouse.questions import Period
from tests.channels.factory import a_channel
from tests.content.factory import a_plan
from tests.content.test_planning import an_angle
from tests.insight.factory import (
    TODAY,
    a_campaign,
    a_purchase,
    a_visit,
    an_order_rule,
    days_before,
    happened,
    some_spend,
)
from tests.insight.pieces import a_piece, placed, posts_on_a_feed
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def world(analyst):
    return posts_on_a_feed(analyst)


def question(brand, **given):
    form = PiecesForm(given or None, brand=brand, today=TODAY)
    assert not form.errors
    return form.asked()


def by_name(brand, **given):
    found = told(brand, question(brand, **given), with_money=True)
    return {row["name"]: row for row in found.rows}


def test_a_piece_has_what_its_placements_brought(world, brand):
    best = by_name(brand)["Post 6"]
    assert (best["impressions"], best["ctr"]) == (4_000, 100 / 4_000)
    assert (best["touches"], best["outcomes"], best["revenue"]) == (60, 2, 40_000)
    assert best["order_rate"] == pytest.approx(2 / 60)
    assert best["spend"] == 5_000


def test_too_few_touches_say_no_rate_and_unknown_impressions_are_no_zero(world, brand):
    two, three = (by_name(brand)[name] for name in ("Post 2", "Post 3"))
    assert two["order_rate"] is None
    assert three["order_rate"] == 0  # thirty were enough to say none
    assert two["impressions"] is None
    assert two["ctr"] is None


def test_the_sums_are_those_of_the_results_and_tell_a_piece_is_where_it_was(world, brand):
    found = told(brand, question(brand), with_money=True)
    assert found.total["touches"] == 10 + 20 + 30 + 40 + 50 + 60
    assert found.total["revenue"] == 40_000
    assert [figure.value for figure in found.figures] == [210, 2, 40_000]


def test_pieces_of_one_format_on_one_kind_of_channel_are_a_series(world, brand):
    reading = Pieces(brand, question(brand))
    (series,) = into_series(reading.all, "touches", with_leads=False)
    assert series.name == "Social post · Organic social"
    percentiles = {piece.name: piece.percentile for piece in reading.all}
    assert percentiles["Post 1"] == pytest.approx(0.5 / 6)
    assert percentiles["Post 6"] == pytest.approx(5.5 / 6)


def test_too_few_pieces_have_no_percentile(world, brand):
    Pin.objects.filter(placement__in=[world["posts"][1], world["posts"][2]]).delete()
    assert {row["percentile"] for row in by_name(brand).values()} == {None}


def test_the_days_of_a_piece_begin_when_it_was_first_placed(world, brand):
    asset = Asset.objects.get(title_en="Post 4")
    today = TODAY
    days = days_out(brand, [asset.pk], Period(today - timedelta(days=89), today, brand.time_zone))
    assert len(days[asset.pk]) == 21
    assert sum(days[asset.pk]) == 40
    assert days[asset.pk][-1 - (today - days_before(4).date()).days] == 40


def test_days_of_many_pieces_add_up_to_what_arrived(world, brand):
    """Against the events themselves, counted by hand."""
    today = TODAY
    period = Period(today - timedelta(days=30), today, brand.time_zone)
    expected = Counter({f"Post {n}": n * 10 for n in range(1, 7)})
    assets = {asset.pk: asset.title_en for asset in Asset.objects.all()}
    found = days_out(brand, list(assets), period)
    assert {assets[pk]: sum(days) for pk, days in found.items()} == expected


def test_limits_leave_out_what_was_not_asked_for(world, brand, analyst):
    film = a_piece(analyst, "Film", plan=a_plan(analyst), kind="video", language="en")
    other = a_campaign(analyst, title="Other")
    placed(analyst, film, code="C000009", campaign=other, channel=a_channel(analyst, kind="video"))
    assert set(by_name(brand, format="video")) == {"Film"}
    assert set(by_name(brand, language="en")) == {"Film"}
    assert set(by_name(brand, campaign=other.pk)) == {"Film"}
    assert "Film" not in by_name(brand, message=Asset.objects.get(title_en="Post 1").message_id)


def test_a_piece_that_is_over_and_brings_nothing_is_not_listed_and_one_that_still_brings_is(
    world, brand
):
    late = world["campaign"].ends_on + timedelta(days=1)
    given = {"period": "custom", "start": late.isoformat(), "end": late.isoformat()}
    assert by_name(brand, **given) == {}
    for n in (1, 2):
        placement = world["posts"][n]
        long_ago = date(2024, 1, 1)
        type(placement).objects.filter(pk=placement.pk).update(starts_on=long_ago, ends_on=long_ago)
    assert "Post 1" in by_name(brand)


def test_the_page_shows_strips_and_sorts_and_the_file_has_every_row(world):
    browser = signed_in(world["member"])
    page = browser.get("/insight/content/?sort=revenue").content.decode()
    assert "Upper quarter" in page
    assert page.index("Post 6</a><br>") < page.index("Post 1</a><br>")
    body = browser.get("/insight/content.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert len(rows) == 6
    assert rows[0]["Piece"] == "Post 6"
    assert browser.get("/insight/content.xlsx").status_code == 200


def test_an_asked_number_tells_where_it_is_from(world):
    told_page = signed_in(world["member"]).get("/insight/content/ask/touches/").content.decode()
    assert "SELECT" in told_page
    assert "210" in told_page
    assert signed_in(world["member"]).get("/insight/content/ask/roas/").status_code == 404


def test_what_was_spent_is_for_those_who_may_see_it(world, brand):
    writer = signed_in(a_member(brand, "cw"))
    assert "Spend" not in writer.get("/insight/content.csv").content.decode()
    assert "Spend" in signed_in(world["member"]).get("/insight/content.csv").content.decode()


def test_pages_of_pieces_cost_the_same_queries(world, analyst, django_assert_max_num_queries):
    browser = signed_in(analyst)
    plan, feed = a_plan(analyst), a_channel(analyst, kind="social_organic", peso="owned")
    for n in range(30):
        version = a_piece(analyst, f"More {n}", plan=plan)
        placed(analyst, version, code=f"D{n:06}", campaign=world["campaign"], channel=feed)
    with django_assert_max_num_queries(34):
        page = browser.get("/insight/content/").content.decode()
    assert len(re.findall("<tr>", page)) == 1 + 25 + 1
    assert "page=2" in page


def test_another_brand_sees_nothing_of_it(world):
    other = a_member(a_brand(), "an")
    happened(other.brand, a_visit(days_before(1)))
    assert "Post 1" not in signed_in(other).get("/insight/content/").content.decode()


def test_before_the_first_event_the_page_teaches_the_first_step(analyst):
    assert signed_in(analyst).get("/insight/content/").status_code == 200


def a_card(world, brand, title="Post 6", **given):
    asset = Asset.objects.get(title_en=title)
    form = CardForm(given or None, brand=brand, today=TODAY)
    return Card(asset, form.asked(), TODAY)


def test_a_card_walks_from_what_was_shown_to_what_was_bought(world, brand):
    steps = {step.key: step for step in a_card(world, brand).chain}
    assert [(key, step.value) for key, step in steps.items()] == [
        ("impressions", 4_000), ("clicks", 100), ("touches", 60), ("outcomes", 2),
    ]  # fmt: skip
    bought = steps["outcomes"]
    assert bought.rate == pytest.approx(2 / 60)
    assert bought.within[0] < bought.rate < bought.within[1]


def test_leads_are_a_step_where_the_brand_counts_any(world, brand, analyst):
    an_order_rule(analyst, key="signup", event_name="Signed Up", refund_event="", is_macro=False)
    sign_up = {"type": "track", "name": "Signed Up", "at": days_before(5, 80)}
    happened(brand, sign_up | {"anonymous_id": "6-3"})
    steps = {step.key: step.value for step in a_card(world, brand).chain}
    assert (steps["leads"], steps["outcomes"]) == (1, 2)


def test_a_step_that_nobody_reports_is_left_out(world, brand):
    assert [step.key for step in a_card(world, brand, "Post 1").chain] == ["touches", "outcomes"]


def test_a_piece_stands_with_each_placement_and_the_version_that_it_shows(world, brand, analyst):
    first = Version.objects.get(asset__title_en="Post 6")
    second = Version.objects.create(
        brand=brand, owner=analyst, asset=first.asset, number=2, text="Tea, again",
        change_note="Shorter",
    )  # fmt: skip
    mail = a_channel(analyst, kind="email", peso="owned")
    placed(analyst, second, code="C000010", campaign=world["campaign"], channel=mail)
    happened(brand, a_visit(days_before(1), "zoe", code="C000010"))
    card = a_card(world, brand)
    assert [(place.pin.version.number, place.sums.touches) for place in card.places] == [
        (1, 60), (2, 1),
    ]  # fmt: skip
    assert sum(card.touches_by_day) == card.piece.sums.touches == 61


def test_a_half_life_needs_a_week_since_the_peak(world, brand):
    card = a_card(world, brand)
    days, today = card.period.days, TODAY
    decay = decay_of(days, card.touches_by_day, today, card.rules)
    assert decay.peak == days_before(6).date()
    assert len(decay.counts) == 9
    assert decay.half_life == 0
    assert not decay.is_told  # all of it came on the first day: that is no curve
    weakest = a_card(world, brand, "Post 1").touches_by_day
    assert not decay_of(days, weakest, today, card.rules).is_told


def test_fatigue_is_a_fall_of_the_click_through_rate_by_three_tenths(world, brand):
    placement = world["posts"][2]
    asset, rules = Asset.objects.get(title_en="Post 2"), rules_of(brand)
    assert fatigue_of(asset, [placement.pk], rules) is None
    for day in range(14):
        fact = some_spend(world["member"], 100, on=days_before(day).date(), placement=placement)
        clicks = 13 if day < 7 else 20
        type(fact).objects.filter(pk=fact.pk).update(impressions=1_000, clicks=clicks)
    found = fatigue_of(asset, [placement.pk], rules)
    assert (found.first, found.last) == (0.02, 0.013)
    assert found.is_tired


def test_the_card_opens_from_the_asset_and_can_be_taken_along(world, django_assert_max_num_queries):
    browser, asset = signed_in(world["member"]), Asset.objects.get(title_en="Post 6")
    assert (
        f"insight/content/{asset.pk}/now/"
        in browser.get(f"/content/assets/{asset.pk}/").content.decode()
    )
    now = browser.get(f"/insight/content/{asset.pk}/now/").content.decode()
    assert f"/insight/content/{asset.pk}/" in now
    with django_assert_max_num_queries(40):
        page = browser.get(f"/insight/content/{asset.pk}/").content.decode()
    assert "3.3% of the touches" in page
    assert "By touches it is above 92% of the 6 pieces" in page
    rows = browser.get(f"/insight/content/{asset.pk}.csv").content.decode("utf-8-sig")
    assert [row["Touches"] for row in csv.DictReader(io.StringIO(rows))] == ["60"]
    assert browser.get(f"/insight/content/{asset.pk}/ask/outcomes/").status_code == 200


def test_a_piece_that_was_not_out_says_so(world, analyst):
    version = a_piece(analyst, "Never out", plan=a_plan(analyst))
    page = signed_in(analyst).get(f"/insight/content/{version.asset_id}/").content.decode()
    assert "This piece was not out in these days" in page


def test_another_brands_piece_is_not_found(world):
    asset, other = Asset.objects.get(title_en="Post 6"), a_member(a_brand(), "an")
    assert signed_in(other).get(f"/insight/content/{asset.pk}/").status_code == 404


def of_a_topic(member, *titles):
    """The pieces of these names speak about one topic."""
    assets = Asset.objects.filter(title_en__in=titles).select_related("brief__plan")
    angle = an_angle(member, assets[0].brief.plan)
    Brief.objects.filter(assets__in=assets).update(angle=angle)
    return angle.topic


def test_a_topic_says_what_its_pieces_brought(world, analyst, django_assert_num_queries):
    topic = of_a_topic(analyst, "Post 6", "Post 2")
    address, browser = f"/insight/topics/{topic.pk}/now/", signed_in(analyst)
    assert address in browser.get(f"/content/topics/{topic.pk}/").content.decode()
    answer = browser.get(address)
    assert (answer.context["pieces"], answer.context["sums"].touches) == (2, 80)
    assert answer.context["sums"].revenue_minor == 40_000
    assert answer.context["next_rate"] == 2 / 80
    assert [one["piece"].name for one in answer.context["best"]] == ["Post 6", "Post 2"]
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    wide = of_a_topic(analyst, *(f"Post {n}" for n in range(1, 7)))
    with django_assert_num_queries(len(few)):
        browser.get(f"/insight/topics/{wide.pk}/now/")


def test_a_topic_without_pieces_says_so_and_anothers_is_not_found(world, analyst):
    topic = an_angle(analyst).topic
    page = signed_in(analyst).get(f"/insight/topics/{topic.pk}/now/").content.decode()
    assert "No piece of it was out in the last 90 days." in page
    other = signed_in(a_member(a_brand(), "an"))
    assert other.get(f"/insight/topics/{topic.pk}/now/").status_code == 404


def by_attribute(brand, by, **given):
    form = AttributesForm({"by": by} | given, brand=brand, today=TODAY)
    assert not form.errors
    return told_attributes(brand, form.asked(), with_money=True)


@pytest.mark.parametrize("by", ATTRIBUTES)
def test_whatever_pieces_are_cut_by_they_add_up_to_all_of_them(world, brand, by):
    found = by_attribute(brand, by)
    for name, whole in (("touches", 210), ("outcomes", 2), ("revenue", 40_000)):
        assert sum(row[name] for row in found.rows) == found.total[name] == whole


def test_what_differs_is_told_from_what_may_be_chance(world, brand, analyst):
    plan, campaign = a_plan(analyst), world["campaign"]
    for n, (kind, bought) in enumerate([("video", 30), ("poster", 1), ("audio", 0)]):
        code = f"E{n:06}"
        version = a_piece(analyst, kind, plan=plan, kind=kind, text="x" * 60)
        placed(analyst, version, code=code, campaign=campaign, channel=a_channel(analyst))
        people = 60 if kind != "audio" else 5
        happened(
            brand,
            *(a_visit(days_before(1, i), f"{kind}-{i}", code=code) for i in range(people)),
            *(
                a_purchase(days_before(1, 100 + i), 100, f"{kind}{i}", f"{kind}-{i}")
                for i in range(bought)
            ),
        )
    rows = {row["name"]: row for row in by_attribute(brand, "format").rows}
    assert rows["Video"]["differs"] == "differs"
    assert rows["Audio"]["differs"] == "too few to say"
    assert rows["Audio"]["order_rate"] is None
    posters = {row["name"]: row for row in by_attribute(brand, "length").rows}
    assert posters["51–300 characters"]["pieces"] == 3
    assert posters["Up to 50 characters"]["pieces"] == 6


def test_the_page_of_attributes_has_a_picture_a_table_and_files(
    world, django_assert_max_num_queries
):
    browser = signed_in(world["member"])
    with django_assert_max_num_queries(34):
        page = browser.get("/insight/content/attributes/?by=audience").content.decode()
    assert "95 of 100 cases" in page
    for kind in ("csv", "xlsx"):
        assert browser.get(f"/insight/content/attributes.{kind}?by=stage").status_code == 200
    assert browser.get("/insight/content/attributes/ask/touches/").status_code == 200

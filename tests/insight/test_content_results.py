"""Content results: what every piece brought, held against its like."""

import csv
import io
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from drumbeat.channels.models import Pin
from drumbeat.content.models import Asset, Brief, Version
from drumbeat.insight.content_results.asking import PiecesForm
from drumbeat.insight.content_results.page import days_out, told
from drumbeat.insight.content_results.pieces import Pieces
from drumbeat.insight.content_results.series import into_series
from drumbeat.warehouse.questions import Period
from tests.channels.factory import a_channel
from tests.content.factory import a_plan
from tests.insight.factory import (
    a_campaign,
    a_placement,
    a_purchase,
    a_visit,
    an_order_rule,
    days_before,
    happened,
    some_spend,
)
from tests.world import a_brand, a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


def a_piece(owner, title, *, plan, kind="post", language="zh-hans", text="Tea"):
    brief = Brief.objects.create(brand=owner.brand, owner=owner, plan=plan, title_en="Posts")
    start = {"brand": owner.brand, "owner": owner}
    asset = Asset.objects.create(
        **start, brief=brief, message=plan.messages.get(), title_en=title, kind=kind,
        language=language,
    )  # fmt: skip
    return Version.objects.create(**start, asset=asset, number=1, text=text)


def placed(owner, version, *, code, campaign, channel):
    placement = a_placement(owner, code=code, title=code, campaign=campaign, channel=channel)
    Pin.objects.create(placement=placement, version=version, sha256=version.sha256)
    return placement


@pytest.fixture
def world(analyst):
    """Six posts on one feed: n is met n × 10 times on day n; the best sells twice and was paid."""
    an_order_rule(analyst)
    plan, campaign = a_plan(analyst), a_campaign(analyst, days=20)
    feed = a_channel(analyst, kind="social_organic", peso="owned")
    posts = {}
    events = []
    for n in range(1, 7):
        version = a_piece(analyst, f"Post {n}", plan=plan)
        posts[n] = placed(analyst, version, code=f"C00000{n}", campaign=campaign, channel=feed)
        events += [
            a_visit(days_before(n, minute), f"{n}-{minute}", code=f"C00000{n}")
            for minute in range(n * 10)
        ]
    events += [
        a_purchase(days_before(6, 100), 30_000, "A-1", "6-1"),
        a_purchase(days_before(6, 101), 10_000, "A-2", "6-2"),
    ]
    happened(analyst.brand, *events)
    fact = some_spend(analyst, 5_000, on=days_before(6).date(), placement=posts[6])
    type(fact).objects.filter(pk=fact.pk).update(impressions=4_000, clicks=100)
    return {"posts": posts, "member": analyst, "campaign": campaign}


def question(brand, **given):
    form = PiecesForm(given or None, brand=brand, today=timezone.localdate())
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
    today = timezone.localdate()
    days = days_out(brand, [asset.pk], Period(today - timedelta(days=89), today, brand.time_zone))
    assert len(days[asset.pk]) == 21
    assert sum(days[asset.pk]) == 40
    assert days[asset.pk][-1 - (today - days_before(4).date()).days] == 40


def test_days_of_many_pieces_add_up_to_what_arrived(world, brand):
    """Against the events themselves, counted by hand."""
    today = timezone.localdate()
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

"""Advice about a piece whose right ends soon: renew it, or refresh the piece without it."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drumbeat.channels.models import Placement
from drumbeat.content.models import Asset, Brief, Right
from drumbeat.insight.content_results.advice import advice_of_each
from drumbeat.insight.content_results.asking import CardForm
from drumbeat.insight.models import ContentDecision
from drumbeat.people.models import Notice
from tests.channels.factory import a_channel
from tests.content.factory import a_plan
from tests.insight.factory import TODAY
from tests.insight.pieces import a_piece, placed, posts_on_a_feed
from tests.world import a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def world(analyst):
    return posts_on_a_feed(analyst)


def a_right(member, title, ends_in, *, begins_in=-90, **fields):
    values = {"kind": "photo", "licensor": "Lin Studio", "territory": "CN"} | fields
    return Right.objects.create(
        brand=member.brand, owner=member, asset=Asset.objects.get(title_en=title),
        starts_on=TODAY + timedelta(days=begins_in), ends_on=TODAY + timedelta(days=ends_in),
        **values,
    )  # fmt: skip


def advised(brand):
    found = advice_of_each(brand, CardForm(None, brand=brand, today=TODAY).asked(), TODAY)
    return {one.piece.name: one for one in found}


def answered_as(member, title, **typed):
    asset = Asset.objects.get(title_en=title)
    return signed_in(member).post(f"/insight/content/{asset.pk}/decision/", typed)


@pytest.mark.parametrize(
    ("ends_in", "key"), [(-1, "retire"), (0, "renew"), (30, "renew"), (31, "boost")]
)
def test_the_best_are_boosted_only_while_their_right_goes_on(world, brand, analyst, ends_in, key):
    right = a_right(analyst, "Post 6", ends_in)
    best = advised(brand)["Post 6"]
    assert best.key == key
    assert best.right == (right if key in ("renew", "retire") else None)
    assert best.figures.get("right_ends_on") == (right.ends_on.isoformat() if best.right else None)


def test_what_would_be_repeated_is_not_while_its_right_ends(world, brand, analyst):
    Placement.objects.filter(pk=world["posts"][6].pk).update(
        starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1)
    )
    assert advised(brand)["Post 6"].key == "repeat"
    a_right(analyst, "Post 6", 10)
    best = advised(brand)["Post 6"]
    assert best.key == "renew"
    assert "It is not out any more." in best.why
    assert "renew the right, or refresh without it" in best.why


def test_a_right_that_ends_is_no_reason_where_nothing_is_earned(world, brand, analyst):
    a_right(analyst, "Post 2", 10)
    assert advised(brand)["Post 2"].key == "leave"


def test_of_several_rights_the_first_to_end_is_told(world, brand, analyst):
    a_right(analyst, "Post 6", 20)
    first = a_right(analyst, "Post 6", 5, kind="music", licensor="Label")
    assert advised(brand)["Post 6"].right == first


def test_a_right_that_was_renewed_is_no_reason_and_one_with_a_gap_is(world, brand, analyst):
    a_right(analyst, "Post 6", 10)
    renewed = a_right(analyst, "Post 6", 300, begins_in=11)
    assert advised(brand)["Post 6"].key == "boost"
    Right.objects.filter(pk=renewed.pk).update(starts_on=TODAY + timedelta(days=20))
    assert advised(brand)["Post 6"].key == "renew"
    Right.objects.filter(pk=renewed.pk).update(territory="US")
    assert advised(brand)["Post 6"].key == "renew"


def test_the_list_and_its_file_name_the_right_its_day_and_the_way_to_it(world, analyst):
    right = a_right(analyst, "Post 6", 10)
    browser = signed_in(analyst)
    page = browser.get("/insight/content/advice/").content.decode()
    assert f"{right.get_absolute_url()}#rights" in page
    assert "Photo · Lin Studio, until" in page
    assert 'id="rights"' in browser.get(right.get_absolute_url()).content.decode()
    body = browser.get("/insight/content/advice.csv").content.decode("utf-8-sig")
    rows = {row["Piece"]: row for row in csv.DictReader(io.StringIO(body))}
    assert rows["Post 6"]["Right"] == "Photo · Lin Studio"
    assert rows["Post 6"]["Right until"] == right.ends_on.isoformat()
    assert rows["Post 1"]["Right"] == ""


def test_who_holds_the_right_is_asked_to_renew_it(world, brand, analyst):
    holder = a_member(brand, "cl")
    a_right(holder, "Post 6", 10)
    answer = answered_as(analyst, "Post 6", answer="taken")
    asset = Asset.objects.get(title_en="Post 6")
    assert answer.url.endswith(asset.get_absolute_url())
    assert ContentDecision.objects.get().advice == "renew"
    assert "please renew it" in Notice.objects.get(member=holder).text_en


def test_refreshing_without_it_opens_a_brief_and_is_offered_there_alone(world, brand, analyst):
    a_right(analyst, "Post 6", 10)
    lead = a_member(brand, "lead")
    answered_as(lead, "Post 6", answer="refreshed")
    decision = ContentDecision.objects.get()
    brief = Brief.objects.get(pk=decision.outcome.removeprefix("brief:"))
    assert brief.title_en == "Refresh: Post 6"
    assert "renew the right" in brief.references.get().why
    assert answered_as(lead, "Post 1", answer="refreshed").status_code == 422


def test_more_pieces_with_rights_cost_no_more_queries(world, analyst):
    browser = signed_in(analyst)
    a_right(analyst, "Post 6", 10)
    browser.get("/insight/content/advice/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/insight/content/advice/")
    plan, feed = a_plan(analyst), a_channel(analyst, kind="social_organic", peso="owned")
    for n in range(12):
        version = a_piece(analyst, f"More {n}", plan=plan)
        placed(analyst, version, code=f"D{n:06}", campaign=world["campaign"], channel=feed)
        a_right(analyst, f"More {n}", -1)
    browser.get("/insight/content/advice/")
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/insight/content/advice/").content.decode()
    assert page.count("#rights") == 13
    assert len(many) <= len(few)

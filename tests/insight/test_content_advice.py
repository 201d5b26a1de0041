"""Content advice: what to do next with each piece, and what was decided."""

from datetime import timedelta

import pytest

from drumbeat.content.models import Asset, Brief, Right
from drumbeat.insight.content_results.advice import advice_of_each
from drumbeat.insight.content_results.asking import CardForm
from drumbeat.insight.models import ContentDecision
from drumbeat.knowledge.models import Learning
from tests.insight.factory import TODAY, a_visit, days_before, happened
from tests.insight.pieces import posts_on_a_feed
from tests.world import a_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def world(analyst):
    return posts_on_a_feed(analyst)


def advised(brand):
    form = CardForm(None, brand=brand, today=TODAY)
    found = advice_of_each(brand, form.asked(), TODAY)
    return {one.piece.name: one for one in found}


def answered_as(member, title, **typed):
    asset = Asset.objects.get(title_en=title)
    return signed_in(member).post(f"/insight/content/{asset.pk}/decision/", typed)


def it_fades(brand):
    """Post 6 was met sixty times on one day, once on each of the two after, and no more."""
    late = [a_visit(days_before(day), f"late-{day}", code="C000006") for day in (5, 4)]
    happened(brand, *late)


def test_the_best_are_boosted_and_a_piece_whose_right_ended_is_retired(world, brand, analyst):
    asset, today = Asset.objects.get(title_en="Post 5"), TODAY
    long_ago, over = today - timedelta(days=90), today - timedelta(days=1)
    Right.objects.create(
        brand=brand, owner=analyst, asset=asset, kind="photo", licensor="Agency",
        territory="CN", starts_on=long_ago, ends_on=over,
    )  # fmt: skip
    it_fades(brand)
    found = advised(brand)
    assert found["Post 5"].key == "retire"
    assert found["Post 6"].key == "refresh"
    assert found["Post 1"].key == "leave"
    assert found["Post 6"].figures["touches"] == 62


def test_taking_a_refresh_opens_a_brief_that_shows_where_it_came_from(world, brand):
    it_fades(brand)
    answer = answered_as(a_member(brand, "lead"), "Post 6", answer="taken")
    decision = ContentDecision.objects.get()
    brief = Brief.objects.get(pk=decision.outcome.removeprefix("brief:"))
    assert answer.url.endswith(brief.get_absolute_url())
    assert brief.title_en == "Refresh: Post 6"
    reference = brief.references.get()
    assert reference.asset.title_en == "Post 6"
    assert "half-life" in reference.why
    assert decision.figures["touches"] == 62


def test_a_learning_can_be_written_from_the_row_with_its_numbers(world, brand):
    answered_as(world["member"], "Post 6", answer="learned", reason="Posts fade in a day")
    learning = Learning.objects.get()
    assert learning.title_en == "Posts fade in a day"
    assert learning.evidence.get().figures["touches"] == 60


def test_dismissing_needs_a_reason_and_a_writer_may_not_decide(world, brand):
    assert answered_as(world["member"], "Post 6", answer="dismissed").status_code == 422
    answered_as(world["member"], "Post 6", answer="dismissed", reason="A one-day offer")
    assert ContentDecision.objects.get().reason == "A one-day offer"
    page = signed_in(world["member"]).get("/insight/content/advice/").content.decode()
    assert "A one-day offer" in page
    writer = a_member(brand, "cw")
    assert answered_as(writer, "Post 6", answer="dismissed", reason="No").status_code == 403


def test_the_list_of_advice_costs_the_same_queries(world, django_assert_max_num_queries):
    browser = signed_in(world["member"])
    with django_assert_max_num_queries(34):
        assert browser.get("/insight/content/advice/").status_code == 200
    assert browser.get("/insight/content/advice.csv").status_code == 200

"""A brand with several main outcomes: the campaign's pages count them all, and no step on the way."""

import pytest
from django.utils import timezone

from drumbeat.insight.models import Conversion
from drumbeat.review.campaigns.queries import glance
from drumbeat.review.campaigns.room import room_of
from drumbeat.review.campaigns.rows import TABLES
from drumbeat.review.lineage.page import thread_of
from drumbeat.review.retrospectives.page import review_of
from tests.review.factory import Visitor, answered_launch, arrive

pytestmark = [pytest.mark.django_db, pytest.mark.lake]


@pytest.fixture
def launch(lead):
    """Besides its orders of 1,000 its first placement brought a deposit of 80 and a sign-up."""
    launch = answered_launch(lead)
    for key, event, is_macro in (("deposit", "Deposit Paid", True), ("signup", "Signed Up", False)):
        Conversion.objects.create(
            brand=lead.brand, owner=lead, key=key, title_en=key, event_name=event, is_macro=is_macro
        )
    came = Visitor(launch, day=2).comes(launch.code(0))
    came._does(type="track", name="Signed Up")
    came._does(type="track", name="Deposit Paid", order_id="d1", value_minor=80_00, currency="CNY")
    arrive(launch)
    return launch


def test_the_room_its_days_and_its_card_count_all_of_them(launch):
    room, seen = room_of(launch.campaign, timezone.now()), glance(launch.campaign)
    assert (room.total.outcomes, room.total.revenue_minor) == (4, 1080_00)
    assert (sum(room.orders_by_day), sum(room.revenue_by_day)) == (4, 1080_00)
    assert (seen.outcomes, seen.revenue_minor) == (4, 1080_00)


def test_the_retrospective_and_the_thread_say_the_same(launch):
    main = review_of(launch.campaign, timezone.now()).main
    assert main.total.last.revenue_minor == 1080_00
    node = thread_of(launch.campaign, launch.lead).nodes[("campaign", launch.campaign.pk)]
    assert (node.outcomes, node.revenue_minor) == (4, 1080_00)


def test_the_rows_behind_them_are_of_all_of_them(launch):
    first = launch.placements[0]
    rows = list(TABLES["outcomes"].read(launch.campaign, first.pk))
    # An order goes by its number alone; everything else says what it is.
    deposits = [row for row in rows if row["outcome"].startswith("deposit:")]
    assert 0 < len(deposits) < len(rows)
    assert sum(row["credited"] for row in rows) == 300_00 + 80_00


def test_i_10_revenue_in_another_currency_is_not_added_and_takes_nothing_away(launch):
    came = Visitor(launch, day=3).comes(launch.code(0))
    came._does(type="track", name="Deposit Paid", order_id="d2", value_minor=9_00, currency="USD")
    arrive(launch)
    room = room_of(launch.campaign, timezone.now())
    assert sum(room.revenue_by_day) == room.total.revenue_minor == 1080_00
    assert sum(room.orders_by_day) == 5
    node = thread_of(launch.campaign, launch.lead).nodes[("campaign", launch.campaign.pk)]
    assert node.revenue_minor == 1080_00

"""Insight's named factories: a brand whose lake holds real events, derived by the real rules."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from drumbeat.channels.models import Placement, SpendFact, SpendImport, TrackingLink
from drumbeat.insight.lake import derive_brand, lake_of
from drumbeat.insight.models import Conversion, Source
from drumbeat.strategy.models import Campaign, Plan
from drumbeat.warehouse.events import Event, to_table
from drumbeat.work.files.models import StoredFile
from tests.channels.factory import a_channel
from tests.strategy.factory import a_goal, an_audience

_numbers = count(1)
MICRO = 1_000_000

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(ZONE).date()
# The lake is asked up to now: days that are over, and not all of them in one week.
NOON = datetime.now(ZONE).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=3)


def days_before(days, minutes=0):
    return NOON - timedelta(days=days) + timedelta(minutes=minutes)


def a_source(owner, title="Website", **fields):
    return Source.objects.create(brand=owner.brand, owner=owner, title_en=title, **fields)


def an_order_rule(owner, **fields):
    values = {
        "key": "order",
        "title_en": "Order",
        "title_zh": "订单",
        "event_name": "Order Completed",
        "refund_event": "Order Refunded",
    } | fields
    return Conversion.objects.create(brand=owner.brand, owner=owner, **values)


def a_placement(owner, *, code, title="Search ad", campaign=None, channel=None, **fields):
    """A placement with a minted code, as far as results look at it."""
    campaign = campaign or a_campaign(owner)
    placement = Placement.objects.create(
        brand=owner.brand,
        owner=owner,
        title_en=title,
        campaign=campaign,
        channel=channel or a_channel(owner),
        audience=an_audience(owner),
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        **fields,
    )
    TrackingLink.objects.create(
        brand=owner.brand,
        owner=owner,
        placement=placement,
        code=code,
        destination_url="https://example.test/",
        utm={},
    )
    return placement


def a_campaign(owner, *, goal=None, start=None, days=30, title="Autumn launch"):
    start = start or TODAY - timedelta(days=days)
    goal = goal or a_goal(owner, starts_on=start, ends_on=start + timedelta(days=2 * days))
    plan = Plan.objects.create(
        brand=owner.brand, owner=owner, title_en="Plan", goal=goal, currency=owner.brand.currency
    )
    return Campaign.objects.create(
        brand=owner.brand,
        owner=owner,
        plan=plan,
        goal=goal,
        title_en=title,
        slug=f"launch-{next(_numbers)}",
        starts_on=start,
        ends_on=start + timedelta(days=2 * days),
        landing_url="https://example.test/",
    )


def some_spend(owner, minor, *, on, placement=None, entity="ad"):
    number = next(_numbers)
    file = StoredFile.keep(owner, f"{number}.csv", f"{number}".encode(), "text/csv")
    source = SpendImport.objects.create(
        brand=owner.brand, owner=owner, file=file, platform="meta", currency=owner.brand.currency
    )
    return SpendFact.objects.create(
        brand=owner.brand,
        source=source,
        platform="meta",
        date=on,
        entity=f"{entity} {number}",
        placement=placement,
        currency=owner.brand.currency,
        spend_minor=minor,
    )


def a_visit(at, who="anna", *, code="", **fields):
    return {"type": "page", "at": at, "anonymous_id": who, "code": code} | fields


def a_purchase(at, minor, order, who="anna", *, currency="CNY", **fields):
    return {
        "type": "track",
        "name": "Order Completed",
        "at": at,
        "anonymous_id": who,
        "order_id": order,
        "value_minor": minor,
        "currency": currency,
    } | fields


def a_refund(at, minor, order, who="anna"):
    return a_purchase(at, minor, order, who, name="Order Refunded")


def happened(brand, *events, derive=True):
    """Let these events arrive in the brand's lake; times are aware moments."""
    number = next(_numbers)
    made = []
    for index, event in enumerate(events):
        values = dict(event)
        ts = int(values.pop("at").timestamp() * MICRO)
        made.append(
            Event(
                **{
                    "brand": brand.pk,
                    "source": "web",
                    "message_id": f"m-{number}-{index}",
                    "ts": ts,
                    "received": ts + MICRO,
                    "host": "shop.example.test",
                    "url": "https://shop.example.test/",
                }
                | values
            )
        )
    lake_of(brand).append(to_table(made, f"test-{number}"), f"test-{number}")
    if derive:
        derive_brand(brand)

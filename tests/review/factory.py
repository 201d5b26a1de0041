"""Review's named factories: a launch whose results can be counted by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from drumbeat.channels.models import Channel, Pin, Placement, SpendFact, SpendImport, TrackingLink
from drumbeat.content.models import Asset, Brief, Version
from drumbeat.insight.lake import derive_brand, lake_of
from drumbeat.insight.models import Conversion
from drumbeat.strategy.models import LedgerEntry
from drumbeat.warehouse.events import Event, to_table
from drumbeat.work.files.models import StoredFile
from drumbeat.work.handoffs.actions import offer
from drumbeat.work.models import Handoff
from tests.strategy.factory import (
    a_campaign,
    a_goal,
    a_key_result,
    a_line,
    a_message,
    a_plan,
    an_audience,
)

_numbers = count(1)
SECOND = 1_000_000
YUAN = 100


@dataclass
class Launch:
    """A campaign with its placements in order, and everything that happened so far."""

    campaign: object
    placements: list
    lines: list
    key_results: list
    spend_import: object
    events: list = field(default_factory=list)

    @property
    def brand(self):
        return self.campaign.brand

    @property
    def lead(self):
        return self.campaign.owner

    def code(self, number):
        return self.placements[number].link.code


def a_launch(
    lead, *, today=None, placements=3, days=30, began=9, state="live", titles=None
) -> Launch:
    """A running campaign `began` days old: two messages, two audiences, two channels in turn."""
    today = today or today_of(lead.brand)
    starts = today - timedelta(days=began)
    ends = starts + timedelta(days=days - 1)
    goal = a_goal(lead, "Win the desk", title_zh="占住办公桌", starts_on=starts, ends_on=ends)
    results = [
        a_key_result(
            goal, "Revenue", title_zh="收入", metric="revenue", unit="¥", target=3_000, due_on=ends
        ),
        a_key_result(
            goal,
            "Cost per order",
            title_zh="单均成本",
            metric="cpa",
            unit="¥",
            direction="down",
            baseline=200,
            target=100,
            due_on=ends,
        ),
    ]
    plan = a_plan(
        lead,
        title="Launch plan",
        title_zh="上市计划",
        goal=goal,
        lines=(),
        contribution_margin="0.6000",
    )
    plan.lines.all().delete()
    lines = [
        a_line(plan, 6_000 * YUAN, "Search", title_zh="搜索", category="media"),
        a_line(plan, 3_000 * YUAN, "KOL", title_zh="达人", category="kol"),
        a_line(plan, 1_000 * YUAN, "Production", title_zh="制作", category="production"),
    ]
    plan.state = "active"
    plan.budget_minor = 10_000 * YUAN
    plan.save()
    messages = [
        plan.messages.get(),
        a_message(lead, "One cup, one morning", title_zh="一只杯子的早晨"),
    ]
    audiences = [plan.audiences.get(), an_audience(lead, "Weekend hosts", title_zh="周末待客的人")]
    plan.messages.add(messages[1])
    plan.audiences.add(audiences[1])
    campaign = a_campaign(
        lead,
        plan=plan,
        title="Rock Mist cold brew launch",
        title_zh="岩雾冷泡茶上市",
        starts_on=starts,
        ends_on=ends,
        state=state,
    )
    brief = Brief.objects.create(
        brand=lead.brand, owner=lead, plan=plan, campaign=campaign, title_en="Search ads",
        title_zh="搜索广告简报", state="closed",
    )  # fmt: skip
    brief.messages.set(messages)
    brief.audiences.set(audiences)
    channels = [_channel(lead, "search_paid", "Baidu search"), _channel(lead, "kol", "KOL")]
    assets = [_an_asset(lead, brief, message) for message in messages]
    made = [
        _a_placement(campaign, number, messages, audiences, channels, lines, assets, titles)
        for number in range(placements)
    ]
    Conversion.objects.get_or_create(
        brand=lead.brand, key="order",
        defaults={"owner": lead, "title_en": "Order", "event_name": "Order Completed",
                  "refund_event": "Order Refunded"},
    )  # fmt: skip
    spend_import = SpendImport.objects.create(
        brand=lead.brand, owner=lead, platform="baidu", currency="CNY",
        file=StoredFile.keep(lead, "spend.csv", b"day,spend", "text/csv"),
    )  # fmt: skip
    return Launch(campaign, made, lines, results, spend_import)


def today_of(brand):
    return timezone.localdate(timezone=ZoneInfo(brand.time_zone))


def _channel(lead, kind, title):
    number = next(_numbers)
    return Channel.objects.create(
        brand=lead.brand, owner=lead, kind=kind, title_en=title, key=f"c-{number}", peso="paid",
        utm_source=f"source{number}", utm_medium="cpc",
    )  # fmt: skip


def _an_asset(lead, brief, message):
    asset = Asset.objects.create(
        brand=lead.brand, owner=lead, brief=brief, message=message, title_en=f"Copy: {message}"
    )
    Version.objects.create(
        brand=lead.brand, owner=lead, asset=asset, number=1, text=f"{asset}", sha256="0" * 64,
        state="approved",
    )  # fmt: skip
    return asset


def _a_placement(campaign, number, messages, audiences, channels, lines, assets, titles):
    turn = number % 2
    title = titles[number % len(titles)] if titles else (f"Spot {number + 1}", "")
    placement = Placement.objects.create(
        brand=campaign.brand, owner=campaign.owner, campaign=campaign, channel=channels[turn],
        title_en=title[0], title_zh=title[1],
        message=messages[turn], audience=audiences[turn], budget_line=lines[turn],
        starts_on=campaign.starts_on, ends_on=campaign.ends_on, planned_minor=3_000 * YUAN,
        forecast_touches=300, forecast_outcomes=30, forecast_revenue_minor=9_000 * YUAN,
        state="live",
    )  # fmt: skip
    version = assets[turn].versions.get()
    Pin.objects.create(placement=placement, version=version, sha256=version.sha256)
    TrackingLink.objects.create(
        brand=campaign.brand, owner=campaign.owner, placement=placement, utm={},
        code=f"{next(_numbers):07d}", destination_url="https://shop.example.test/",
    )  # fmt: skip
    return placement


def spend(launch, placement, yuan, *, day=None):
    """What a platform charged for a placement (None: for an ad that nobody mapped) on one day."""
    SpendFact.objects.create(
        brand=launch.brand, source=launch.spend_import, platform="baidu", currency="CNY",
        date=day or launch.campaign.starts_on, campaign="c", entity=f"e{next(_numbers)}",
        label="c › e", placement=placement, spend_minor=round(yuan * YUAN),
    )  # fmt: skip


def cost(launch, line, yuan, *, placement=None, note=""):
    """An invoice booked on a budget line, for a placement or for none."""
    LedgerEntry.objects.create(
        brand=launch.brand, owner=launch.lead, line=line, kind="cost", note=note,
        amount_minor=round(yuan * YUAN), paper="INV-1", on=launch.campaign.starts_on,
        ref=f"placement:{placement.pk}" if placement else "",
    )  # fmt: skip


class Visitor:
    """Somebody who comes, and perhaps buys. Events collect on the launch until `arrive`."""

    def __init__(self, launch, *, day=0, hour=10, consent="granted"):
        self.launch, self.consent = launch, consent
        self.name = f"visitor-{next(_numbers)}" if consent != "denied" else ""
        zone = ZoneInfo(launch.brand.time_zone)
        first = launch.campaign.starts_on + timedelta(days=day)
        self.at = datetime.combine(first, time(hour), zone).astimezone(UTC)

    def comes(self, code="", *, hours=0.0):
        self.at += timedelta(hours=hours)
        return self._does(type="page", name="Home", code=code)

    def buys(self, yuan):
        self.at += timedelta(minutes=6)
        return self._does(
            type="track", name="Order Completed", order_id=f"o{next(_numbers)}",
            value_minor=round(yuan * YUAN), currency="CNY",
        )  # fmt: skip

    def _does(self, **fields):
        ts = int(self.at.timestamp() * SECOND)
        self.launch.events.append(
            Event(
                brand=self.launch.brand.pk,
                source="web",
                message_id=f"m{next(_numbers)}",
                ts=ts,
                received=ts + SECOND,
                anonymous_id=self.name,
                host="shop.example.test",
                path="/",
                consent=self.consent,
                **fields,
            )
        )
        return self


def arrive(launch):
    """Everything that visitors did so far reaches the lake and is derived."""
    batch = f"batch-{next(_numbers)}"
    lake_of(launch.brand).append(to_table(launch.events, batch), batch)
    launch.events.clear()
    derive_brand(launch.brand)


def answered_launch(lead, *, today=None, placements=3, **fields) -> Launch:
    """Six orders of 1,220 in all: 1,000 last came through its placements, 100 by themselves, 50
    through a code that nobody owns, 70 without consent. 850.50 spent, 33.33 of it by nobody known
    besides.
    """
    today = today or today_of(lead.brand)
    launch = a_launch(lead, today=today, placements=placements, **fields)
    first, second = launch.code(0), launch.code(1)
    Visitor(launch).comes(first).buys(300)
    Visitor(launch, day=1).comes(first).comes(second, hours=30).buys(500)
    Visitor(launch, day=2).comes(second).comes(hours=40).buys(200)
    Visitor(launch, day=3).comes().buys(100)
    Visitor(launch, day=4).comes(first)
    Visitor(launch, day=4).comes("LOSTONE").buys(50)
    Visitor(launch, day=5, consent="denied").buys(70)
    arrive(launch)
    spend(launch, launch.placements[0], 400)
    spend(launch, launch.placements[0], 200.5, day=today)
    spend(launch, None, 33.33)
    cost(launch, launch.lines[1], 250, placement=launch.placements[1])
    return launch


def hand_over(launch, title):
    """A baton from insight to content that nobody has answered."""
    return offer(
        Handoff(
            brand=launch.brand, owner=launch.lead, title_en=title, from_module="insight",
            to_module="content", subject=f"campaign:{launch.campaign.pk}",
        ),
        by=launch.lead,
    )  # fmt: skip

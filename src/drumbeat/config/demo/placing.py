"""Channels' part: placements from plan to reconciliation, and the files that platforms report."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from drumbeat.channels.links.seeing import remember
from drumbeat.channels.models import Channel, MappingRule, Placement, TrackingLink
from drumbeat.channels.placements import actions
from drumbeat.channels.placements.handshakes import shake
from drumbeat.channels.placements.pinning import pin
from drumbeat.channels.spend.actions import commit as commit_import
from drumbeat.channels.spend.actions import read_in
from drumbeat.config.demo.parts import Booking, Launch
from drumbeat.config.demo.planning import kept
from drumbeat.config.demo.stage import ZONE, Stage
from drumbeat.config.demo.world import Spot, World
from drumbeat.formats.spend import SpendRow, write_spend
from drumbeat.strategy.models import Campaign
from drumbeat.strategy.plans.ledger import book_cost
from drumbeat.thread.registry import ref

TEST_DAYS_BEFORE = 3
UNMAPPED = "unmapped"


def book(stage: Stage, launch: Launch, campaign: Campaign, versions) -> dict[str, Placement]:
    """Every placement of the launch, booked: pinned, agreed by both sides, linked. By its name."""
    cast, first = stage.cast, campaign.starts_on
    lines = {line.title_en: line for line in campaign.plan.lines.all()}
    names = {budget.key: budget.en for budget in launch.budgets}
    channels = {channel.key: channel for channel in Channel.objects.of(stage.brand)}
    booked = {}
    with stage.at(first - timedelta(days=14)):
        for booking in launch.bookings:
            placement = _planned(stage, campaign, booking, channels, lines[names[booking.line]])
            pin(placement, [versions[booking.asset]])
            shake(placement, by=cast["cl"], side="content")
            shake(placement, by=cast["cm"], side="channels")
            booked[booking.en] = actions.book(placement, by=cast["cm"])
    return booked


def _planned(stage, campaign, booking: Booking, channels, line):
    starts, ends = (campaign.starts_on + timedelta(days=day) for day in booking.days)
    days = (ends - starts).days + 1
    planned = (booking.fee or booking.per_day * days) * 100
    placement = Placement(
        campaign=campaign,
        channel=channels[booking.channel],
        title_en=booking.en,
        title_zh=booking.zh,
        audience=stage.audiences[booking.audience],
        message=stage.messages[booking.message],
        budget_line=line,
        starts_on=starts,
        ends_on=ends,
        planned_minor=planned,
        forecast_outcomes=booking.orders,
        forecast_revenue_minor=booking.orders * booking.basket * 100,
        forecast_touches=int(booking.orders / booking.buys * 0.8),
        disclosure=booking.label,
        assumption=f"CVR {booking.buys:.1%}, AOV ¥{booking.basket}",
        destination_url=campaign.landing_url,
    )
    return kept(stage, "cm", placement)


def fly(stage: Stage, booked: dict[str, Placement]) -> None:
    """Test each link, arm, let the clock start and end the flights that have come by today."""
    for placement in booked.values():
        placement.refresh_from_db()
        test_day = placement.starts_on - timedelta(days=TEST_DAYS_BEFORE)
        if not stage.has_come(test_day):
            continue
        with stage.at(test_day, 15) as moment:
            remember(stage.brand, {placement.link.code: moment - timedelta(hours=1)})
            actions.arm(Placement.objects.get(pk=placement.pk), by=stage.cast["cm"])
        if stage.has_come(placement.starts_on):
            with stage.at(placement.starts_on, 8):
                actions.go_live(Placement.objects.get(pk=placement.pk))


def test_moment(placement: Placement) -> datetime:
    """When somebody tried the link out, before the flight."""
    day = placement.starts_on - timedelta(days=TEST_DAYS_BEFORE)
    return datetime.combine(day, time(14), ZONE)


def spots(launch: Launch, booked: dict[str, Placement]) -> list[Spot]:
    """The launch's placements as the world meets them."""
    codes = dict(
        TrackingLink.objects.filter(placement__in=booked.values()).values_list("placement", "code")
    )
    return [
        Spot(
            codes[placement.pk],
            placement.starts_on,
            placement.ends_on,
            booking.pull,
            booking.buys,
            booking.basket * 100,
            booking.per_day * 100,
        )
        for booking in launch.bookings
        if (placement := booked[booking.en])
    ]


def import_spend(stage: Stage, launch: Launch, booked, world: World, until: date) -> dict[str, int]:
    """Export files of the three platforms, imported like any; returns minor units by code."""
    spent: dict[str, int] = {}
    by = stage.cast["cm"]
    for layout in ("baidu", "google_ads", "meta_ads"):
        rows = _rows(launch, booked, world, until, layout, spent)
        if layout == "meta_ads" and not launch.is_finished:
            stray = _stray_rows(next(iter(booked.values())).campaign, until)
            spent[UNMAPPED] = sum(row.spend_minor for row in stray)
            rows += stray
        if not rows:
            continue
        day = min(until + timedelta(days=1), stage.today)
        with stage.at(day, 9):
            _map_by_hand(stage, launch, booked, layout, by)
            data = write_spend(layout, rows, currency="CNY", account="岩雾官方")
            commit_import(read_in(data, f"{launch.slug}-{layout}.csv", by=by), by=by)
    return spent


def _rows(launch, booked, world, until, layout, spent):
    codes = {spot.code: spot for spot in spots(launch, booked)}
    rows = []
    for booking in launch.bookings:
        if booking.file != layout:
            continue
        code = booked[booking.en].link.code
        for day, minor in world.daily_spend(codes[code], until):
            spent[code] = spent.get(code, 0) + minor
            clicks = max(1, minor // 260)
            rows.append(
                SpendRow(
                    row_number=len(rows) + 1,
                    date=day,
                    campaign=_name(booking, code),
                    spend_minor=minor,
                    currency="CNY",
                    impressions=clicks * 55,
                    clicks=clicks,
                    conversions=Decimal(clicks // 30),
                )
            )
    return rows


def _stray_rows(campaign, until) -> list[SpendRow]:
    """Somebody tried an ad group that belongs to no placement: it must show up as unmapped."""
    days = [campaign.starts_on + timedelta(days=n) for n in range(3, 7)]
    return [
        SpendRow(
            date=day,
            campaign="Test audience, do not use",
            spend_minor=31_000 + 100 * day.day,
            currency="CNY",
            impressions=9_000,
            clicks=140,
        )
        for day in days
        if day <= until
    ]


def _name(booking, code):
    """On Meta and Google the code stands in the name; on 百度 people typed a name of their own."""
    return booking.zh if booking.file == "baidu" else f"{booking.en} {code}"


def _map_by_hand(stage, launch, booked, layout, by):
    for booking in launch.bookings:
        placement = booked[booking.en]
        if booking.file == layout == "baidu" and not placement.rules.exists():
            MappingRule.objects.create(
                brand=stage.brand,
                owner=by,
                platform=layout,
                account="岩雾官方",
                entity=booking.zh,
                placement=placement,
                confirmed_by=by,
            )


def pay_invoices(stage: Stage, launch: Launch, booked, until: date) -> dict[str, int]:
    """Costs that no platform reports, booked on their placement; returns minor units by code."""
    paid: dict[str, int] = {}
    for number, booking in enumerate(launch.bookings):
        placement = booked[booking.en]
        day = placement.starts_on + timedelta(days=5)
        if not booking.fee or day > until:
            continue
        with stage.at(day, 11):
            book_cost(
                placement.budget_line,
                booking.fee * 100,
                by=stage.cast["cm"],
                note=booking.zh,
                paper=f"INV-{launch.slug[-6:].upper()}-{number:03}",
                on=day,
                ref=ref(placement),
            )
        paid[placement.link.code] = booking.fee * 100
    return paid


def settle(stage: Stage, booked, spend: dict[str, int], day: date) -> None:
    """After the end: invoices agreed with what was known, confirmed by the analyst."""
    with stage.at(day, 14):
        for placement in Placement.objects.filter(
            pk__in=[p.pk for p in booked.values()], state="ended"
        ).select_related("link"):
            actions.settle(
                placement,
                by=stage.cast["cm"],
                invoice_minor=spend.get(placement.link.code, 0),
                invoice_number=f"S-{placement.link.code}",
            )
            actions.reconcile(placement, by=stage.cast["an"])

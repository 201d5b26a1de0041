"""The order in which the demo is lived. Every step goes through the actions that people use."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from drumbeat.channels.models import Placement
from drumbeat.channels.placements.clock import time_out_due
from drumbeat.config.demo import (
    ahead,
    brand,
    creative,
    crisis,
    desk,
    guiding,
    health,
    making,
    market,
    placing,
    planning,
    research,
    reviewing,
    targets,
    topics,
    working,
    writing,
)
from drumbeat.config.demo.events import messages
from drumbeat.config.demo.parts import Launch
from drumbeat.config.demo.sending import a_collector, send
from drumbeat.config.demo.stage import ZONE, Stage
from drumbeat.config.demo.story import CAST, LAUNCHES, PASSWORD
from drumbeat.config.demo.world import Ledger, Visit, Visitor, World
from drumbeat.config.intake import the_spool
from drumbeat.insight.lake import derive_brand, load_all
from drumbeat.insight.models import Source
from drumbeat.people.founding.actions import found_brand
from drumbeat.people.models import Member, Notice, Person
from drumbeat.science.calendar import china

Progress = Callable[[str, float], None]
SHARES = (0.62, 0.38)  # of the visitors: the finished launch, the one in flight
MESSAGES_A_VISITOR = 1.8  # about; only for the progress bar


def build(visitors: int, progress: Progress) -> Path:
    """The whole demo in an empty installation; returns the file in which its truth is written.

    progress: called with what is happening and the share done, 0–1.
    """
    today = datetime.now(ZONE).date()
    progress("Founding the brand", 0.0)
    stage = _found(today)
    first_day = _launch_day(LAUNCHES[0], today) - timedelta(days=100)
    with stage.at(first_day):
        planning.lay_ground(stage, first_day)
        goal = planning.company_goal(stage, first_day)
    topics.say_what_we_speak_about(stage, first_day)
    truth, done = {}, 0.05
    for launch, share in zip(LAUNCHES, SHARES, strict=True):
        count, part = int(visitors * share), 0.9 * share
        truth[launch.slug] = _live(stage, launch, goal, count, _within(progress, done, part))
        done += part
    desk.lay_the_desk(stage)
    writing.write_on(stage)
    creative.make_things(stage)
    market.meet_the_market(stage)
    brand.write_the_book(stage)
    crisis.come_through_a_storm(stage)
    research.ask_people(stage)
    health.ask_how_we_stand(stage)
    ahead.look_ahead(stage)
    _quiet_old_notices()
    path = settings.HOME / "truth.json"
    path.write_text(json.dumps(truth, indent=1, ensure_ascii=False))
    progress("Ready", 1.0)
    return path


def _within(progress: Progress, start: float, part: float) -> Progress:
    return lambda words, share: progress(words, start + part * share)


def _found(today: date) -> Stage:
    people = {
        role: Person.objects.create_user(email, PASSWORD, name=zh, language="zh-hans")
        for role, _en, zh, email in CAST
    }
    lead = found_brand(
        people["lead"],
        name="岩雾 Rock Mist",
        language="zh-hans",
        currency="CNY",
        time_zone="Asia/Shanghai",
        calendar="CN",
        slug="yanwu",
    )
    cast = {"lead": lead}
    for role, person in people.items():
        if role != "lead":
            cast[role] = Member.objects.create(person=person, brand=lead.brand)
            cast[role].grants.create(role=role)
    # Roles are remembered by an instance once asked: start the play with fresh ones.
    fresh = Member.objects.select_related("person", "brand").in_bulk([m.pk for m in cast.values()])
    return Stage(lead.brand, {role: fresh[m.pk] for role, m in cast.items()}, today)


def _launch_day(launch: Launch, today: date) -> date:
    """The launch's first day, moved to a working day."""
    day, calendar = today + timedelta(days=launch.starts), china()
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _live(stage: Stage, launch: Launch, goal, visitors: int, progress: Progress) -> dict:
    """One launch from plan to where it is today; returns its truth."""
    launch_day = _launch_day(launch, stage.today)
    progress(f"{launch.en}: plan, playbook, briefs, assets, placements", 0.0)
    campaign = planning.plan_launch(stage, launch, launch_day, goal)
    run = working.begin(stage, campaign, launch_day)
    booked = placing.book(stage, launch, campaign, making.make_assets(stage, campaign, launch_day))
    targets.agree(stage, campaign, booked)
    guiding.lead_the_way(stage, campaign)
    now = timezone.now() - timedelta(minutes=2)
    world = World(placing.spots(launch, booked), zone="Asia/Shanghai", now=now)
    ledger = Ledger(campaign.starts_on, campaign.ends_on, "Asia/Shanghai")
    _send(stage, launch, booked, world.visitors(visitors), ledger, progress, visitors)
    progress(f"{launch.en}: flights, spend, tasks", 0.9)
    last_day = min(campaign.ends_on, stage.today - timedelta(days=1))
    placing.fly(stage, booked)
    reviewing.book_production(stage, campaign, campaign.starts_on - timedelta(days=5))
    spend = placing.import_spend(stage, launch, booked, world, last_day)
    spend |= placing.pay_invoices(stage, launch, booked, last_day)
    working.live_through(stage, run, campaign)
    working.answer_handoffs(stage, run)
    _end_flights(stage, campaign)
    if launch.is_finished:
        placing.settle(stage, booked, spend, campaign.ends_on + timedelta(days=12))
        reviewing.report_progress(stage, campaign)
        reviewing.close(stage, campaign)
    for code, minor in spend.items():
        ledger.truth.of(code).spend_minor = minor
    return {"campaign": campaign.pk, **ledger.truth.as_json()}


def _send(stage, launch, booked, visitors, ledger: Ledger, progress: Progress, count: int):
    landing = {p.link.code: p.link.destination_url for p in booked.values()}
    key = Source.objects.get(brand=stage.brand).write_key
    sent, expected = 0, count * MESSAGES_A_VISITOR
    stream = _stream(launch, booked, visitors, ledger, landing)
    with a_collector() as port:
        for number in send(port, key, stream):
            sent += number
            if sent % 5_000 < number:
                words = f"{launch.en}: {sent:,} events through the collector"
                progress(words, 0.1 + 0.75 * min(sent / expected, 1.0))
    progress(f"{launch.en}: loading and deriving {sent:,} events", 0.86)
    with closing(the_spool()) as spool:
        load_all(spool)
    derive_brand(stage.brand)


def _stream(launch, booked, visitors, ledger, landing) -> Iterator[dict]:
    """First somebody of the team tries every link; then the world comes. The ledger listens."""
    site = "https://rockmist.example/"
    for number, placement in enumerate(booked.values()):
        visit = Visit(placing.test_moment(placement), placement.link.code)
        if visit.at < timezone.now():
            tester = Visitor(number, (visit,), True, False)
            ledger.add(tester)
            yield from messages(tester, landing, site, name=f"{launch.slug}-tester")
    for visitor in visitors:
        ledger.add(visitor)
        yield from messages(visitor, landing, site, name=launch.slug)


def _end_flights(stage, campaign):
    """The clock ends what is over, a day after each last day."""
    ends = Placement.objects.filter(campaign=campaign, state="live").values_list(
        "ends_on", flat=True
    )
    for last_day in sorted(set(ends)):
        day = last_day + timedelta(days=1)
        if stage.has_come(day):
            with stage.at(day, 1) as moment:
                time_out_due(moment)


def _quiet_old_notices():
    """A first sign-in should not start with a year of unread notices, nor mail them."""
    old = timezone.now() - timedelta(days=3)
    Notice.objects.filter(created_at__lt=old).update(read_at=timezone.now())
    Notice.objects.filter(mailed_at=None).update(mailed_at=timezone.now())

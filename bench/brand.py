"""A brand with years behind it: placements and tasks by the ten thousand, most of them over."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from random import Random

from django.utils import timezone

from drumbeat.channels.models import Channel, Pin, Placement, SpendFact, SpendImport, TrackingLink
from drumbeat.content.models import Asset, Brief, Version
from drumbeat.insight.lake import derive_brand, lake_of
from drumbeat.knowledge.models import Evidence, Learning
from drumbeat.people.founding.actions import found_brand
from drumbeat.people.matrix import MODULES
from drumbeat.people.models import AuditEvent, Member, Person
from drumbeat.strategy.models import (
    Audience,
    BudgetLine,
    Campaign,
    Goal,
    KeyMessage,
    KeyResult,
    LedgerEntry,
    MessageHouse,
    Pillar,
    Plan,
)
from drumbeat.warehouse.events import Event, to_table
from drumbeat.work.files.models import StoredFile
from drumbeat.work.models import PlaybookVersion, Run, Task

A_CAMPAIGN, A_RUN, CAMPAIGNS_A_PLAN, CAMPAIGN_DAYS, SPEND_DAYS = 30, 100, 10, 28, 14
OPEN_CAMPAIGNS = 15
YUAN, SECOND = 100, 1_000_000
ALIVE = ("planned", "booked", "armed", "live", "live", "paused", "ended")
TASK_STATES = ("blocked", "ready", "ready", "doing", "submitted", "accepted", "accepted")


@dataclass(frozen=True)
class Years:
    """What the pages are about. campaign: the newest one, in its middle; run: its run."""

    lead: Member
    campaign: Campaign
    run: Run
    placement: Placement


def years(*, placements: int, tasks: int) -> Years:
    """Write the brand into the database and its visitors into the lake."""
    chance = Random(11)
    lead = _team()
    houses = _house(lead)
    plans = _plans(lead, placements // (A_CAMPAIGN * CAMPAIGNS_A_PLAN) + 1, houses)
    campaigns = _campaigns(lead, plans, placements // A_CAMPAIGN)
    versions = _content(lead, campaigns, houses)
    placed = _placements(lead, campaigns, versions, houses)
    _money(lead, placed)
    _learnings(lead, placed)
    runs = _runs(lead, campaigns, tasks)
    _visits(lead, placed, chance)
    return Years(lead, campaigns[-1], runs[len(campaigns) - 1], placed[-1])


def _team() -> Member:
    person = Person.objects.create_user("lead@bench.test", "correct horse battery", name="Lead Li")
    lead = found_brand(
        person, name="Bench", language="en", currency="CNY", time_zone="Asia/Shanghai",
        calendar="CN", slug="bench",
    )  # fmt: skip
    for role, number in zip(cycle(("brand", "cl", "cw", "cm", "an")), range(19), strict=False):
        other = Person.objects.create_user(f"{number}@bench.test", name=f"{role.upper()} {number}")
        Member.objects.create(person=other, brand=lead.brand).grants.create(role=role)
    return lead


def _all(model, lead, rows) -> list:
    made = [model(brand=lead.brand, owner=lead, **row) for row in rows]
    return model.objects.bulk_create(made, batch_size=2_000)


def _house(lead) -> tuple[list, list]:
    (house,) = _all(MessageHouse, lead, [{"title_en": "House", "umbrella_en": "Light"}])
    (pillar,) = _all(Pillar, lead, [{"title_en": "Pillar", "house": house}])
    messages = _all(KeyMessage, lead,
                    [{"title_en": f"Message {n}", "pillar": pillar} for n in range(20)])  # fmt: skip
    audiences = _all(Audience, lead,
                     [{"title_en": f"Audience {n}", "rule": "25–35"} for n in range(10)])  # fmt: skip
    return messages, audiences


def _plans(lead, number, houses) -> list[Plan]:
    today = timezone.localdate()
    dates = {"starts_on": today - timedelta(days=90), "ends_on": today + timedelta(days=90)}
    goals = _all(Goal, lead, [{"title_en": f"Goal {n}", **dates} for n in range(number)])
    _all(KeyResult, lead, [
        {"title_en": f"Orders {n}", "goal": goal, "metric": metric, "baseline": 0, "target": 900,
         "due_on": dates["ends_on"]}
        for goal in goals for n, metric in enumerate(("revenue", "outcomes", "cpa"))
    ])  # fmt: skip
    plans = _all(Plan, lead, [
        {"title_en": f"Plan {n}", "goal": goal, "currency": "CNY", "state": "active",
         "budget_minor": 900_000_00, "contribution_margin": "0.6"}
        for n, goal in enumerate(goals)
    ])  # fmt: skip
    _all(BudgetLine, lead, [
        {"title_en": f"Line {n}", "plan": plan, "planned_minor": 300_000_00}
        for plan in plans for n in range(3)
    ])  # fmt: skip
    messages, audiences = houses
    for plan in plans:
        plan.messages.set(messages[:4])
        plan.audiences.set(audiences[:4])
    return plans


def _campaigns(lead, plans, number) -> list[Campaign]:
    """The newest last; fifteen of them are running now, side by side."""
    began = timezone.localdate() - timedelta(days=CAMPAIGN_DAYS // 2)
    rows = []
    for n in range(number):
        plan = plans[n // CAMPAIGNS_A_PLAN]
        is_over = n < number - OPEN_CAMPAIGNS
        starts = began - timedelta(days=(number - n + CAMPAIGN_DAYS) * 3 if is_over else 0)
        rows.append({
            "title_en": f"Campaign {n}", "plan": plan, "goal": plan.goal, "slug": f"campaign-{n}",
            "starts_on": starts, "ends_on": starts + timedelta(days=CAMPAIGN_DAYS - 1),
            "landing_url": "https://shop.example/", "state": "closed" if is_over else "live",
        })  # fmt: skip
    return _all(Campaign, lead, rows)


def _content(lead, campaigns, houses) -> dict[str, list[Version]]:
    """Five assets a campaign, each with an approved version; versions by campaign."""
    messages, audiences = houses
    briefs = _all(Brief, lead, [
        {"title_en": f"Brief {n}", "plan": one.plan, "campaign": one, "state": "acknowledged"}
        for n, one in enumerate(campaigns)
    ])  # fmt: skip
    for relation, wanted in ((Brief.messages, messages), (Brief.audiences, audiences)):
        through, name = relation.through, wanted[0]._meta.model_name
        through.objects.bulk_create(
            [through(brief=brief, **{name: one}) for brief in briefs for one in wanted[:2]]
        )
    assets = _all(Asset, lead, [
        {"title_en": f"Asset {n} of {brief}", "brief": brief, "message": messages[n]}
        for brief in briefs for n in range(5)
    ])  # fmt: skip
    versions = _all(Version, lead, [
        {"asset": asset, "number": 1, "text": "Light", "sha256": "0" * 64, "state": "approved"}
        for asset in assets
    ])  # fmt: skip
    found: dict[str, list[Version]] = {}
    for version in versions:
        found.setdefault(version.asset.brief.campaign_id, []).append(version)
    return found


def _placements(lead, campaigns, versions, houses) -> list[Placement]:
    messages, audiences = houses
    channels = list(Channel.objects.of(lead.brand))
    lines: dict[str, list[BudgetLine]] = {}
    for line in BudgetLine.objects.of(lead.brand):
        lines.setdefault(line.plan_id, []).append(line)
    placed = _all(Placement, lead, [
        {
            "title_en": f"Placement {n} of {one}", "campaign": one, "starts_on": one.starts_on,
            "channel": channels[n % len(channels)], "ends_on": one.ends_on,
            "message": messages[n % 4], "audience": audiences[n % 4],
            "budget_line": lines[one.plan_id][n % 3], "planned_minor": (n + 1) * 1_000 * YUAN,
            "forecast_outcomes": 30, "forecast_revenue_minor": 9_000 * YUAN,
            "state": "reconciled" if one.state == "closed" else ALIVE[n % len(ALIVE)],
        }
        for one in campaigns for n in range(A_CAMPAIGN)
    ])  # fmt: skip
    Pin.objects.bulk_create(
        [Pin(placement=one, version=version, asset_id=version.asset_id, sha256="0" * 64)
         for n, one in enumerate(placed) for version in [versions[one.campaign_id][n % 5]]],
        batch_size=2_000,
    )  # fmt: skip
    codes = (f"B{n:06}" for n in count())
    _all(TrackingLink, lead, [
        {"placement": one, "code": code, "utm": {}, "destination_url": "https://shop.example/"}
        for one, code in zip(placed, codes, strict=False)
    ])  # fmt: skip
    return placed


def _money(lead, placed) -> None:
    """Two weeks of platform spend and an invoice for each placement that has run."""
    file = StoredFile.keep(lead, "spend.csv", b"day,spend", "text/csv")
    (source,) = _all(SpendImport, lead, [{"file": file, "platform": "baidu", "currency": "CNY"}])
    ran = [one for one in placed if one.state not in ("planned", "booked", "armed")]
    SpendFact.objects.bulk_create(
        [
            SpendFact(
                brand=lead.brand, source=source, platform="baidu", currency="CNY", campaign="c",
                date=one.starts_on + timedelta(days=day), entity=one.pk, label="c › e",
                placement=one, spend_minor=50 * YUAN,
            )
            for one in ran for day in range(SPEND_DAYS)
        ],
        batch_size=2_000,
    )  # fmt: skip
    _all(LedgerEntry, lead, [
        {"line": one.budget_line, "kind": kind, "amount_minor": one.planned_minor,
         "ref": f"placement:{one.pk}", "paper": "INV-1", "on": one.starts_on}
        for one in placed for kind in ("commitment", "cost")
    ])  # fmt: skip


def _learnings(lead, placed) -> None:
    until = timezone.localdate() + timedelta(days=365)
    learnings = _all(Learning, lead, [
        {"title_en": f"Learning {n}", "state": "published", "expires_on": until}
        for n in range(len(placed) // 100)
    ])  # fmt: skip
    _all(Evidence, lead, [
        {"learning": one, "ref": f"placement:{where.pk}"}
        for one, where in zip(learnings, placed[::-50], strict=False)
    ])  # fmt: skip


def _runs(lead, campaigns, tasks) -> list[Run]:
    """A run for each campaign, then runs without one, the newest first open."""
    version = PlaybookVersion.objects.get(playbook__key="launch", playbook__brand=lead.brand)
    number = max(tasks // A_RUN, len(campaigns))
    subjects = [f"campaign:{one.pk}" for one in campaigns]
    subjects += [""] * (number - len(campaigns))
    runs = _all(Run, lead, [
        {"title_en": f"Run {n}", "version": version, "subject": subject, "calendar": "CN",
         "anchor_at": timezone.now()}
        for n, subject in enumerate(subjects)
    ])  # fmt: skip
    open_runs = {run.pk for run in (*runs[len(campaigns) - OPEN_CAMPAIGNS : len(campaigns)],
                                    *runs[-OPEN_CAMPAIGNS:])}  # fmt: skip
    _tasks(lead, runs, open_runs)
    return runs


def _tasks(lead, runs, open_runs) -> None:
    members = list(Member.objects.filter(brand=lead.brand))
    modules, now = list(MODULES), timezone.now()
    made = [
        Task(
            brand=lead.brand, owner=members[n % len(members)],
            accountable=members[(n + 1) % len(members)], run=run,
            key=f"T{n:03}", title_en=f"Task {n} of {run}", module=modules[n % len(modules)],
            kind="gate" if n % 20 == 19 else "task", subject=run.subject, acceptance_en="It is there",
            start_at=now + timedelta(days=n - 60), due_at=now + timedelta(days=n - 50),
            baseline_due_at=now + timedelta(days=n - 50), deliverable_en="A page",
            state=TASK_STATES[n % len(TASK_STATES)] if run.pk in open_runs else "accepted",
            finished_at=None if run.pk in open_runs else now + timedelta(days=n - 49),
            gate_rule={"decides": "lead", "items": []} if n % 20 == 19 else {},
        )
        for run in runs for n in range(A_RUN)
    ]  # fmt: skip
    Task.objects.bulk_create(made, batch_size=1_000)
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                brand=lead.brand, by=task.owner, verb="accept", kind="task", object_id=task.pk,
                object_label=str(task), from_state="submitted", to_state="accepted",
            )
            for task in made
        ],
        batch_size=2_000,
    )  # fmt: skip


def _visits(lead, placed, chance) -> None:
    """Visitors through the codes of the running campaigns, one in ten of whom buys."""
    codes = list(TrackingLink.objects.filter(placement__campaign__state="live")
                 .values_list("code", "placement__starts_on"))  # fmt: skip
    events = []
    for number, (code, starts) in enumerate(islice(cycle(codes), 20_000)):
        day = starts + timedelta(days=chance.randrange(CAMPAIGN_DAYS // 2))
        came = datetime(day.year, day.month, day.day, 4, tzinfo=UTC).timestamp()
        events.append(_event(lead, number, came, type="page", name="Home", code=code))
        if number % 10 == 0:
            events.append(_event(
                lead, number, came + 300, type="track", name="Order Completed", currency="CNY",
                order_id=f"o{number}", value_minor=120 * YUAN,
            ))  # fmt: skip
    lake_of(lead.brand).append(to_table(events, "bench-1"), "bench-1")
    derive_brand(lead.brand)


def _event(lead, number, seconds, **fields) -> Event:
    ts = int(seconds * SECOND)
    return Event(
        brand=lead.brand.pk, source="web", message_id=f"m{number}-{fields['type']}", ts=ts,
        received=ts + SECOND, anonymous_id=f"v{number}", host="shop.example", path="/",
        consent="granted", **fields,
    )  # fmt: skip

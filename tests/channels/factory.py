"""Channels' named factories: a placement comes with everything it hangs on, by the real actions."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from drumbeat.channels.models import Channel, Placement
from drumbeat.channels.placements.actions import arm, book, go_live
from drumbeat.channels.placements.handshakes import shake
from drumbeat.channels.placements.pinning import pin
from drumbeat.content.assets.actions import add_version, make_asset
from drumbeat.content.assets.review import approve, send_to_review
from drumbeat.content.briefs.actions import confirm, restate, submit
from drumbeat.content.models import Asset, Brief
from drumbeat.strategy.campaigns.states import CAMPAIGN
from drumbeat.work.files.models import StoredFile
from tests.content.factory import answered
from tests.strategy.factory import a_campaign, a_proof, an_approved_plan
from tests.world import a_brand, a_member

_numbers = count(1)
INTENT = "City hikers should feel that the new shoe is half as heavy and grips all the same."


class Team(dict):
    """Members by role. What the first placements of a test hang on can be made beforehand."""

    def __init__(self, members):
        super().__init__(members)
        self.campaigns, self.briefs = [], []

    def prepare(self, placements):
        campaigns = [a_ready_campaign(self) for _one in range(placements)]
        self.briefs = [an_acknowledged_brief(self, each.plan) for each in campaigns]
        self.campaigns = campaigns


def a_team(lead=None):
    """One member a role beside the lead, of a brand of their own without one."""
    lead = lead or a_member(a_brand(), "lead", name="Lead Li")
    roles = ("brand", "cl", "cw", "cm", "pr", "an")
    return Team({"lead": lead} | {role: a_member(lead.brand, role) for role in roles})


def a_channel(owner, kind="search_paid", **fields):
    number = next(_numbers)
    values = {
        "title_en": f"Search {number}",
        "key": f"search-{number}",
        "peso": "paid",
        "utm_source": "baidu",
        "utm_medium": "cpc",
    } | fields
    return Channel.objects.create(brand=owner.brand, owner=owner, kind=kind, **values)


def a_ready_campaign(team, **fields):
    """A campaign of an approved plan, made ready, whose message is proven."""
    if team.campaigns and not fields:
        return team.campaigns.pop()
    lead = team["lead"]
    plan = an_approved_plan(lead)
    a_proof(plan.messages.get(), evidence_url="https://example.test/proof.pdf")
    today = timezone.localdate()
    values = {"starts_on": today, "ends_on": today + timedelta(days=30)} | fields
    return CAMPAIGN.take(a_campaign(lead, plan=plan, **values), "prepare", lead)


def an_acknowledged_brief(team, plan):
    for brief in team.briefs:
        if brief.plan == plan:
            team.briefs.remove(brief)
            return brief
    values = {
        "objective": "Trial",
        "insight": "Feet hurt because shoes are heavy, so go light",
        "proposition": "Half the weight",
        "formats": "search ad",
        "success_metric": "orders",
        "due_on": timezone.localdate(),
    }
    brief = Brief.objects.create(
        brand=plan.brand, owner=team["brand"], plan=plan, title_en="Search ads", **values
    )
    brief.audiences.add(*plan.audiences.all())
    brief.messages.add(plan.messages.get())
    submit(answered(brief), by=team["brand"])
    restate(brief, by=team["cl"], restated_intent=INTENT)
    confirm(brief, by=team["brand"])
    return brief


def an_approved_version(team, plan, *, brief=None, data=b"A key visual", **fields):
    """A file version, so that a test can flip its bytes on the disk."""
    writer = team["cw"]
    brief = brief or an_acknowledged_brief(team, plan)
    values = {"title_en": "Key visual", "message": plan.messages.get(), "kind": "kv"} | fields
    asset = make_asset(Asset(brand=plan.brand, owner=writer, brief=brief, **values), by=writer)
    unique = data + str(next(_numbers)).encode()
    file = StoredFile.keep(writer, "visual.png", unique, "image/png")
    version = add_version(asset, by=writer, file=file)
    send_to_review(version, by=writer)
    approve(version, by=team["cl"])
    return version


def a_placement(team, *, campaign=None, version=None, channel=None, **fields):
    """Planned and complete, with one approved version pinned; nobody has agreed on it yet."""
    owner = team["cm"]
    campaign = campaign or a_ready_campaign(team)
    plan = campaign.plan
    today = timezone.localdate()
    values = {
        "title_en": f"Search ad {next(_numbers)}",
        "starts_on": today,
        "ends_on": today + timedelta(days=9),
        "message": plan.messages.get(),
        "audience": plan.audiences.first(),
        "budget_line": plan.lines.first(),
        "planned_minor": 100_000_00,
        "disclosure": "广告",
    } | fields
    placement = Placement.objects.create(
        brand=owner.brand,
        owner=owner,
        campaign=campaign,
        channel=channel or a_channel(owner),
        **values,
    )
    pin(placement, [version or an_approved_version(team, plan)])
    return placement


def an_agreed_placement(team, **fields):
    placement = a_placement(team, **fields)
    shake(placement, by=team["cw"], side="content")
    shake(placement, by=team["cm"], side="channels")
    return placement


def a_booked_placement(team, **fields):
    return book(an_agreed_placement(team, **fields), by=team["cm"])


def through_its_link(placement, at=None):
    """Somebody came through its link."""
    placement.link.seen_at = at or timezone.now()
    placement.link.save()
    return placement


def an_armed_placement(team, **fields):
    placement = through_its_link(a_booked_placement(team, **fields))
    arm(placement, by=team["cm"])
    return placement


def a_live_placement(team, **fields):
    return go_live(an_armed_placement(team, **fields))

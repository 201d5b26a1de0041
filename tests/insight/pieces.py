"""Pieces of content that are out, and what became of them."""

from drumbeat.channels.models import Pin
from drumbeat.content.models import Asset, Brief, Version
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


def posts_on_a_feed(member):
    """Six posts on one feed: n is met n × 10 times on day n; the best sells twice and was paid."""
    an_order_rule(member)
    plan, campaign = a_plan(member), a_campaign(member, days=20)
    feed = a_channel(member, kind="social_organic", peso="owned")
    posts = {}
    events = []
    for n in range(1, 7):
        version = a_piece(member, f"Post {n}", plan=plan)
        posts[n] = placed(member, version, code=f"C00000{n}", campaign=campaign, channel=feed)
        events += [
            a_visit(days_before(n, minute), f"{n}-{minute}", code=f"C00000{n}")
            for minute in range(n * 10)
        ]
    events += [
        a_purchase(days_before(6, 100), 30_000, "A-1", "6-1"),
        a_purchase(days_before(6, 101), 10_000, "A-2", "6-2"),
    ]
    happened(member.brand, *events)
    fact = some_spend(member, 5_000, on=days_before(6).date(), placement=posts[6])
    type(fact).objects.filter(pk=fact.pk).update(impressions=4_000, clicks=100)
    return {"posts": posts, "member": member, "campaign": campaign}

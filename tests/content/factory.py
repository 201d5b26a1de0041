"""A brief with all it hangs on, and assets made for it, through the real actions."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from drumbeat.content.assets.actions import add_version, make_asset
from drumbeat.content.assets.review import approve, send_to_review
from drumbeat.content.briefs.actions import confirm, restate, submit
from drumbeat.content.briefs.parts import answer_tried
from drumbeat.content.briefs.tried import tried_before
from drumbeat.content.models import Asset, Brief, GuidancePath, PathStep
from drumbeat.content.paths.actions import add_step
from drumbeat.strategy.models import (
    Audience,
    Campaign,
    Goal,
    KeyMessage,
    MessageHouse,
    Pillar,
    Plan,
)
from tests.media import a_pdf, a_picture
from tests.world import TODAY, a_member

RESTATED = "Show tired commuters that one cup keeps the evening theirs, proven by the lab test."
PNG = a_picture()
PDF = a_pdf()


class Team:
    """Three members of one brand: who orders, who makes, who leads the making."""

    def __init__(self, brand):
        self.brand = brand
        self.strategist = a_member(brand, "brand", name="Shen Strategist")
        self.content_lead = a_member(brand, "cl", name="Chen Content")
        self.writer = a_member(brand, "cw", name="Wen Writer")


def a_plan(owner, *, state="approved", title="Autumn launch", **fields):
    """A plan with one audience and one message of its own."""
    start = {"brand": owner.brand, "owner": owner}
    goal = Goal.objects.create(**start, title_en="Revenue", starts_on=TODAY, ends_on=TODAY)
    house = MessageHouse.objects.create(**start, title_en="House", umbrella_en="Yours again")
    pillar = Pillar.objects.create(**start, title_en="Calm", house=house)
    plan = Plan.objects.create(
        **start, title_en=title, goal=goal, currency="CNY", state=state, **fields
    )
    plan.audiences.add(Audience.objects.create(**start, title_en="Commuters", rule="25–40"))
    plan.messages.add(
        KeyMessage.objects.create(
            **start, title_en="The evening is yours again", title_zh="夜晚重新属于你", pillar=pillar
        )
    )
    return plan


def a_brief(owner, *, plan=None, is_ready=True, **fields):
    """A draft; ready to be submitted unless said otherwise."""
    plan = plan or a_plan(owner)
    values = {"title_en": "Launch posts", "title_zh": "上市帖子"}
    if is_ready:
        values |= {
            "objective": "Make 25–40 year old commuters try the tea in its first four weeks.",
            "insight": "They reach for coffee because they fear the slump, so give them calm.",
            "proposition": "One cup, and the evening is yours again.",
            "formats": "2 posts, 1 key visual",
            "success_metric": "Trial orders",
            "due_on": TODAY + timedelta(days=14),
        }
    brief = Brief.objects.create(brand=owner.brand, owner=owner, plan=plan, **(values | fields))
    if is_ready:
        brief.audiences.set(plan.audiences.all())
        brief.messages.set(plan.messages.all())
    return brief


def answered(brief):
    """The brief, with an answer to everything like it that was delivered before."""
    for one in tried_before(brief):
        answer_tried(brief, one.earlier, by=brief.owner, answer="used", why="Same tone")
    return brief


def a_submitted_brief(team, **fields):
    return submit(answered(a_brief(team.strategist, **fields)), by=team.strategist)


def an_acknowledged_brief(team, **fields):
    brief = a_submitted_brief(team, **fields)
    restate(brief, by=team.content_lead, restated_intent=RESTATED)
    confirm(brief, by=team.strategist)
    return brief


def an_asset(team, *, brief=None, by=None, **fields):
    brief = brief or an_acknowledged_brief(team)
    by = by or team.writer
    values = {"title_en": "Evening post", "kind": "post", "message": brief.messages.first()}
    return make_asset(Asset(brand=team.brand, owner=by, brief=brief, **(values | fields)), by=by)


def a_draft(team, *, asset=None, text="Tea for the evening.", **kwargs):
    asset = asset or an_asset(team)
    said = {"alt_en": "A cup of tea", "alt_zh": "一杯茶"}
    return add_version(asset, by=asset.owner, text=text, **said | kwargs)


def a_version_in_review(team, **kwargs):
    version = a_draft(team, **kwargs)
    return send_to_review(version, by=version.owner)


def an_approved_version(team, **kwargs):
    version = a_version_in_review(team, **kwargs)
    approve(version, by=team.content_lead)
    return version


def an_upload(name="poster.png", data=PNG, media_type="image/png"):
    return SimpleUploadedFile(name, data, media_type)


def a_campaign(owner):
    plan = a_plan(owner)
    return Campaign.objects.create(
        brand=owner.brand,
        owner=owner,
        plan=plan,
        goal=plan.goal,
        title_en="Autumn launch",
        slug=plan.pk[-12:].lower(),
        starts_on=TODAY,
        ends_on=TODAY,
        landing_url="https://example.test/",
    )


STEPS = ("Advertisement", "Landing page", "Order")


def a_path(owner, *, steps=STEPS, campaign=None, **fields):
    """A path that could be put in force."""
    values = {"title_en": "Ad to order", "title_zh": "从广告到下单"} | fields
    path = GuidancePath.objects.create(
        brand=owner.brand, owner=owner, campaign=campaign or a_campaign(owner), **values
    )
    for name in steps:
        a_step(path, name)
    return path


def a_step(path, title, **fields):
    values = {
        "title_en": title,
        "counts_as": "event",
        "counted": title,
        "promise": "A cup in eight hours",
        "call_to_action": "Go on",
        "target_rate": Decimal("0.3"),
    } | fields
    step = PathStep(brand=path.brand, owner=path.owner, path=path, **values)
    return add_step(step, by=path.owner)

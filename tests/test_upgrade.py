"""A team that has used the product since its first versions loses nothing on the way to this one."""

import pytest

pytestmark = pytest.mark.slow

# What it made in each of them, version after version, up to the one of today.
GROWN = """
from datetime import date
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

def in_the_version(**reached):
    for room, number in reached.items():
        call_command("migrate", room, number, verbosity=0)
    loader = MigrationExecutor(connection).loader
    return loader.project_state(list(loader.applied_migrations)).apps.get_model

def of_the_team(model):
    member = model("people", "Member").objects.get()
    return {"brand": member.brand, "owner": member}

def briefs_without_types():
    model = in_the_version(content="0007", strategy="0013")
    brand = model("people", "Brand").objects.create(slug="b", name="B")
    person = model("people", "Person").objects.create(email="a@b.example", name="A")
    model("people", "Member").objects.create(brand=brand, person=person)
    mine = of_the_team(model)
    goal = model("strategy", "Goal").objects.create(title_en="G", **DAYS, **mine)
    plan = model("strategy", "Plan").objects.create(title_en="P", goal=goal, currency="CNY", **mine)
    campaign = model("strategy", "Campaign").objects.create(
        title_en="C", plan=plan, goal=goal, slug="c", landing_url="https://c.example/", **DAYS, **mine)
    briefs = model("content", "Brief").objects
    briefs.create(title_en="Launch", plan=plan, campaign=campaign, state="submitted", **mine)
    briefs.create(title_en="Poster", plan=plan, objective="Tea", **mine)

def channels_named_in_words():
    model = in_the_version(content="0018", channels="0004")
    mine = of_the_team(model)
    briefs, plan = model("content", "Brief").objects, model("strategy", "Plan").objects.get()
    briefs.create(title_en="Film", runs_on="抖音、Newsletter；电梯", plan=plan, **mine)
    briefs.create(title_en="Print", runs_on="newsletters", plan=plan, **mine)
    channels = model("channels", "Channel").objects
    channels.create(key="douyin", title_zh="抖音", **BY_MAIL, **mine)
    channels.create(key="newsletter", title_en="newsletter", **BY_MAIL, **mine)

def pins_of_versions():
    model = in_the_version(content="0020", channels="0005")
    mine = of_the_team(model)
    placement = model("channels", "Placement").objects.create(
        title_en="Feed", campaign=model("strategy", "Campaign").objects.get(),
        channel=model("channels", "Channel").objects.get(key="newsletter"), **DAYS, **mine)
    house = model("strategy", "MessageHouse").objects.create(title_en="H", umbrella_en="U", **mine)
    pillar = model("strategy", "Pillar").objects.create(title_en="L", house=house, **mine)
    message = model("strategy", "KeyMessage").objects.create(title_en="M", pillar=pillar, **mine)
    for name in ("Poster", "Film"):
        asset = model("content", "Asset").objects.create(
            title_en=name, brief=model("content", "Brief").objects.get(title_en="Poster"),
            kind="kv", message=message, **mine)
        for number in (1, 2):
            version = model("content", "Version").objects.create(
                asset=asset, number=number, text="x", sha256=f"{name}{number}", change_note="x",
                **mine)
            model("channels", "Pin").objects.create(
                placement=placement, version=version, sha256=version.sha256)

DAYS = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}
BY_MAIL = {"kind": "email", "peso": "owned", "utm_source": "a", "utm_medium": "email"}
briefs_without_types()
channels_named_in_words()
pins_of_versions()
call_command("migrate", verbosity=0)

from drumbeat.channels.models import Pin
from drumbeat.content.models import Brief
answer = {
    "briefs": {
        one.title_en: [one.kind, one.state, one.runs_on, sorted(c.key for c in one.channels.all())]
        for one in Brief.objects.all()
    },
    "pins": {pin.sha256: pin.asset.title_en for pin in Pin.objects.all()},
}
"""


def test_what_a_team_made_in_every_version_is_there_in_this_one(installation):
    now = installation.ask(GROWN)

    # A brief of a campaign is one for a campaign, and others are for single pieces.
    assert now["briefs"]["Launch"][:2] == ["campaign", "submitted"]
    assert now["briefs"]["Poster"][:2] == ["piece", "draft"]
    # Words that are a channel's name are that channel too, and stay.
    assert now["briefs"]["Film"][2:] == ["抖音、Newsletter；电梯", ["douyin", "newsletter"]]
    assert now["briefs"]["Print"][2:] == ["newsletters", []]
    # A pin says which asset its version is of.
    assert now["pins"] == {
        "Film1": "Film",
        "Film2": "Film",
        "Poster1": "Poster",
        "Poster2": "Poster",
    }

"""A team that has used the product since its first versions loses nothing on the way to this one."""

import pytest

from tests.installation import Installation

pytestmark = pytest.mark.slow

# What it made in some of them, version after version, up to the one of today.
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


# Columns stand in another order; what they are must be the same.
LAID_OUT = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
with connection.cursor() as cursor:
    asked = connection.introspection
    tables = asked.table_names(cursor)
    layout = {
        "columns": {t: sorted(map(repr, asked.get_table_description(cursor, t))) for t in tables},
        "rules": {
            t: sorted(map(repr, asked.get_constraints(cursor, t).values())) for t in tables
        },
        "history": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
    }
    if connection.vendor == "postgresql":
        cursor.execute("SELECT relname, reloptions::text FROM pg_class WHERE reloptions IS NOT NULL")
        layout["storage"] = sorted(map(list, cursor.fetchall()))
"""

# Its rows, of which the product has none, are numbered by another whole number where Django migrates.
DJANGOS_OWN = {"auth_group_permissions"}

NEW = """
from drumbeat.config.commands.prepare import prepare
prepare()
"""


@pytest.fixture(scope="module")
def two(two_databases, tmp_path_factory):
    """An installation for a team of long ago, and one for a new team."""
    return [
        Installation(tmp_path_factory.mktemp(name), DRUMBEAT_DATABASE_URL=url)
        for name, url in zip(("old", "new"), two_databases, strict=True)
    ]


@pytest.fixture(scope="module")
def grown(two):
    return two[0].ask(f"{GROWN}{LAID_OUT}answer |= layout")


def test_what_a_team_made_in_earlier_versions_is_there_in_this_one(grown):
    # A brief of a campaign is one for a campaign, and others are for single pieces.
    assert grown["briefs"]["Launch"][:2] == ["campaign", "submitted"]
    assert grown["briefs"]["Poster"][:2] == ["piece", "draft"]
    # Words that are a channel's name are that channel too, and stay.
    assert grown["briefs"]["Film"][2:] == ["抖音、Newsletter；电梯", ["douyin", "newsletter"]]
    assert grown["briefs"]["Print"][2:] == ["newsletters", []]
    # A pin says which asset its version is of.
    assert grown["pins"] == {
        "Film1": "Film",
        "Film2": "Film",
        "Poster1": "Poster",
        "Poster2": "Poster",
    }


def test_a_new_database_is_laid_out_as_the_whole_history_leads_to(two, grown):
    new = two[1].ask(f"{NEW}{LAID_OUT}answer = layout")
    assert len(new["columns"]) > 100
    for what in new.keys() - {"columns", "rules"}:
        assert new[what] == grown[what]
    for what in ("columns", "rules"):
        assert _differing(new[what], grown[what]) <= DJANGOS_OWN


def _differing(one, other):
    return {table for table in one.keys() | other.keys() if one.get(table) != other.get(table)}

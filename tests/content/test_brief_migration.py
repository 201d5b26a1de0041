"""Briefs of the version before have a type after it, and lose nothing."""

import pytest

pytestmark = pytest.mark.slow

BEFORE = """
from datetime import date
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
call_command("migrate", "content", "0007", verbosity=0)
call_command("migrate", "strategy", verbosity=0)
apps = MigrationExecutor(connection).loader.project_state([("content", "0007_library")]).apps
model = apps.get_model
brand = model("people", "Brand").objects.create(slug="b", name="B")
person = model("people", "Person").objects.create(email="a@b.example", name="A")
member = model("people", "Member").objects.create(brand=brand, person=person)
mine = {"brand": brand, "owner": member}
days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}
goal = model("strategy", "Goal").objects.create(title_en="G", **days, **mine)
plan = model("strategy", "Plan").objects.create(title_en="P", goal=goal, currency="CNY", **mine)
campaign = model("strategy", "Campaign").objects.create(
    title_en="C", plan=plan, goal=goal, slug="c", landing_url="https://c.example/", **days, **mine)
briefs = model("content", "Brief").objects
briefs.create(title_en="Launch", plan=plan, campaign=campaign, state="submitted", **mine)
briefs.create(title_en="Poster", plan=plan, objective="Tea", **mine)
answer = True
"""

NOW = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from drumbeat.content.models import Brief
answer = list(Brief.objects.order_by("title_en").values_list("title_en", "kind", "state"))
"""


def test_a_brief_of_a_campaign_becomes_a_campaign_brief_and_others_single_pieces(installation):
    installation.ask(BEFORE)

    assert installation.ask(NOW) == [
        ["Launch", "campaign", "submitted"],
        ["Poster", "piece", "draft"],
    ]

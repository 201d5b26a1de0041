"""Pins of the version before know their asset after it."""

import pytest

from tests.content.test_brief_migration import BEFORE as BRIEFS

pytestmark = pytest.mark.slow

BEFORE = (
    BRIEFS.replace('"content", "0007"', '"content", "0020"')
    .replace("0007_library", "0020_own_brief_types")
    .replace('[("content", ', '[("channels", "0005_briefs_name_channels"), ("content", ')
    .replace(
        'call_command("migrate", "strategy"',
        'call_command("migrate", "channels", "0005", verbosity=0)\ncall_command("migrate", "strategy"',
    )
    .replace(
        "answer = True",
        """
utm = {"utm_source": "a", "utm_medium": "email"}
channel = model("channels", "Channel").objects.create(
    key="feed", kind="email", peso="owned", title_en="Feed", **utm, **mine)
placement = model("channels", "Placement").objects.create(
    title_en="Feed", campaign=campaign, channel=channel, **days, **mine)
house = model("strategy", "MessageHouse").objects.create(title_en="H", umbrella_en="U", **mine)
pillar = model("strategy", "Pillar").objects.create(title_en="L", house=house, **mine)
message = model("strategy", "KeyMessage").objects.create(title_en="M", pillar=pillar, **mine)
for name in ("Poster", "Film"):
    asset = model("content", "Asset").objects.create(
        title_en=name, brief=briefs.get(title_en="Poster"), kind="kv", message=message,
        **mine)
    for number in (1, 2):
        version = model("content", "Version").objects.create(
            asset=asset, number=number, text="x", sha256=f"{name}{number}", change_note="x", **mine)
        model("channels", "Pin").objects.create(
            placement=placement, version=version, sha256=version.sha256)
answer = True
""",
    )
)

NOW = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from drumbeat.channels.models import Pin
answer = [[pin.sha256, pin.asset.title_en] for pin in Pin.objects.order_by("sha256")]
"""


def test_every_pin_says_which_asset_its_version_is_of(installation):
    installation.ask(BEFORE)

    assert installation.ask(NOW) == [
        ["Film1", "Film"],
        ["Film2", "Film"],
        ["Poster1", "Poster"],
        ["Poster2", "Poster"],
    ]

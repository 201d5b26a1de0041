"""Briefs of the version before name the channels that their words were the names of."""

import pytest

from tests.content.test_brief_migration import BEFORE as BRIEFS

pytestmark = pytest.mark.slow

BEFORE = (
    BRIEFS.replace('"content", "0007"', '"content", "0018"')
    .replace("0007_library", "0018_topics_from_signals")
    .replace('[("content", ', '[("channels", "0004_specs"), ("content", ')
    .replace(
        'call_command("migrate", "strategy"',
        'call_command("migrate", "channels", "0004", verbosity=0)\ncall_command("migrate", "strategy"',
    )
    .replace(
        'briefs.create(title_en="Launch"',
        'briefs.create(runs_on="抖音、Newsletter；电梯", title_en="Launch"',
    )
    .replace(
        'briefs.create(title_en="Poster"', 'briefs.create(runs_on="newsletters", title_en="Poster"'
    )
    .replace(
        "answer = True",
        """
channels = model("channels", "Channel").objects
same = {"kind": "email", "peso": "owned", "utm_source": "a", "utm_medium": "email"}
channels.create(key="douyin", title_zh="抖音", **same, **mine)
channels.create(key="newsletter", title_en="newsletter", **same, **mine)
answer = True
""",
    )
)

NOW = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from drumbeat.content.models import Brief
answer = [[brief.title_en, brief.runs_on, sorted(one.key for one in brief.channels.all())]
          for brief in Brief.objects.order_by("title_en")]
"""


def test_words_that_are_a_channels_name_become_that_channel_and_stay(installation):
    installation.ask(BEFORE)

    assert installation.ask(NOW) == [
        ["Launch", "抖音、Newsletter；电梯", ["douyin", "newsletter"]],
        ["Poster", "newsletters", []],
    ]

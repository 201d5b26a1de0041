"""I-05 as a property: whatever people, the clock and bad luck do, and in whatever order, nothing
is live without an acknowledged brief, the approved bytes as pinned, and a green pre-flight."""

import hashlib

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drumbeat.channels.models import Placement
from drumbeat.channels.placements.actions import arm, book, cancel, go_live
from drumbeat.channels.placements.clock import go_live_due
from drumbeat.channels.placements.handshakes import shake
from drumbeat.channels.placements.pinning import pin
from drumbeat.channels.placements.preflight import preflight
from drumbeat.channels.placements.states import PLACEMENT
from drumbeat.content.assets.review import retire
from drumbeat.content.models import Confirmation, Finding
from drumbeat.people.errors import DomainError
from drumbeat.strategy.models import Freeze, ProofPoint
from tests.channels.factory import a_placement, an_approved_version, through_its_link

pytestmark = pytest.mark.django_db


class World:
    """One placement, the team around it, and everything that can happen to it."""

    def __init__(self, team):
        self.team = team
        self.placement = a_placement(team)
        self.other = an_approved_version(team, self.placement.campaign.plan)
        self.pinned = self.placement.pins.get().version

    def fresh(self):
        return Placement.objects.get(pk=self.placement.pk)

    def take(self, verb, **reason):
        PLACEMENT.take(self.fresh(), verb, self.team["cm"], **reason)

    # What people do.
    def content_agrees(self):
        shake(self.fresh(), by=self.team["cw"], side="content")

    def channels_agree(self):
        shake(self.fresh(), by=self.team["cm"], side="channels")

    def book(self):
        book(self.fresh(), by=self.team["cm"])

    def test_the_link(self):
        placement = self.fresh()
        if hasattr(placement, "link"):
            through_its_link(placement)

    def arm(self):
        arm(self.fresh(), by=self.team["cm"])

    def disarm(self):
        self.take("disarm", reason="wait")

    def go_live(self):
        go_live(self.fresh(), by=self.team["cm"])

    def clock_strikes(self):
        go_live_due(timezone.now())

    def pause(self):
        self.take("pause", reason="too dear")

    def resume(self):
        self.take("resume", reason="mended")

    def cancel(self):
        cancel(self.fresh(), by=self.team["cm"], reason="no")

    def pin_something_else(self):
        pin(self.fresh(), [self.other])

    # What goes wrong.
    def version_is_retired(self):
        retire(self.pinned, by=self.team["cl"], reason="wrong price")

    def a_byte_flips(self):
        stored = self.pinned.file
        with open(stored.content.path, "r+b") as bytes_on_disk:
            bytes_on_disk.write(b"X")

    def restore_the_bytes(self):
        with open(self.pinned.file.content.path, "wb") as bytes_on_disk:
            bytes_on_disk.write(self.bytes)

    def brief_was_never_confirmed(self):
        Confirmation.objects.all().delete()

    def a_finding_opens(self):
        Finding.objects.create(
            brand=self.placement.brand,
            owner=self.team["lead"],
            version=self.pinned,
            severity="block",
            note="forbidden word",
        )

    def a_proof_expires(self):
        ProofPoint.objects.update(valid_until=self.placement.starts_on)

    def campaign_freezes(self):
        Freeze.objects.get_or_create(
            campaign=self.placement.campaign,
            lifted_at=None,
            brand=self.placement.brand,
            defaults={"owner": self.team["lead"], "reason": "recall"},
        )


WAY = ["content_agrees", "channels_agree", "book", "test_the_link", "arm"]
GOOD = [*WAY, "go_live", "clock_strikes", "pause", "resume", "disarm", "cancel"]
BAD = [
    "pin_something_else",
    "version_is_retired",
    "a_byte_flips",
    "brief_was_never_confirmed",
    "a_finding_opens",
    "a_proof_expires",
    "campaign_freezes",
]


def approved_bytes_are_what_is_pinned(placement):
    """Asked without the code under test: read the disk, compare with approval and pin."""
    for pinned in placement.pins.select_related("version__file"):
        on_disk = hashlib.sha256(pinned.version.file.read()).hexdigest()
        approved = set(pinned.version.approvals.values_list("sha256", flat=True))
        yield on_disk == pinned.sha256 and on_disk in approved
        yield pinned.version.state == "published"


def brief_is_acknowledged(placement):
    briefs = {pin.version.asset.brief for pin in placement.pins.all()}
    return bool(briefs) and all(brief.is_acknowledged for brief in briefs)


def play(world, happenings):
    """Let it all happen; after each step that made it live, look whether it may be."""
    reached = False
    for name in happenings:
        before = world.fresh().state
        try:
            getattr(world, name)()
        except DomainError:
            continue
        now = world.fresh()
        if now.state == "live" and before != "live":
            reached = True
            assert brief_is_acknowledged(now)
            assert all(approved_bytes_are_what_is_pinned(now))
            assert {light.state for light in preflight(now)} == {"ok"}
    return reached


@pytest.fixture
def world(team):
    made = World(team)
    made.bytes = made.pinned.file.read()
    return made


def test_i_05_the_straight_way_leads_there(world):
    assert play(world, [*WAY, "go_live"])


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@example(way=4, broken="a_byte_flips", rest=["arm", "go_live"])
@example(way=5, broken="a_byte_flips", rest=["clock_strikes", "go_live"])
@example(way=5, broken="pin_something_else", rest=["go_live", "disarm", "arm"])
@given(
    way=st.integers(0, 5),
    broken=st.sampled_from([*BAD, *GOOD]),
    rest=st.lists(st.sampled_from([*GOOD, *BAD]), max_size=8),
)
def test_i_05_no_other_way_leads_to_live(world, way, broken, rest):
    with transaction.atomic():
        try:
            play(world, [*WAY[:way], broken, *rest])
        finally:
            world.restore_the_bytes()
            transaction.set_rollback(True)

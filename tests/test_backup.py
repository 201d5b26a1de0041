"""A backup of an installation that is being used is one moment of it, whole."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from drumbeat.warehouse.lake import Lake
from tests.at_work import Visitors, somebody_books, wait_until
from tests.installation import Installation
from tests.postgres import a_cluster, programs

pytestmark = pytest.mark.slow

# The real command, as it goes where there is much to copy: what is copied, is copied later.
BACKUP_THAT_TAKES_ITS_TIME = """
import time
from contextlib import contextmanager
from drumbeat.config.commands import backup
from drumbeat.config.commands.cut import a_cut
@contextmanager
def much_to_copy():
    with a_cut() as cut:
        time.sleep(3)
        yield cut
backup.a_cut = much_to_copy
backup.write({target!r})
answer = True
"""

SOURCE = """
from drumbeat.insight.models import Source
source = Source.objects.get()
answer = {"key": source.write_key, "brand": source.brand_id}
"""

# What both installations say about everything until yesterday, and how their stores hang together.
FACTS = """
from dataclasses import asdict
from datetime import timedelta
import duckdb
from django.utils import timezone
from drumbeat.channels.models import Placement, TrackingLink
from drumbeat.insight.lake import lake_of
from drumbeat.insight.results.ground import CUTS
from drumbeat.insight.results.scoreboard import scoreboard
from drumbeat.people.models import Brand
from drumbeat.strategy.models import Campaign
from drumbeat.thread.walk import lineage
from drumbeat.warehouse.questions import Period
brand = Brand.objects.get()
lake = lake_of(brand)
yesterday = timezone.now().date() - timedelta(days=2)
boards, threads = {}, {}
for campaign in Campaign.objects.order_by("pk"):
    period = Period(campaign.starts_on, min(campaign.ends_on, yesterday), brand.time_zone)
    for model in ("last_non_direct", "linear"):
        for by in CUTS:
            board = scoreboard(campaign, by=by, model=model, period=period)
            rows = [*board.rows, *board.rests, board.total, board.everything]
            # Placements of today have no results until yesterday; only the plan side counts them.
            told = [asdict(row) for row in rows if row.touches or row.outcomes or row.spend_minor]
            for row in told:
                # Parts of an order are added up in whatever order the files are read.
                row["outcomes"] = round(row["outcomes"], 6)
                for name in ("obj", "planned_minor", "expected_outcomes", "expected_revenue_minor"):
                    del row[name]
            boards[f"{campaign.slug}/{by}/{model}"] = told
    threads[campaign.slug] = {
        kind: sorted(one.pk for one in found if one.created_at.date() <= yesterday)
        for kind, found in lineage(campaign).objects.items()
    }
manifest = lake.manifest()
files = lake.derived_files("touches", manifest.tables["touches"])
touches = duckdb.sql(f"select code, count(*) from read_parquet({files}) group by 1").fetchall()
answer = {
    "boards": boards,
    "threads": threads,
    "touches": {code: number for code, number in touches if code},
    "codes": list(TrackingLink.objects.values_list("code", flat=True)),
}
"""


@pytest.fixture(scope="module")
def homes(two_databases, tmp_path_factory):
    """An installation with two launches in it, and the place for another one."""
    here, elsewhere = (
        Installation(tmp_path_factory.mktemp(name), DRUMBEAT_DATABASE_URL=url)
        for name, url in zip(("here", "elsewhere"), two_databases, strict=True)
    )
    here.drumbeat("demo", "--visitors", 800, "--build-only")
    return here, elsewhere


@pytest.fixture(scope="module")
def moved(homes, tmp_path_factory):
    """Backed up in the middle of a working day, restored elsewhere and served there."""
    here, elsewhere = homes
    archive = tmp_path_factory.mktemp("archive") / "backup.tar.gz"
    here.source = here.ask(SOURCE)
    with here.serving() as served, somebody_books(here) as codes:
        visitors = visit(here, served.port, codes)
        wait_until(lambda: len(ids_in(here)) > 200)
        promised = list(visitors.acknowledged)
        here.ask(BACKUP_THAT_TAKES_ITS_TIME.format(target=str(archive)))
        # Long enough for what came after the moment of the backup to reach the lake.
        visitors.leave()
        wait_until(lambda: set(visitors.acknowledged) <= ids_in(here).keys())
    told_here = here.ask(FACTS)
    elsewhere.drumbeat("restore", archive)
    elsewhere.source = here.source
    with elsewhere.serving() as served:
        wait_until(lambda: "0 events wait" in elsewhere.drumbeat("doctor").stdout)
        arrived = ids_in(elsewhere)
        # Life goes on there.
        later = visit(elsewhere, served.port, codes[:1])
        wait_until(lambda: len(later.acknowledged) > 1_000)
        later.leave()
        wait_until(lambda: "0 events wait" in elsewhere.drumbeat("doctor").stdout)
    told_there = elsewhere.ask(FACTS)
    return Moved(
        archive, visitors, promised, arrived, later, ids_in(elsewhere), told_here, told_there
    )


@dataclass(frozen=True)
class Moved:
    """promised: acknowledged before the backup began. arrived: rows by message id after the
    restore; in_the_end: after more has come in. told_…: FACTS of both installations.
    """

    archive: Path
    visitors: Visitors
    promised: list[str]
    arrived: dict[str, list[str]]
    later: Visitors
    in_the_end: dict[str, list[str]]
    told_here: dict
    told_there: dict


def visit(installation, port, codes):
    visitors = Visitors(port, installation.source["key"], codes)
    visitors.start()
    return visitors


def ids_in(installation) -> dict[str, list[str]]:
    """The tracking codes of the visitors' events in the lake, a row each, by message id."""
    lake = Lake(installation.home / "lake").brand(installation.source["brand"])
    files = lake.event_files(lake.events_version())
    rows = duckdb.execute(
        "SELECT message_id, list(code) FROM read_parquet(?) WHERE anonymous_id = 'anon-' || "
        "message_id GROUP BY 1",
        [files],
    ).fetchall()
    return dict(rows)


def test_what_was_acknowledged_before_the_backup_is_there_once_and_whole(moved):
    assert moved.promised
    assert moved.promised == [name for name in moved.promised if name in moved.arrived]
    for name, codes in moved.arrived.items():
        assert codes == [moved.visitors.sent[name]]


def test_the_backup_is_one_moment_and_nothing_of_a_later_one(moved):
    in_order = list(moved.visitors.sent)
    assert set(in_order[: len(moved.arrived)]) == moved.arrived.keys()
    assert len(moved.arrived) < len(moved.visitors.acknowledged)


def test_a_restored_installation_keeps_what_it_acknowledges_then(moved):
    for name in moved.later.acknowledged:
        assert moved.in_the_end.get(name) == [moved.later.sent[name]]


def test_every_touch_has_a_placement_and_every_event_its_touch(moved):
    told = moved.told_there
    assert told["touches"].keys() <= set(told["codes"])
    sent = moved.visitors.sent | moved.later.sent
    booked = set(sent.values())
    by_code = Counter(code for codes in moved.in_the_end.values() for code in codes)
    assert {code: n for code, n in told["touches"].items() if code in booked} == by_code


def test_threads_and_numbers_until_yesterday_are_the_same_in_both(moved):
    assert moved.told_there["threads"] == moved.told_here["threads"]
    assert moved.told_there["boards"] == moved.told_here["boards"]
    everything = [rows[-1] for rows in moved.told_there["boards"].values()]
    assert all(row["revenue_minor"] > 0 for row in everything)


def refused(archive, home, url="sqlite:///") -> str:
    """What `restore` says, without a trace, before it leaves the home as it found it."""
    home.mkdir(exist_ok=True)
    done = Installation(home, DRUMBEAT_DATABASE_URL=url).drumbeat("restore", archive, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert not any((home / name).exists() for name in ("lake", "files", "drumbeat.sqlite3"))
    return done.stderr


def test_half_a_file_is_no_backup(moved, tmp_path):
    half = tmp_path / "half.tar.gz"
    half.write_bytes(moved.archive.read_bytes()[:200_000])
    assert "no whole backup" in refused(half, tmp_path / "home")


def test_a_backup_goes_into_an_empty_database_of_its_own_kind(moved, homes, tmp_path):
    used = homes[1].environment["DRUMBEAT_DATABASE_URL"]
    if used.startswith("postgresql"):
        assert "is not empty" in refused(moved.archive, tmp_path / "one", used)
        assert "holds a PostgreSQL database" in refused(moved.archive, tmp_path / "two")
        return
    again = homes[1].drumbeat("restore", moved.archive, check=False)
    assert "is not empty" in again.stderr
    if programs():
        with a_cluster() as url:
            assert "holds a SQLite database" in refused(moved.archive, tmp_path / "one", url)


def test_only_its_owner_may_read_a_backup(moved):
    assert moved.archive.stat().st_mode & 0o077 == 0

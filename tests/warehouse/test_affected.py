"""Derivation of the few that new events concern: what it makes is what deriving all would make."""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from drumbeat.warehouse import derive as derivation
from drumbeat.warehouse import lake as warehouse_lake
from drumbeat.warehouse import portions
from drumbeat.warehouse.derive import Settings, days, derive, work
from drumbeat.warehouse.derive.tables import SCHEMAS, SUMS
from drumbeat.warehouse.engine import Workspace
from drumbeat.warehouse.engine.duck import DuckEngine
from drumbeat.warehouse.erasure import erase
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import FunnelStep, Period, funnel
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, a_lake, at, logs, rows

pytestmark = pytest.mark.lake

TABLES = (*SCHEMAS, *SUMS)
WEEK = Period(date(2026, 3, 1), date(2026, 3, 10))
ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "America/Sao_Paulo"])


@pytest.fixture(autouse=True)
def however_many(monkeypatch):
    """Logs of tests are small: most of their events hang together with any new one."""
    monkeypatch.setattr(derivation, "MOST_AFFECTED", 2.0)


def holds_in_portions(events, portions_of_them, settings):
    """And with one thread as with all: of so few rows only what is told otherwise takes all."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        once = a_lake(Path(folder) / "once", events)
        patch.setattr(work, "LIGHT", -1)
        derive(once, settings=settings)
        patch.undo()
        late = a_lake(Path(folder) / "late")
        for number, batch in enumerate(portions_of_them, start=1):
            if batch:
                late.append(to_table(batch, f"test-{number}"), f"test-{number}")
                derive(late, settings=settings)
        for table in TABLES:
            assert rows(late, table) == rows(once, table), table


@few_and(8, few=3)
def test_in_any_portions_and_order_it_is_as_all_at_once(tried):
    @tried
    @given(logs(most=40), st.randoms(use_true_random=False), st.integers(2, 6), ZONES)
    def holds(events, random, parts, tz):
        shuffled = random.sample(events, len(events))
        settings = Settings(tz=tz, conversions=RULES.conversions)
        holds_in_portions(events, [shuffled[n::parts] for n in range(parts)], settings)

    holds()


@few_and(5, few=2)
def test_as_time_goes_on_it_is_as_all_at_once(tried):
    @tried
    @given(logs(most=40), st.integers(3, 10))
    def holds(events, parts):
        events = sorted(events, key=lambda event: event.received)
        size = -(-len(events) // parts)
        in_turn = [events[start : start + size] for start in range(0, len(events), size)]
        holds_in_portions(events, in_turn, RULES)

    holds()


@few_and(6, few=3)
def test_cut_into_many_runs_it_is_as_all_at_once(tried):
    @tried
    @given(logs(most=40), st.integers(1, 10), ZONES)
    def holds(events, most, tz):
        settings = Settings(conversions=RULES.conversions, tz=tz)
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            once = a_lake(Path(folder) / "once", events)
            derive(once, settings=settings)
            patch.setattr(DuckEngine, "rows_at_once", most)
            patch.setattr(days, "LEAST_DAYS", 1)
            cut = a_lake(Path(folder) / "cut", events)
            derive(cut, settings=settings)
            for table in TABLES:
                assert rows(cut, table) == rows(once, table), table

    holds()


def a_day(visitors: int) -> list:
    """Visitors who come, see two pages a minute apart, and in part buy."""
    came = [
        at(n + page, message_id=f"m{n}-{page}", anonymous_id=f"a{n}", utm_source="baidu")
        for n in range(visitors)
        for page in range(2)
    ]
    bought = [
        at(n + 5, message_id=f"o{n}", anonymous_id=f"a{n}", type="track",
           name="Order Completed", order_id=f"o{n}", value_minor=100, currency="CNY")
        for n in range(0, visitors, 3)
    ]  # fmt: skip
    return came + bought


def add(lake, number: int, *events) -> None:
    lake.append(to_table(list(events), f"test-{number}"), f"test-{number}")


@pytest.fixture
def looked_at(monkeypatch):
    """How many events each pass derived from."""
    counts = []
    keep = derivation.keep_affected

    def counting(space, around, most, **told):
        few = keep(space, around, most, **told)
        counts.append(space.run("SELECT count(*) AS n FROM events")["n"][0].as_py())
        return few

    monkeypatch.setattr(derivation, "keep_affected", counting)
    return counts


def test_only_the_events_of_whom_new_ones_concern_are_derived(tmp_path, looked_at):
    lake = a_lake(tmp_path, a_day(200))
    derive(lake, settings=RULES)
    assert looked_at == []
    add(lake, 2, at(12, message_id="again", anonymous_id="a9"))
    derive(lake, settings=RULES)
    assert looked_at == [4]  # two pages, an order, and the new one
    add(lake, 3, at(400, message_id="a stranger", anonymous_id="z"))
    derive(lake, settings=RULES)
    assert looked_at == [4, 1]


def test_who_signs_in_brings_along_whoever_is_the_same_person(tmp_path, looked_at):
    lake = a_lake(tmp_path, [*a_day(50), at(3, anonymous_id="a1", user_id="u", message_id="in")])
    derive(lake, settings=RULES)
    add(lake, 2, at(300, anonymous_id="a2", user_id="u", message_id="in, elsewhere"))
    derive(lake, settings=RULES)
    assert looked_at == [6]  # two pages and a signing in of each
    same = {row["person"] for row in rows(lake, "sessions") if row["visitor"] in ("a1", "a2")}
    assert same == {"u"}


def test_who_clicked_is_looked_at_when_the_landing_arrives(tmp_path, looked_at):
    click = at(-0.25, type="click", message_id="k", click="k", code="C1", anonymous_id="daily")
    lake = a_lake(tmp_path, [*a_day(50), click])
    derive(lake, settings=RULES)
    add(lake, 2, at(0.25, anonymous_id="z", code="C1", click="k", message_id="landed"))
    derive(lake, settings=RULES)
    assert looked_at == [2]
    assert [row["person"] for row in rows(lake, "touches") if row["touch_id"] == "k"] == ["z"]


@pytest.fixture
def found(monkeypatch):
    """How many rows were found of each table."""
    counts = Counter()
    find = work.find

    def counting(lake, table, version, **texts):
        rows = find(lake, table, version, **texts)
        counts[table] += rows.num_rows
        return rows

    monkeypatch.setattr(work, "find", counting)
    return counts


def test_of_people_only_the_rows_that_changed_are_told_apart_anew(tmp_path, found):
    lake = a_lake(tmp_path, a_day(60))
    derive(lake, settings=RULES)
    add(lake, 2, at(12, message_id="again", anonymous_id="a9"))
    derive(lake, settings=RULES)
    assert found == Counter(sessions=1, touches=1)


@pytest.fixture
def computed(monkeypatch):
    """How many rows each kept step had, of the latest pass."""
    counts = {}
    keep = Workspace.keep

    def counting(space, step):
        keep(space, step)
        counts[step.name] = space.run(f"SELECT count(*) AS n FROM {step.name}")["n"][0].as_py()

    monkeypatch.setattr(Workspace, "keep", counting)
    return counts


def test_a_page_more_asks_neither_who_everybody_was_nor_for_any_outcome(tmp_path, computed):
    lake = a_lake(tmp_path, a_day(60))
    derive(lake, settings=RULES)
    computed.clear()
    add(lake, 2, at(12, message_id="again", anonymous_id="a9"))
    derive(lake, settings=RULES)
    assert not computed.keys() & {"people_before", "moved", "bought", "outcomes_now"}


def test_an_order_more_asks_for_the_outcomes_of_whose_it_is_only(tmp_path, computed):
    lake = a_lake(tmp_path, a_day(60))
    derive(lake, settings=RULES)
    computed.clear()
    add(lake, 2, at(12, message_id="more", anonymous_id="a9", type="track",
                    name="Order Completed", order_id="more", value_minor=5, currency="CNY"))  # fmt: skip
    derive(lake, settings=RULES)
    assert computed["outcomes_now"] == 2
    assert len(rows(lake, "outcomes")) == 21


def test_when_many_are_concerned_the_day_is_derived_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(derivation, "MOST_AFFECTED", 1 / 3)
    monkeypatch.setattr(derivation, "sum_changes", None)  # would be called for a few
    lake = a_lake(tmp_path, a_day(30))
    derive(lake, settings=RULES)
    add(lake, 2, *(at(500, anonymous_id=f"a{n}", message_id=f"late {n}") for n in range(20)))
    derive(lake, settings=RULES)
    assert len(rows(lake, "sessions")) == 50


def test_files_without_a_changed_row_stay_and_a_night_makes_one_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 64)
    lake = a_lake(tmp_path, a_day(200))
    derive(lake, settings=RULES)

    def files():
        return set(lake.derived_files("sessions", lake.manifest().tables["sessions"]))

    add(lake, 2, at(199.5, message_id="again", anonymous_id="a198"))
    derive(lake, settings=RULES)
    before = files()
    assert len(before) == 5  # 199 rows by 64, and the changed one
    add(lake, 3, at(199.8, message_id="and again", anonymous_id="a198"))
    derive(lake, settings=RULES)
    assert len(before & files()) == 4  # all but that of the changed one
    held = rows(lake, "sessions")
    lake.compact()
    lake.vacuum(hours=0)
    assert len(files()) == 1
    assert rows(lake, "sessions") == held
    add(lake, 4, at(200, message_id="in the morning", anonymous_id="a198"))
    derive(lake, settings=RULES)
    lake.vacuum(hours=0)
    assert [row["events"] for row in rows(lake, "sessions") if row["visitor"] == "a198"] == [6]


def test_files_that_ended_before_are_not_opened_for_changed_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 64)
    opened = []
    has = portions._File.has
    monkeypatch.setattr(
        portions._File, "has", lambda file, *key: opened.append(file.path) or has(file, *key)
    )
    lake = a_lake(tmp_path, a_day(200))
    derive(lake, settings=RULES)
    add(lake, 2, at(199.5, message_id="again", anonymous_id="a198"))
    derive(lake, settings=RULES)
    opened.clear()
    add(lake, 3, at(199.8, message_id="and again", anonymous_id="a198"))
    derive(lake, settings=RULES)
    assert len(lake.derived_files("sessions", lake.manifest().tables["sessions"])) == 5
    # The last of the first four: not the three of what was long over.
    assert len([path for path in opened if path.parent.parent.name == "sessions"]) == 1


def test_few_rows_are_written_again_only_as_their_file_grows(tmp_path):
    lake = a_lake(tmp_path, a_day(200))
    derive(lake, settings=RULES)
    written = []
    for number in range(2, 18):
        before = set(lake.derived_files("touches", lake.manifest().tables["touches"]))
        add(
            lake,
            number,
            at(300 + number, message_id=f"m{number}", anonymous_id=f"z{number}", code="C1"),
        )
        derive(lake, settings=RULES)
        after = set(lake.derived_files("touches", lake.manifest().tables["touches"]))
        written += [pq.read_metadata(path).num_rows for path in after - before]
        assert len(after) <= 1 + 5  # the first derivation's, and powers of two up to sixteen
    assert len(rows(lake, "touches")) >= 16
    assert sum(written) <= 16 * 5


def test_a_day_in_many_files_is_gathered_and_what_comes_then_is_all_that_is_derived(
    tmp_path, monkeypatch, looked_at
):
    monkeypatch.setattr(warehouse_lake, "MOST_FILES", 3)
    lake = a_lake(tmp_path / "late", a_day(40))
    for number in range(2, 5):
        add(lake, number, at(90 + number, message_id=f"m{number}", anonymous_id=f"z{number}"))
    derive(lake, settings=RULES)
    assert lake.scattered()
    add(lake, 5, at(98, message_id="not derived yet", anonymous_id="z4"))
    derived, loaded = lake.manifest().events_version, lake.events_version()
    lake.gather()
    assert not lake.scattered()
    assert len(lake.event_files(lake.events_version())) == 2  # what is not derived stays apart
    assert lake.changes(derived, loaded) == lake.changes(derived, lake.events_version()) == 1
    looked_at.clear()
    derive(lake, settings=RULES)
    assert looked_at == [2]
    assert derive(lake, settings=RULES) == lake.manifest()
    lake.gather()
    derive(lake, settings=RULES)
    assert lake.manifest().events_version == lake.events_version()
    lake.vacuum(hours=0)
    bought = FunnelStep("event", "Order Completed")
    answer = funnel(lake, period=WEEK, steps=[bought, bought], window_hours=1)  # asks the events
    buyers = {row["person"] for row in rows(lake, "conversions")}
    assert answer.rows[0]["people"] == len(buyers) > 0
    looked_at.clear()
    add(lake, 6, at(99, message_id="the next", anonymous_id="z4"))
    derive(lake, settings=RULES)
    assert looked_at == [3]
    assert [row["events"] for row in rows(lake, "sessions") if row["visitor"] == "z4"] == [3]


def test_files_are_not_gathered_once_others_removed_rows_of_them(tmp_path):
    lake = a_lake(tmp_path / "late", a_day(40))
    add(lake, 2, at(92, message_id="m2", anonymous_id="z2"))
    derive(lake, settings=RULES)
    erase(lake, frozenset({"a3"}), settings=RULES)
    lake.publish(replace(lake.manifest(), events_version=1))  # a manifest that knows nothing of it
    before = lake.event_files(lake.events_version())
    lake.gather()
    assert lake.event_files(lake.events_version()) == before


def test_files_merged_before_they_were_derived_are_derived_with_their_day(tmp_path):
    lake = a_lake(tmp_path / "late", a_day(40))
    derive(lake, settings=RULES)
    add(lake, 2, at(92, message_id="m2", anonymous_id="z2"))
    DeltaTable(str(lake.root / "events")).optimize.compact()
    derive(lake, settings=RULES)
    once = a_lake(tmp_path / "once", [*a_day(40), at(92, message_id="m2", anonymous_id="z2")])
    derive(once, settings=RULES)
    for table in TABLES:
        assert rows(lake, table) == rows(once, table), table


def test_of_files_that_were_merged_and_then_rewritten_nothing_is_told_apart(tmp_path):
    lake = a_lake(tmp_path / "late", a_day(40))
    add(lake, 2, at(92, message_id="m2", anonymous_id="z2"))
    derive(lake, settings=RULES)
    derived = lake.manifest().events_version
    lake.gather()
    (day,) = lake.event_rows()
    lake.rewrite_days([day], to_table(a_day(30), "again").to_reader())
    assert lake.event_files_since(derived, lake.events_version(), [day]) == {day: None}


def test_a_pass_that_dies_before_its_end_leaves_nothing_to_the_next(tmp_path, monkeypatch):
    lake = a_lake(tmp_path / "late", a_day(40))
    derive(lake, settings=RULES)
    late = [at(90, message_id="l", anonymous_id="a3"), at(91, message_id="n", anonymous_id="z")]
    add(lake, 2, *late)

    def dies(manifest):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(lake, "publish", dies)
        with pytest.raises(KeyboardInterrupt):
            derive(lake, settings=RULES)
    newer = at(92, message_id="newer", anonymous_id="y")
    add(lake, 3, newer)
    derive(lake, settings=RULES)
    once = a_lake(tmp_path / "once", [*a_day(40), *late, newer])
    derive(once, settings=RULES)
    for table in TABLES:
        assert rows(lake, table) == rows(once, table), table

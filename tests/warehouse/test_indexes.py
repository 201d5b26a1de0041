"""Rows found by what they name: those that a look at all of them would find, wherever they lie."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse import derive as derivation
from drumbeat.warehouse.derive import arrange_indexes, derive, ties
from drumbeat.warehouse.derive.indexed import INDEXED
from drumbeat.warehouse.derive.tables import CONVERSIONS, SCHEMAS, SUMS
from drumbeat.warehouse.erasure import erase, identity_of
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.files import name_of
from drumbeat.warehouse.index import Index, Kept
from drumbeat.warehouse.retention import retain
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, a_lake, at, derived, logs, rows
from tests.warehouse.test_affected import a_day, add

pytestmark = pytest.mark.lake

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
BY_BOTH = Kept(CONVERSIONS, tuple(CONVERSIONS.names), ("person", "order_id"))
COLUMNS = CONVERSIONS.names
WORDS = st.sampled_from([None, "", "a", "b", "c"])


def a_file(folder: Path, name: str, said: list[tuple]) -> str:
    """Conversions of these persons and orders, as derivation writes them."""
    path = folder / "day=2026-01-02" / f"{name}.parquet"
    path.parent.mkdir(exist_ok=True)
    rows = [
        {"message_id": f"{name}-{n}", "person": person, "order_id": order or ""}
        for n, (person, order) in enumerate(said)
    ]
    schema = CONVERSIONS.remove(CONVERSIONS.get_field_index("day"))
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return str(path)


def messages(found: pa.Table) -> list[str]:
    return sorted(found["message_id"].to_pylist())


@few_and(30, few=10)
def test_what_is_found_is_what_a_look_at_all_rows_finds(tried):
    """Some of the files lie in a month's section, which has others besides; some were seen before;
    of some there is no room to remember anything."""

    @tried
    @given(
        st.lists(st.lists(st.tuples(WORDS, WORDS), max_size=6), min_size=1, max_size=5),
        st.data(),
    )
    def holds(files, data):
        some = st.sets(st.integers(0, len(files) - 1))
        asked, ahead, seen = data.draw(some), data.draw(some), data.draw(some)
        words = data.draw(st.dictionaries(st.sampled_from(BY_BOTH.keys), st.sets(WORDS)))
        texts = {key: pa.array(sorted(filter(None, of)), pa.string()) for key, of in words.items()}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            paths = [a_file(folder, f"f{n}", said) for n, said in enumerate(files)]
            index = Index("conversions", BY_BOTH, most=data.draw(st.sampled_from([0, 1, 10**6])))
            if ahead:
                index.write(JANUARY, [paths[n] for n in ahead], folder / "ahead")
            index.find([paths[n] for n in seen], texts, folder / "ahead")
            found = index.find([paths[n] for n in asked], texts, folder / "ahead")
        expected = [
            f"f{n}-{place}"
            for n in asked
            for place, said in enumerate(files[n])
            if any(
                word and word in words.get(key, ())
                for key, word in zip(BY_BOTH.keys, said, strict=True)
            )
        ]
        assert messages(found) == sorted(expected)
        assert found.schema == BY_BOTH.found

    holds()


def test_a_month_is_put_in_order_again_only_when_its_files_are_others(tmp_path):
    first, second = (a_file(tmp_path, name, [("a", "")]) for name in ("one", "two"))
    index, ahead = Index("conversions", BY_BOTH), tmp_path / "ahead"
    assert index.lacking({JANUARY: [first], FEBRUARY: [second]}, ahead) == [JANUARY, FEBRUARY]
    index.write(JANUARY, [first], ahead)
    index.write(FEBRUARY, [second], ahead)
    assert index.lacking({JANUARY: [first], FEBRUARY: [second]}, ahead) == []
    third = a_file(tmp_path, "three", [("a", "")])
    assert index.lacking({JANUARY: [first], FEBRUARY: [second, third]}, ahead) == [FEBRUARY]
    assert len(list(ahead.iterdir())) == 1  # what February was before is gone
    assert index.lacking({}, ahead) == []
    assert list(ahead.iterdir()) == []


def test_files_may_lie_in_another_folder_by_now(tmp_path):
    file = a_file(tmp_path, "one", [("a", "")])
    index, ahead = Index("conversions", BY_BOTH), tmp_path / "ahead"
    index.write(JANUARY, [file], ahead)
    Path(file).unlink()
    moved = file.replace(str(tmp_path), "/elsewhere")
    assert messages(index.find([moved], {"person": pa.array(["a"])}, ahead)) == ["one-0"]


def test_a_file_that_cannot_be_read_is_written_again(tmp_path):
    file = a_file(tmp_path, "one", [("a", "")])
    index, ahead = Index("conversions", BY_BOTH), tmp_path / "ahead"
    index.write(JANUARY, [file], ahead)
    (path,) = ahead.iterdir()
    path.write_bytes(b"")
    assert messages(index.find([file], {"person": pa.array(["a"])}, ahead)) == ["one-0"]
    assert index.lacking({JANUARY: [file]}, ahead) == [JANUARY]


def test_what_files_held_that_are_not_the_tables_any_more_is_forgotten(tmp_path):
    files = [a_file(tmp_path, name, [("a", "")]) for name in ("one", "two")]
    index, ahead = Index("conversions", BY_BOTH), tmp_path / "ahead"
    index.find(files, {"person": pa.array(["a"])}, ahead)
    index.find(files[1:], {"person": pa.array(["a"])}, ahead)
    assert list(index._sections) == files[1:]
    index.write(JANUARY, files, ahead)
    index.find(files, {"person": pa.array(["a"])}, ahead)
    for path in ahead.iterdir():
        path.unlink()
    index.lacking({}, ahead)
    assert index._mapped == {}


@few_and(5, few=2)
def test_with_months_in_order_derivation_makes_the_same(tried):
    """Some portions come after a night, some after two, and change days that lie in order."""

    @tried
    @given(
        logs(most=40),
        st.randoms(use_true_random=False),
        st.integers(2, 5),
        st.sets(st.integers(0, 4)),
    )
    def holds(events, random, parts, nights):
        shuffled = random.sample(events, len(events))
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(derivation, "MOST_AFFECTED", 2.0)
            for index in INDEXED.values():
                patch.setattr(index._sections, "most", random.choice([0, 10**6]))
            once = derived(Path(folder) / "once", *events)
            late = a_lake(Path(folder) / "late")
            for number in range(parts):
                if batch := shuffled[number::parts]:
                    late.append(to_table(batch, f"test-{number}"), f"test-{number}")
                    derive(late, settings=RULES)
                if number in nights:
                    late.compact()
                    arrange_indexes(late, beyond=0)
                    late.vacuum(hours=0)
            for table in (*SCHEMAS, *SUMS):
                assert rows(late, table) == rows(once, table), table

    holds()


@few_and(5, few=2)
def test_it_makes_no_difference_what_lies_in_order(tried):
    """Also when persons of old days are not kept any more, nights pass, and whoever is met is
    everybody."""

    @tried
    @given(
        logs(most=40), st.randoms(use_true_random=False),
        st.lists(st.sampled_from(["", "night", "seal"]), min_size=2, max_size=5),
    )  # fmt: skip
    def holds(events, random, after):
        shuffled = random.sample(events, len(events))
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(derivation, "MOST_AFFECTED", 2.0)
            found, looked_for = (a_lake(Path(folder) / name) for name in ("found", "looked for"))
            for number, what in enumerate(after):
                for lake in (found, looked_for):
                    with pytest.MonkeyPatch.context() as plain:
                        if lake is looked_for:
                            plain.setattr(ties, "MOST_MET", 0)
                            for index in INDEXED.values():
                                plain.setattr(index._sections, "most", 0)
                        if batch := shuffled[number :: len(after)]:
                            lake.append(to_table(batch, f"test-{number}"), f"test-{number}")
                            derive(lake, settings=RULES)
                    if what == "seal":
                        old = date(2026, 3, 2) + timedelta(days=number)
                        retain(lake, ids_from=old, rows_from=date(2026, 1, 1), settings=RULES)
                    if what:
                        lake.compact()
                    if what and lake is found:
                        arrange_indexes(lake, beyond=0)
                for table in (*SCHEMAS, *SUMS):
                    assert rows(found, table) == rows(looked_for, table), table

    holds()


def a_shop(tmp_path):
    """Three who sign in and buy, each on a day."""
    return derived(
        tmp_path,
        *(
            at(1440 * day + n, anonymous_id=who, message_id=f"m{day}-{n}", **said)
            for day, who in enumerate(("somebody", "b", "c"))
            for n, said in enumerate(
                [
                    {"user_id": f"u-{who}"},
                    {"type": "track", "name": "Order Completed", "order_id": f"o{day}"},
                ]
            )
        ),
    )


def in_order(lake) -> bytes:
    return b"".join(path.read_bytes() for path in lake.indexes.glob("*"))


def test_who_is_erased_is_in_no_file(tmp_path):
    lake = a_shop(tmp_path)
    assert arrange_indexes(lake, beyond=0) > 0
    assert b"somebody" in in_order(lake)

    erase(lake, identity_of(lake, ["somebody"]), settings=RULES)

    assert in_order(lake) == b""
    arrange_indexes(lake, beyond=0)
    assert b"somebody" not in in_order(lake)
    assert b"u-b" in in_order(lake)


def test_whose_ids_are_not_kept_any_more_is_in_no_file(tmp_path):
    lake = a_shop(tmp_path)
    arrange_indexes(lake, beyond=0)
    retain(lake, ids_from=date(2026, 3, 3), rows_from=date(2026, 1, 1), settings=RULES)
    arrange_indexes(lake, beyond=0)
    assert b"somebody" not in in_order(lake)
    assert b"u-b" in in_order(lake)


def test_a_short_log_needs_none(tmp_path):
    lake = a_shop(tmp_path)
    assert arrange_indexes(lake, beyond=6) == 0
    assert in_order(lake) == b""


def test_the_day_that_still_fills_is_left_out(tmp_path):
    lake = a_shop(tmp_path)
    arrange_indexes(lake, beyond=0)
    days = lake.derived_files_by_day("sessions", lake.manifest().tables["sessions"])
    (section,) = INDEXED["sessions"]._there(lake.indexes)
    assert section.files == {name_of(file) for day in sorted(days)[:2] for file in days[day]}


@pytest.mark.parametrize("name", ["our data", "市场部", "50% off"])
def test_a_lake_may_lie_in_a_folder_of_any_name(tmp_path, name):
    lake = a_lake(tmp_path / name, a_day(40))
    derive(lake, settings=RULES)
    add(lake, 2, at(92, message_id="m2", anonymous_id="a3"))
    derive(lake, settings=RULES)
    lake.compact()
    lake.vacuum(hours=0)
    arrange_indexes(lake, beyond=0)
    add(lake, 3, at(93, message_id="m3", anonymous_id="a3"))
    derive(lake, settings=RULES)
    erase(lake, frozenset({"a5"}), settings=RULES)
    left = [event for event in a_day(40) if event.anonymous_id != "a5"]
    late = [at(n, message_id=f"m{n - 90}", anonymous_id="a3") for n in (92, 93)]
    once = a_lake(tmp_path / "once", [*left, *late])
    derive(once, settings=RULES)
    for table in (*SCHEMAS, *SUMS):
        assert rows(lake, table) == rows(once, table), table

"""A person leaves the lake, and everybody else stays as they were."""

import base64
import gzip
import json
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.engine import Workspace
from drumbeat.warehouse.erasure import erase, held, identity_of, rows_of
from drumbeat.warehouse.events import SCHEMA, to_table
from drumbeat.warehouse.lake import Lake
from drumbeat.warehouse.mentions import MASK, Mentions
from drumbeat.warehouse.questions import Period, results
from tests.traces import traces
from tests.warehouse.logs import RULES, a_lake, at, placements, rows

pytestmark = pytest.mark.lake

DEVICE, ACCOUNT, NEWER = "device-q7Zx19", "account-88213377", "member-5f0c77aa"
ANNA = {DEVICE, ACCOUNT, NEWER}
TABLES = ("identities", "sessions", "touches", "conversions", "outcomes", "journeys")
MARCH = Period(datetime(2026, 3, 1, tzinfo=UTC).date(), datetime(2026, 3, 31, tzinfo=UTC).date())
HER_ORDER = {
    "type": "track",
    "name": "Order Completed",
    "order_id": "o1",
    "value_minor": 9_900,
    "currency": "CNY",
}


def her_events():
    return [
        at(0, message_id="h0", anonymous_id=DEVICE, code="C1"),
        at(2, message_id="h1", type="identify", anonymous_id=DEVICE, user_id=ACCOUNT),
        at(30, message_id="h2", user_id=ACCOUNT, **HER_ORDER),
        at(31, message_id="h3", **HER_ORDER),  # the shop's server reports it too, and names nobody
        at(2900, message_id="h4", type="alias", user_id=NEWER, previous_id=ACCOUNT),
        at(2910, message_id="h5", user_id=NEWER, anonymous_id="second-device-01"),
    ]


def others_events():
    return [
        at(5, message_id="b0", anonymous_id="bo", code="C1"),
        at(9, message_id="b1", anonymous_id="bo", user_id="bo-li"),
        at(40, message_id="b2", user_id="bo-li", **{**HER_ORDER, "order_id": "o2"}),
        at(1500, message_id="b3", anonymous_id="cy", code="C2"),
    ]


def a_lake_with_her(folder):
    lake = a_lake(folder, her_events(), others_events())
    derive(lake, settings=RULES)
    return lake


def erased(lake, one=DEVICE):
    return erase(lake, identity_of(lake, [one]), settings=RULES)


def everything(lake):
    return {name: rows(lake, name) for name in TABLES}


def events_of(lake):
    with Workspace() as space:
        space.files("events", lake.event_files(lake.events_version()), SCHEMA)
        return {row["message_id"]: row for row in space.run("SELECT * FROM events").to_pylist()}


@pytest.mark.parametrize("one", sorted(ANNA))
def test_whichever_id_is_given_the_whole_person_is_meant(tmp_path, one):
    lake = a_lake_with_her(tmp_path)
    assert identity_of(lake, [one]) == ANNA | {"second-device-01"}


def test_what_is_held_is_told_before_and_after(tmp_path):
    lake = a_lake_with_her(tmp_path)
    before = held(lake, identity_of(lake, [ACCOUNT]))
    assert before.events == {"alias": 1, "identify": 1, "page": 2, "track": 2}
    assert (before.outcomes, before.revenue) == (1, {"CNY": 9_900})
    assert before.first == datetime(2026, 3, 2, tzinfo=UTC)
    assert erased(lake) == before
    assert held(lake, before.ids).is_nothing


def test_everything_held_can_be_taken_away(tmp_path):
    lake = a_lake_with_her(tmp_path)
    taken = rows_of(lake, identity_of(lake, [DEVICE]))
    assert [row["message_id"] for row in taken["events"]] == ["h0", "h1", "h2", "h3", "h4", "h5"]
    assert {row["order_id"] for row in taken["outcomes"]} == {"o1"}


def test_afterwards_the_lake_is_as_if_the_person_had_never_come(tmp_path):
    lake = a_lake_with_her(tmp_path / "with")
    erased(lake)
    without = a_lake(tmp_path / "without", others_events())
    derive(without, settings=RULES)
    assert everything(lake) == everything(without)
    asks = {"period": MARCH, "placements": placements(C1="one", C2="two"), "by": "placement"}
    assert results(lake, **asks).rows == results(without, **asks).rows


def test_no_file_of_the_lake_has_a_byte_of_the_ids(tmp_path):
    lake = a_lake_with_her(tmp_path)
    lake.compact()
    assert traces(tmp_path, ANNA)
    lake._events().create_checkpoint()
    erased(lake)
    assert traces(tmp_path, ANNA) == []


def test_who_shares_the_device_stays_and_the_device_is_forgotten(tmp_path):
    lake = a_lake_with_her(tmp_path)
    sister = at(60, message_id="s0", anonymous_id=DEVICE, user_id="sister-4711", **HER_ORDER | {"order_id": "o3"})  # fmt: skip
    lake.append(to_table([sister], "more-1"), "more-1")
    derive(lake, settings=RULES)
    erased(lake)
    left = events_of(lake)["s0"]
    assert (left["user_id"], left["anonymous_id"]) == ("sister-4711", "")
    assert {row["person"] for row in rows(lake, "outcomes")} == {"bo-li", "sister-4711"}


def test_rows_that_mention_an_id_keep_everything_else(tmp_path):
    lake = a_lake_with_her(tmp_path)
    friend = at(
        70,
        message_id=f"friend-of-{ACCOUNT}",
        anonymous_id="friend",
        url=f"https://shop.example.com/?by={ACCOUNT}&utm_source=x",
        path=f"/u/{ACCOUNT}x",
        title=f"来自{NEWER}的礼物",
        referrer=f"https://a.example/?to=https%3A%2F%2Fb%3Fid%3D{DEVICE}",
        properties=json.dumps({"by": ACCOUNT, "n": 7, "deep": [{"x": f"({DEVICE})"}]}),
    )
    lake.append(to_table([friend], "more-1"), "more-1")
    assert erased(lake).mentions == 1
    (left,) = [row for row in events_of(lake).values() if row["anonymous_id"] == "friend"]
    assert left["url"] == f"https://shop.example.com/?by={MASK}&utm_source=x"
    assert left["path"] == f"/u/{ACCOUNT}x"  # another word that begins alike
    assert left["title"] == f"来自{MASK}的礼物"
    assert left["referrer"].endswith(f"id%3D{MASK}")
    assert json.loads(left["properties"]) == {"by": MASK, "n": 7, "deep": [{"x": f"({MASK})"}]}
    assert left["message_id"].startswith("erased-")
    assert erased(lake).mentions == 0


def test_a_short_id_is_only_masked_where_it_is_the_whole_value():
    short = Mentions({"77"})
    assert short.masked("77") == MASK
    assert short.masked("level 77") == "level 77"
    assert short.masked_json('{"id":"77","price":77,"t":"77 up"}') == f'{{"id":"{MASK}","price":77,"t":"77 up"}}'  # fmt: skip


def test_a_number_that_is_an_id_is_masked_and_the_document_stays_one():
    known = Mentions({"88213377"})
    assert json.loads(known.masked_json('{"u":88213377,"v":88213377.5}')) == {"u": MASK, "v": 88213377.5}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b'{"userId":"account-88213377"',
        b"e=pv&uid=account%2D88213377",
        gzip.compress(b'{"userId":"account-88213377"}', mtime=0),
        b"data=" + base64.b64encode(b'{"distinct_id":"account-88213377"}'),
        '{"u":"account-88213377"}'.encode("utf-16"),
        b'{"u":"account\\u002d88213377"}',
    ],
)
def test_a_body_names_somebody_however_it_is_wrapped(body):
    assert Mentions({ACCOUNT}).in_body(body)
    assert not Mentions({"account-99999999"}).in_body(body)


def test_a_lake_of_nobody_else_is_empty_afterwards(tmp_path):
    lake = a_lake(tmp_path, her_events())
    derive(lake, settings=RULES)
    erased(lake)
    assert lake.event_rows() == {}
    assert not any(everything(lake).values())
    lake.append(to_table(others_events(), "more-1"), "more-1")
    derive(lake, settings=RULES)
    assert len(rows(lake, "outcomes")) == 1


class Killed(BaseException):
    pass


def dying_at(monkeypatch, lake, step, call):
    """Let the lake's `step` die on its call-th call."""
    real, calls = getattr(lake, step), iter(range(1, 1000))

    def once(*args, **kwargs):
        if next(calls) == call:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(lake, step, once)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "call"),
    [("publish", 1), ("rewrite_days", 1), *(("replace_days", n) for n in range(1, 7)), ("publish", 2), ("settle", 2), ("purge", 1)],
)  # fmt: skip
def test_killed_on_the_way_and_called_again_it_completes(tmp_path, monkeypatch, step, call):
    lake = a_lake_with_her(tmp_path / "lake")
    dying_at(monkeypatch, lake, step, call)
    with pytest.raises(Killed):
        erased(lake)
    monkeypatch.undo()
    derive(lake, settings=RULES)  # as the background beat does before anybody asks again
    erased(lake)
    assert traces(tmp_path, ANNA) == []
    without = a_lake(tmp_path / "without", others_events())
    derive(without, settings=RULES)
    assert everything(lake) == everything(without)


def test_what_a_dead_derivation_left_behind_goes_too(tmp_path, monkeypatch):
    lake = a_lake_with_her(tmp_path)
    late = replace(her_events()[0], message_id="h9", ts=at(4500).ts)
    lake.append(to_table([late], "more-1"), "more-1")
    monkeypatch.setattr(lake, "publish", lambda _: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        derive(lake, settings=RULES)
    monkeypatch.undo()
    erased(lake)
    assert traces(tmp_path, ANNA) == []


def test_a_reader_whose_files_are_gone_looks_again_and_answers_right(tmp_path, monkeypatch):
    lake = a_lake_with_her(tmp_path)
    old, real = lake.manifest(), lake.manifest
    erased(lake)
    shown = iter([old])
    monkeypatch.setattr(lake, "manifest", lambda: next(shown, None) or real())
    (row,) = results(lake, period=MARCH, placements=placements()).rows
    assert (row["outcomes"], row["revenue_minor"]) == (1, 9_900)


def test_a_brand_s_person_stays_in_another_brand(tmp_path):
    lake = a_lake_with_her(tmp_path)
    other = Lake(tmp_path).brand("c")
    other.append(to_table([replace(one, brand="c") for one in her_events()], "x-1"), "x-1")
    erased(lake)
    assert len(events_of(other)) == len(her_events())

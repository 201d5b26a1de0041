"""Requests at the edge of what a dialect can be sent: deep, long, many, broken, endless."""

from __future__ import annotations

import gzip

import pytest

from drumbeat.collector.dialects.messages import Sent
from tests.collector.test_dialects_fuzz import FORM, any_route, as_form, as_json, check, fault


@any_route
@pytest.mark.parametrize("nesting", [100, 900, 990, 1000, 10_000])
@pytest.mark.parametrize("opening", [b"[", b'{"p":'])
def test_deep_nesting(dialect, kind, opening, nesting):
    deep = opening * nesting + b"1" + (b"]" if opening == b"[" else b"}") * nesting
    check(dialect, Sent(kind, deep))
    for wrapping in (b'{"event":"e","properties":', b'{"n":"e","u":"u","p":'):
        check(dialect, Sent(kind, wrapping + deep + b"}"))
    check(dialect, Sent(kind, b"", {"e": "ue", "ue_pr": deep.decode()}))
    check(dialect, Sent(kind, b"", {"rec": "1", "_cvar": deep.decode()}))


@pytest.mark.slow
@any_route
def test_ten_megabytes_in_one_string(dialect, kind):
    big = "x" * 10_000_000
    for content in ({"event": big}, {"n": big, "u": big}, {"requests": [big]}, big):
        check(dialect, Sent(kind, as_json(content)))
    check(dialect, Sent(kind, b"data=" + big.encode()))
    check(dialect, Sent(kind, b"", {"rec": "1", "_id": big, "e": "pv", "duid": big}))


@any_route
def test_ten_thousand_property_names(dialect, kind):
    many = {f"property {number}": number for number in range(10_000)}
    texts = {name: str(value) for name, value in many.items()}
    for content in (
        {"event": "e", "properties": many, "distinct_id": "p", "userId": "u"},
        {"n": "e", "u": "u", "props": many},
        {"client_id": "c", "events": [{"name": "e", "params": many}]},
    ):
        check(dialect, Sent(kind, as_json(content)))
    check(dialect, Sent(kind, as_form(texts | {"rec": "1", "e": "pv"}), {}, FORM))


@any_route
@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\xed\xa0\x80", b"\xc3("])
def test_invalid_utf_8(dialect, kind, bad):
    for body in (b'{"event":"' + bad + b'"}', b'{"n":"' + bad + b'","u":"u"}', b"a=" + bad):
        check(dialect, Sent(kind, body))


@any_route
@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 400, "9" * 5000, "NaN", "1e-400"])
def test_endless_numbers(dialect, kind, number):
    for name in ("timestamp_micros", "offset", "distinct_id", "client_id", "user_id", "d"):
        body = f'{{"event":"e","name":"n","url":"u","events":[],"{name}":{number}}}'
        check(dialect, Sent(kind, body.encode()))
    times = dict.fromkeys(["dtm", "stm", "ttm", "cdt", "_", "e_v", "revenue"], number)
    check(dialect, Sent(kind, b"", times | {"rec": "1", "e": "pv", "idgoal": "0"}))


def test_a_gzip_bomb_is_refused_before_it_unfolds():
    bomb = gzip.compress(b" " * 50_000_000)

    assert fault("posthog", Sent("event", bomb)) == "$"

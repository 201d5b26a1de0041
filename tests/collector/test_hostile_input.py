"""Whatever a body holds: an acknowledgement or a refusal, never an error of ours."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drumbeat.collector.loader import load_once
from drumbeat.warehouse.lake import Lake
from tests.warehouse.examples import few_and

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TIMES = st.datetimes().map(lambda moment: f"{moment.isoformat()}Z") | st.text()
PAGE = st.fixed_dictionaries({}, optional={"url": st.text() | ANYTHING, "referrer": ANYTHING})
CONTEXT = st.fixed_dictionaries(
    {},
    optional={
        "page": PAGE,
        "campaign": st.dictionaries(st.sampled_from(["name", "source", "dbc", "dbt"]), ANYTHING),
        "consent": st.fixed_dictionaries({"categoryPreferences": ANYTHING}),
        "userAgent": st.text(),
        "ip": st.text(),
    },
)
MESSAGE = st.fixed_dictionaries(
    {"type": st.sampled_from(["track", "page", "identify", "group", "alias"])},
    optional={
        "event": st.text(),
        "messageId": st.text() | st.integers(),
        "anonymousId": st.text() | st.integers(),
        "userId": st.text() | st.integers() | ANYTHING,
        "previousId": st.text(),
        "groupId": st.text(),
        "timestamp": TIMES,
        "sentAt": TIMES,
        "properties": st.dictionaries(
            st.sampled_from(["order_id", "revenue", "total", "currency", "url"]), ANYTHING
        ),
        "traits": ANYTHING,
        "context": CONTEXT,
    },
)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@PATIENT
@given(body=st.binary(max_size=200) | ANYTHING.map(lambda content: json.dumps(content).encode()))
def test_any_body_is_answered(site, body):
    assert site.post("/v1/batch", body).status in (200, 400)
    assert site.post("/v1/track", body).status in (200, 400)


@PATIENT
@given(messages=st.lists(MESSAGE, max_size=3))
def test_any_message_is_kept_readable_or_refused_with_its_place(site, messages):
    before = site.spool.status().depth
    reply = site.post("/v1/batch", {"batch": messages})
    added = site.spool.status().depth - before

    assert reply.status in (200, 400)
    assert added == (len(messages) if reply.status == 200 else 0)
    assert reply.status == 200 or reply.json["place"]


@few_and(150, few=10)
def test_what_is_acknowledged_fits_the_lake(site, tmp_path, tried):
    @tried
    @given(messages=st.lists(MESSAGE, min_size=1, max_size=20))
    def fits(messages):
        for message in messages:
            site.post("/v1/batch", {"batch": [message]})
        assert load_once(site.spool, Lake(tmp_path / "lake"), site.visitor).set_aside == 0

    fits()


@pytest.mark.parametrize("nesting", [100, 900, 10_000])
def test_deeply_nested_properties_are_kept_or_refused(site, nesting):
    deep = b"[" * nesting + b"]" * nesting
    reply = site.post("/v1/track", b'{"event": "e", "properties": {"p": ' + deep + b"}}")

    assert reply.status in (200, 400)

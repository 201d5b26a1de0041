"""The engine's tables equal a plain-Python telling of the same rules, on random logs."""

import tempfile
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.warehouse.derive import derive
from drumbeat.warehouse.derive.tables import SUMS
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import MODELS, Period, results
from tests.warehouse import reference
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, START, a_lake, logs, placements, rows

pytestmark = pytest.mark.lake


def told(events):
    """(sessions, touches, outcomes) by the reference."""
    events = reference.once_each(events)
    root = reference.people(events)
    cut = reference.session_of_each(events)
    found = reference.touches(events, cut, root)
    return (
        reference.session_rows(events, cut, found, root),
        found,
        reference.outcomes(events, RULES, root),
    )


def micros(moment) -> int:
    return round(moment.timestamp() * 1_000_000)


def comparable(listed: list[dict]) -> list[tuple]:
    return sorted((tuple(sorted(row.items())) for row in listed), key=repr)


@few_and(8)
def test_sessions_touches_outcomes_and_journeys_equal_the_reference(tried):
    @tried
    @given(logs())
    def holds(events):
        with tempfile.TemporaryDirectory() as folder:
            lake = a_lake(Path(folder), events)
            derive(lake, settings=RULES)
            sessions, found, ended = told(events)
            assert comparable(
                [
                    {
                        **{
                            name: row[name]
                            for name in ("visitor", "person", "events", "pages", "channel")
                        },
                        "ts": micros(row["ts"]),
                        "ended": micros(row["ended"]),
                    }
                    for row in rows(lake, "sessions")
                ]
            ) == comparable(sessions)
            names = [
                "touch_id",
                "visitor",
                "who",
                "person",
                "code",
                "kind",
                "bot",
                "direct",
                "source",
                "medium",
                "campaign",
                "channel",
                "ga_channel",
                "why",
            ]
            assert comparable(
                [
                    {
                        **{name: row[name] for name in names},
                        "ts": micros(row["ts"]),
                        "in": row["session_id"] is not None,
                    }
                    for row in rows(lake, "touches")
                ]
            ) == comparable(
                [
                    {
                        **{name: touch[name] for name in names},
                        "ts": touch["ts"],
                        "in": touch["session"] is not None,
                    }
                    for touch in found
                ]
            )
            assert comparable(
                [
                    {
                        "outcome_id": row["outcome_id"],
                        "person": row["person"],
                        "value": row["value_minor"],
                        "counted": row["counted"],
                        "ts": micros(row["ts"]),
                        "basis": micros(row["basis_ts"]),
                    }
                    for row in rows(lake, "outcomes")
                ]
            ) == comparable(
                [
                    {
                        name: row[name]
                        for name in ("outcome_id", "person", "value", "counted", "ts", "basis")
                    }
                    for row in ended
                ]
            )
            steps = {
                (row["outcome_id"], row["position"], row["length"], row["touch_id"])
                for row in rows(lake, "journeys")
            }
            expected = set()
            for outcome in ended:
                path = reference.journey(outcome, found)
                expected |= {
                    (outcome["outcome_id"], n, len(path), touch["touch_id"])
                    for n, touch in enumerate(path, start=1)
                } or {(outcome["outcome_id"], 0, 0, None)}
            assert steps == expected

    holds()


@few_and(8)
def test_credit_equals_the_reference_and_ties_out(tried):
    @tried
    @given(logs(), st.sampled_from(sorted(MODELS)))
    def holds(events, model):
        with tempfile.TemporaryDirectory() as folder:
            lake = a_lake(Path(folder), events)
            derive(lake, settings=RULES)
            _, found, ended = told(events)
            first = reference.day_of(START)
            period = Period(first - timedelta(days=3), first + timedelta(days=9))
            answer = results(
                lake, period=period, placements=placements(C1="P1"), by="placement", model=model
            )
            credit: dict[str, list] = {}
            for outcome in ended:
                path = reference.journey(outcome, found)
                owners = [_owner(touch) for touch in path] or ["unknown"]
                basis = outcome["basis"]
                parts = reference.shares(path, model, owners, basis) if path else [Fraction(1)]
                worth = reference.amounts(outcome["value"] or 0, parts)
                for owner, part, amount in zip(owners, parts, worth, strict=True):
                    row = credit.setdefault(owner, [Fraction(0), 0])
                    row[0] += part * outcome["counted"]
                    row[1] += amount
            shown = {row["label"]: row for row in answer.rows}
            for owner, (count, money) in credit.items():
                assert shown[owner]["outcomes"] == pytest.approx(float(count), abs=1e-9)
                assert shown[owner]["revenue_minor"] == money
            assert sum(row["outcomes"] for row in answer.rows) == pytest.approx(
                sum(outcome["counted"] for outcome in ended), abs=1e-9
            )
            assert sum(row["revenue_minor"] for row in answer.rows) == sum(
                outcome["value"] or 0 for outcome in ended
            )
            assert sum(row["touches"] for row in answer.rows) == sum(
                not touch["bot"] for touch in found
            )

    holds()


def _owner(touch: dict) -> str:
    if touch["direct"]:
        return "direct"
    return {"C1": "placement of P1", "": "no_code"}.get(touch["code"], "unmapped")


@few_and(6, few=2)
def test_shuffled_split_repeated_and_late_equals_once(tried):
    @tried
    @given(logs(most=30), st.randoms(use_true_random=False), st.integers(2, 4))
    def holds(events, random, parts):
        with tempfile.TemporaryDirectory() as folder:
            once = a_lake(Path(folder) / "once", events)
            derive(once, settings=RULES)
            shuffled = random.sample(events, len(events))
            batches = [shuffled[n::parts] for n in range(parts)]
            late = a_lake(Path(folder) / "late")
            for number, batch in enumerate(batches, start=1):
                late.append(to_table(batch, f"test-{number}"), f"test-{number}")
                derive(late, settings=RULES)
            derive(late, [reference.day_of(event.ts) for event in events[:3]], settings=RULES)
            for table in ("sessions", "touches", "outcomes", "journeys", *SUMS):
                assert rows(late, table) == rows(once, table), table

    holds()

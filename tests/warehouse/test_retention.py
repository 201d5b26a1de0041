"""Old events go; what they counted stays, whom they counted does not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from drumbeat.warehouse.derive import ConversionRule, Settings, derive, summing
from drumbeat.warehouse.events import to_table
from drumbeat.warehouse.questions import MODELS, Period, daily, results
from drumbeat.warehouse.retention import retain
from tests.traces import traces
from tests.warehouse.examples import few_and
from tests.warehouse.logs import DAY, ORDERS, RULES, START, a_lake, at, logs, placements, rows

pytestmark = pytest.mark.slow

FIRST = datetime.fromtimestamp(START / 1_000_000, UTC).date()
SEALED = FIRST + timedelta(days=3)  # days 0, 1 and 2 are old
LONG_AGO = date(2000, 1, 1)
WEEKS = Period(FIRST - timedelta(days=2), FIRST + timedelta(days=12))
OWNED = placements(C1="one", C2="two")
DAYS = 24 * 60
ANNA, BO = "anna-device-1", "bo-device-22"


def an_order(minutes, who, order, **fields):
    values = {"type": "track", "name": "Order Completed", "order_id": order, "value_minor": 1_000, "currency": "CNY", "message_id": f"{order}-{minutes}"}  # fmt: skip
    return at(minutes, anonymous_id=who, **values | fields)


def some_days():
    """Anna was here on the first days only; Bo came then and comes still."""
    return [
        at(0, message_id="a0", anonymous_id=ANNA, code="C1"),
        an_order(20, ANNA, "o1"),
        at(5, anonymous_id=BO, code="C2"),
        at(1 * DAYS, type="track", name="Lead Sent", anonymous_id=BO, message_id="lead-1"),
        at(2 * DAYS + 60, anonymous_id=BO, code="C1"),
        an_order(3 * DAYS + 10, BO, "o2"),
        at(4 * DAYS, type="track", name="Lead Sent", anonymous_id=BO, message_id="lead-2"),
        at(6 * DAYS, anonymous_id=BO, user_id="bo-account-1"),
    ]


def a_derived_lake(folder, events=None, settings=RULES):
    lake = a_lake(folder, some_days() if events is None else events)
    derive(lake, settings=settings)
    return lake


def kept_from(lake, day=SEALED, rows_from=LONG_AGO, settings=RULES):
    return retain(lake, ids_from=day, rows_from=rows_from, settings=settings)


def told(lake, period=WEEKS):
    """Every answer but who the visitors were."""
    cuts = [("placement", model, None) for model in MODELS]
    cuts += [("channel", "linear", "lead"), ("day", "linear", None)]
    asked = [
        results(lake, period=period, placements=OWNED, by=by, model=model, conversion=conversion)
        for by, model, conversion in cuts
    ]
    asked.append(daily(lake, period=period))
    return [[_counted(row) for row in one.rows] for one in asked]


def _counted(row):
    """Without the visitors; parts of an outcome are added in no particular order."""
    rounded = {k: round(v, 9) if isinstance(v, float) else v for k, v in row.items()}
    return {k: v for k, v in rounded.items() if k != "visitors"}


def later(lake, *events, batch="more-1", settings=RULES):
    lake.append(to_table(list(events), batch), batch)
    derive(lake, settings=settings)


def test_every_number_is_the_same_before_and_after(tmp_path):
    lake = a_derived_lake(tmp_path)
    before = told(lake)
    removed = kept_from(lake)
    assert told(lake) == before
    assert removed.events == 5
    assert min(lake.event_rows()) == SEALED
    assert kept_from(lake).events == kept_from(lake).ids == 0
    assert told(lake) == before


def test_visitors_of_old_days_are_not_kept_and_the_answer_says_so(tmp_path):
    lake = a_derived_lake(tmp_path)
    kept_from(lake)
    old = results(lake, period=WEEKS, placements=OWNED)
    assert [row["visitors"] for row in old.rows] == [None]
    assert old.kept_from == SEALED
    new = results(lake, period=Period(SEALED, WEEKS.end), placements=OWNED)
    assert [row["visitors"] for row in new.rows] == [1]
    assert new.kept_from is None
    by_day = {row["day"]: row["visitors"] for row in daily(lake, period=WEEKS).rows}
    assert by_day[SEALED - timedelta(days=1)] is None
    assert by_day[FIRST + timedelta(days=6)] == 1


def test_who_came_only_long_ago_is_in_no_file(tmp_path):
    lake = a_derived_lake(tmp_path)
    kept_from(lake)
    lake.vacuum(hours=0)
    assert traces(tmp_path, [ANNA]) == []
    whose = [row[one] for name in ("touches", "sessions", "outcomes", "journeys")
             for row in rows(lake, name) if row["day"] < SEALED
             for one in ("person", "visitor", "who", "session_id") if one in row and name + one != "sessionssession_id"]  # fmt: skip
    assert whose
    assert set(whose) == {None}


def test_new_events_leave_the_old_days_as_they_were(tmp_path):
    lake = a_derived_lake(tmp_path)
    before = told(lake, Period(WEEKS.start, SEALED - timedelta(days=1)))
    kept_from(lake)
    later(lake, at(7 * DAYS, anonymous_id="cy", code="C1"), an_order(7 * DAYS + 5, "cy", "o9"))
    derive(lake, lake.event_rows(), settings=RULES)
    assert told(lake, Period(WEEKS.start, SEALED - timedelta(days=1))) == before


def test_an_event_that_comes_too_late_counts_no_more_and_goes_with_the_next_cleaning(tmp_path):
    lake = a_derived_lake(tmp_path)
    kept_from(lake)
    before = told(lake)
    later(lake, an_order(30, ANNA, "o7"))
    assert told(lake) == before
    assert kept_from(lake).events == 1
    assert told(lake) == before


def test_an_order_keeps_its_journey_when_its_day_is_derived_again(tmp_path):
    """Bo's order of day 3 was led to by touches of days that are sealed."""
    lake = a_derived_lake(tmp_path)
    kept_from(lake)
    before = told(lake)
    later(lake, at(3 * DAYS + 600, anonymous_id="quiet", bot=True))
    derive(lake, lake.event_rows(), settings=RULES)
    assert told(lake) == before


def test_a_refund_of_an_old_order_is_taken_from_the_placement_that_earned_it(tmp_path):
    back = an_order(5 * DAYS, ANNA, "o1", name="Order Refunded", value_minor=-400)
    lake = a_derived_lake(tmp_path, [*some_days(), back])
    kept_from(lake)
    before = told(lake)
    later(lake, at(5 * DAYS + 600, anonymous_id="quiet", bot=True))
    derive(lake, lake.event_rows(), settings=RULES)
    assert told(lake) == before


def test_who_was_counted_once_is_not_counted_again(tmp_path):
    lake = a_derived_lake(tmp_path)
    kept_from(lake)
    later(lake, at(7 * DAYS, type="track", name="Lead Sent", anonymous_id=BO, message_id="lead-3"))
    leads = results(lake, period=WEEKS, placements=OWNED, conversion="lead").rows
    assert sum(row["outcomes"] for row in leads) == 1


def test_a_new_rule_counts_the_days_that_are_still_there(tmp_path):
    lake = a_derived_lake(tmp_path)
    kept_from(lake)
    pages = ConversionRule("second", "Order Completed", window_days=1)
    derive(lake, settings=Settings(conversions=(ORDERS, pages)))
    second = [row for row in rows(lake, "outcomes") if row["conversion"] == "second"]
    assert [row["day"] for row in second] == [SEALED]
    assert len([row for row in rows(lake, "outcomes") if row["conversion"] == "order"]) == 2


def test_what_is_older_than_its_own_limit_goes_altogether(tmp_path):
    lake = a_derived_lake(tmp_path)
    removed = kept_from(lake, rows_from=FIRST + timedelta(days=1))
    assert removed.aggregates
    assert min(row["day"] for row in rows(lake, "touches")) >= FIRST + timedelta(days=1)
    with pytest.raises(ValueError, match="at least as long"):
        kept_from(lake, rows_from=SEALED + timedelta(days=1))


def test_an_empty_lake_has_nothing_to_remove(tmp_path):
    assert kept_from(a_lake(tmp_path)).events == 0


class Killed(BaseException):
    pass


@pytest.mark.parametrize(("step", "call"), [("replace_days", 1), ("replace_days", 5), ("publish", 1), ("rewrite_days", 1)])  # fmt: skip
def test_killed_on_the_way_and_run_again_it_completes(tmp_path, monkeypatch, step, call):
    lake = a_derived_lake(tmp_path)
    before, real, calls = told(lake), getattr(lake, step), iter(range(1, 100))

    def once(*args, **kwargs):
        if next(calls) == call:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(lake, step, once)
    with pytest.raises(Killed):
        kept_from(lake)
    monkeypatch.undo()
    assert told(lake) == before
    derive(lake, settings=RULES)
    kept_from(lake)
    assert told(lake) == before
    lake.vacuum(hours=0)
    assert traces(tmp_path, [ANNA]) == []


@few_and(6)
def test_no_log_is_counted_otherwise_after_its_old_days_are_sealed(tried, tmp_path_factory):
    @tried
    @given(log=logs(most=40), days=st.integers(0, 5))
    def check(log, days):
        lake = a_derived_lake(tmp_path_factory.mktemp("lake"), log)
        before = told(lake)
        kept_from(lake, FIRST + timedelta(days=days))
        assert told(lake) == before
        quiet = at(0, message_id="quiet", anonymous_id="q", bot=True, ts=START + 9 * DAY)
        later(lake, quiet)
        assert told(lake) == before

    check()


@few_and(8, few=3)
def test_people_are_told_apart_as_from_nothing_after_old_days_are_sealed(tried, tmp_path_factory):
    """Beats go on from the sums there are; forgetting since when these hold, they make them anew."""

    @tried
    @given(log=logs(most=40), late=logs(most=30), days=st.integers(1, 6), parts=st.integers(1, 4))
    def check(log, late, days, parts):
        going_on, anew = (a_derived_lake(tmp_path_factory.mktemp("lake"), log) for _ in range(2))
        late = [structs.replace(one, message_id=f"late {one.message_id}") for one in late]
        for lake in (going_on, anew):
            kept_from(lake, FIRST + timedelta(days=days))
            for part in range(parts):
                if lake is anew:
                    lake.publish(structs.replace(lake.manifest(), told_apart_from=None))
                later(lake, *late[part::parts], batch=f"more-{part}")
        assert rows(going_on, "day_returns") == rows(anew, "day_returns")

    check()


def test_after_one_pass_beats_only_tell_apart_whom_new_events_concern(tmp_path, monkeypatch):
    lake = a_derived_lake(tmp_path)
    kept_from(lake)
    assert lake.manifest().told_apart_from is None
    told_apart = []
    real = summing._tell_apart
    monkeypatch.setattr(
        summing, "_tell_apart", lambda *given: [told_apart.append(given[2].first), real(*given)]
    )
    today = FIRST + timedelta(days=7)
    later(lake, at(7 * DAYS, anonymous_id="cy"), batch="more-1")
    later(lake, at(7 * DAYS + 5, anonymous_id="di"), batch="more-2")
    assert told_apart == [today]
    later(lake, at(5 * DAYS, anonymous_id="ed"), batch="more-3")
    assert len(told_apart) == 2

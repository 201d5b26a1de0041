"""The models of domain.md §6.6 as questions, on its worked examples and on random journeys."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from drumbeat.warehouse.derive import ConversionRule, Settings
from drumbeat.warehouse.questions import MARKOV, MODELS, Period, results
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, at, derived, logs, placements, rows

pytestmark = pytest.mark.lake

DAY = 24 * 60
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
A_MONTH = Settings(conversions=(ConversionRule("order", "Order Completed", window_days=30),))
OWNED = placements(A="A", B="B", C="C")


def came(day: float, code: str, who: str):
    return at(day * DAY, anonymous_id=who, code=code)


def bought(day: float, who: str, value: int = 100, number: str = ""):
    return at(
        day * DAY,
        type="track",
        name="Order Completed",
        order_id=number or f"o-{who}",
        value_minor=value,
        currency="CNY",
        anonymous_id=who,
    )


def credited(lake, model: str, what: str = "revenue_minor", **options) -> dict[str, float]:
    """What each placement got, by its one-letter name; rows without a key by their label."""
    answer = results(lake, period=MARCH, placements=OWNED, by="placement", model=model, **options)
    return {row["label"][-1] if row["key"] else row["label"]: row[what] for row in answer.rows}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first", {"A": 10_000, "B": 0, "C": 0}),
        ("last", {"A": 0, "B": 0, "C": 10_000}),
        ("linear", {"A": 3_334, "B": 3_333, "C": 3_333}),
        ("position", {"A": 4_000, "B": 2_000, "C": 4_000}),
        ("time_decay", {"A": 1_429, "B": 2_857, "C": 5_714}),
        ("shapley", {"A": 3_334, "B": 3_333, "C": 3_333}),
        ("markov", {"A": 3_334, "B": 3_333, "C": 3_333}),
    ],
)
def test_touches_a_week_apart_before_an_order(tmp_path, model, expected):
    lake = derived(
        tmp_path,
        *(came(0, "A", "p"), came(7, "B", "p"), came(14, "C", "p"), bought(14.0001, "p", 10_000)),
        settings=A_MONTH,
    )

    assert credited(lake, model) == expected


def test_markov_on_the_worked_example(tmp_path):
    """C1 > C2 > C3 converts, C1 alone and C2 > C3 do not: removal effects 1/2, 1, 1."""
    lake = derived(
        tmp_path,
        *(came(1, "A", "p"), came(2, "B", "p"), came(3, "C", "p"), bought(4, "p")),
        came(1, "A", "q"),
        *(came(2, "B", "r"), came(3, "C", "r")),
        settings=A_MONTH,
    )

    outcomes = credited(lake, "markov", "outcomes")
    assert outcomes == pytest.approx({"A": 0.2, "B": 0.4, "C": 0.4})
    assert credited(lake, "markov") == {"A": 20, "B": 40, "C": 40}


def test_shapley_on_the_worked_example(tmp_path):
    """{A} earns 10, {B} 20, {A, B} 30 and {A, B, C} 12: A gets 29, B 39, C 4."""
    earned = [("A", 10), ("B", 20), ("AB", 30), ("ABBC", 12)]
    events = []
    for number, (codes, value) in enumerate(earned):
        who = f"p{number}"
        events += [came(day, code, who) for day, code in enumerate(codes)]
        events.append(bought(10, who, value))

    lake = derived(tmp_path, *events, settings=A_MONTH)

    assert credited(lake, "shapley") == {"A": 29, "B": 39, "C": 4}


def test_orders_and_people_that_are_called_alike_are_not_taken_for_one(tmp_path):
    """DuckDB's hash is the same for these, with the name of the rule before them or without."""
    alike = ["o220480320", "o520480325"]
    people = [f"order:{name}" for name in alike]
    events = [came(day, code, who) for who in people for day, code in enumerate("AB")]
    events += [bought(3, who, 50, name) for who, name in zip(people, alike, strict=True)]

    lake = derived(tmp_path, *events, settings=A_MONTH)

    for model in (*MODELS, MARKOV):
        for what, whole in (("outcomes", 2), ("revenue_minor", 100)):
            assert sum(credited(lake, model, what).values()) == pytest.approx(whole), model
    assert credited(lake, "last", "visitors") == {"A": 2, "B": 2}


def test_an_order_nobody_led_to_stays_in_its_own_row_in_every_model(tmp_path):
    lake = derived(
        tmp_path,
        *(came(1, "A", "p"), bought(2, "p", 100)),
        at(3 * DAY, type="track", name="Order Completed", order_id="o", value_minor=7,
           currency="CNY", user_id="unseen"),
        settings=A_MONTH,
    )  # fmt: skip

    for model in (*MODELS, MARKOV):
        assert credited(lake, model) == {"A": 100, "unknown": 7}


def test_without_any_order_nobody_gets_anything(tmp_path):
    lake = derived(tmp_path, came(1, "A", "p"), settings=A_MONTH)

    for model in (*MODELS, MARKOV):
        assert credited(lake, model) == {"A": 0}


@few_and(15, few=3)
def test_markov_equals_a_brute_force_over_the_same_paths(tmp_path_factory, tried):
    @tried
    @given(log=logs())
    def equals(log):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        owned = placements(C1="A", C2="B")
        answer = results(
            lake, period=MARCH, placements=owned, by="placement", model="markov",
            conversion="order",
        )  # fmt: skip
        got = {(row["key"], row["label"]): row["outcomes"] for row in answer.rows}
        for state, expected in brute_force(lake, "order").items():
            assert got.pop(state) == pytest.approx(float(expected), abs=1e-9)
        assert not any(got.values())

    equals()


def state_of(step: dict) -> str:
    code = step["code"] or ""
    if code in ("C1", "C2"):
        return code
    if step["direct"] is None:
        return "unknown"
    return "direct" if step["direct"] else "no_code"


def brute_force(lake, conversion: str) -> dict:
    """The same definition with plain loops and exact fractions."""
    journeys = defaultdict(list)
    untouched = 0
    used = set()
    for step in rows(lake, "journeys"):
        if step["conversion"] != conversion:
            continue
        if not step["counted"]:
            continue
        if step["length"]:
            used.add(step["touch_id"])
            journeys[step["outcome_id"]].append(step)
        else:
            untouched += 1
    paths = [
        ([state_of(s) for s in sorted(steps, key=lambda s: s["position"])], True)
        for steps in journeys.values()
    ]
    loose = defaultdict(list)
    for touch in rows(lake, "touches"):
        if touch["person"] and not touch["bot"] and touch["touch_id"] not in used:
            loose[touch["person"]].append(touch)
    for touches in loose.values():
        touches.sort(key=lambda t: (t["ts"], t["touch_id"]))
        paths.append(([state_of(t) for t in touches], False))
    states = sorted({state for path, _ in paths for state in path})
    whole = chance(paths, None)
    effects = {s: 1 - chance(paths, s) / whole if whole else Fraction(0) for s in states}
    total = sum(effects.values())
    converted = sum(1 for _, ok in paths if ok)
    credit = {s: converted * e / total if total else Fraction(0) for s, e in effects.items()}
    names = {"C1": ("placement of A", "placement of A"), "C2": ("placement of B", "placement of B")}
    found = {names.get(s, (None, s)): amount for s, amount in credit.items()}
    if untouched:
        found[None, "unknown"] = found.get((None, "unknown"), Fraction(0)) + untouched
    return found


def chance(paths, removed) -> Fraction:
    """P(conversion) of the walk with a state removed, by eliminating states one after another."""
    moves: dict = defaultdict(lambda: defaultdict(Fraction))
    for path, converts in paths:
        walk = ["(start)", *path, "(conversion)" if converts else "(null)"]
        for here, there in pairwise(walk):
            moves[here]["(null)" if there == removed else there] += 1
    odds = {h: {t: n / sum(to.values()) for t, n in to.items()} for h, to in moves.items()}
    for state in [s for s in odds if s != "(start)"]:
        out = odds.pop(state)
        stay = out.pop(state, Fraction(0))
        for to in odds.values():
            share = to.pop(state, Fraction(0))
            for there, part in out.items():
                to[there] = to.get(there, Fraction(0)) + share * part / (1 - stay)
    return odds.get("(start)", {}).get("(conversion)", Fraction(0))


@few_and(15, few=3)
def test_i_07_credit_sums_to_all_outcomes_and_all_money_in_every_model(tmp_path_factory, tried):
    @tried
    @given(log=logs())
    def ties(log):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        outcomes = rows(lake, "outcomes")
        for model in (*MODELS, MARKOV):
            answer = results(
                lake, period=MARCH, placements=placements(C1="A"), by="channel", model=model
            )
            assert sum(row["outcomes"] for row in answer.rows) == pytest.approx(
                sum(row["counted"] for row in outcomes), abs=1e-9
            )
            assert sum(
                money for row in answer.rows for money in row["revenue_by_currency"].values()
            ) == sum(row["value_minor"] or 0 for row in outcomes)

    ties()

"""Markov of any order and Shapley of rates as questions, against the same paths by hand."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.science.attribution import shapley_of_rates
from drumbeat.warehouse.questions import Memory, Rates, path_credit, results
from tests.science.journeys import collapsed, markov_by_fractions, paths_of
from tests.warehouse.examples import few_and
from tests.warehouse.logs import RULES, derived, logs, placements, rows
from tests.warehouse.test_attribution import A_MONTH, MARCH, OWNED, bought, came, state_of

pytestmark = pytest.mark.lake

ASKED = {"period": MARCH, "by": "placement"}


def shares(lake, model, owned=OWNED, what="share", **options):
    answer = path_credit(lake, placements=owned, model=model, **ASKED, **options)
    return {row["label"][-1] if row["key"] else row["label"]: row[what] for row in answer.rows}


def the_worked_example(folder):
    """C1 > C2 > C3 converts, C1 alone and C2 > C3 do not (domain.md §6.6)."""
    return derived(
        folder,
        *(came(1, "A", "p"), came(2, "B", "p"), came(3, "C", "p"), bought(4, "p")),
        came(1, "A", "q"),
        *(came(2, "B", "r"), came(3, "C", "r")),
        settings=A_MONTH,
    )


def test_order_one_is_what_results_say(tmp_path):
    lake = the_worked_example(tmp_path)
    assert shares(lake, Memory()) == pytest.approx({"A": 0.2, "B": 0.4, "C": 0.4})
    assert shares(lake, Memory(), what="revenue_by_currency") == {
        "A": {"CNY": 20},
        "B": {"CNY": 40},
        "C": {"CNY": 40},
    }


def test_who_remembers_three_steps_knows_that_all_three_were_needed(tmp_path):
    told = shares(the_worked_example(tmp_path), Memory(order=3))
    assert told == pytest.approx({"A": 1 / 3, "B": 1 / 3, "C": 1 / 3})


def test_rates_give_what_lowers_the_rate_less_than_nothing(tmp_path):
    lake = derived(
        tmp_path,
        *(came(1, "A", "p"), bought(2, "p", 1_001)),
        *(came(1, "A", "q"), came(2, "B", "q")),
        settings=A_MONTH,
    )
    told = shares(lake, Rates())
    # v(A) = 1, v(B) = 0, v(A, B) = 1/2: A gets 3/4 and B −1/4 of 1/2.
    assert told == pytest.approx({"A": 1.5, "B": -0.5})
    money = shares(lake, Rates(), what="revenue_by_currency")
    assert sum(part["CNY"] for part in money.values()) == 1_001
    assert set(shares(lake, Rates(), what="standard_error").values()) == {0.0}


def test_beyond_twelve_rows_rates_are_sampled_and_say_their_error(tmp_path):
    codes = [f"X{n}" for n in range(14)]
    owned = placements(**{code: code for code in codes})
    events = [came(n / 10 + 1, code, f"p{n}") for n, code in enumerate(codes)]
    events += [came(3, codes[n - 1], f"p{n}") for n in range(14)]
    events += [bought(4, f"p{n}") for n in range(0, 14, 3)]
    lake = derived(tmp_path, *events, settings=A_MONTH)
    answers = [
        path_credit(lake, placements=owned, model=Rates(seed), **ASKED).rows for seed in (1, 1, 2)
    ]
    assert answers[0] == answers[1] != answers[2]
    assert all(row["standard_error"] > 0 for row in answers[0])
    assert sum(row["share"] for row in answers[0]) == pytest.approx(1)


def test_no_longer_memory_than_four_is_asked_for():
    with pytest.raises(ValueError, match="choose 1 to 4"):
        Memory(order=5)


def test_without_any_order_nobody_gets_anything(tmp_path):
    lake = derived(tmp_path, came(1, "A", "p"), settings=A_MONTH)
    for model in (Memory(), Memory(2), Rates()):
        assert shares(lake, model) == {"A": 0}
    for model in (Memory(), Rates()):
        assert shares(derived(tmp_path / "b", came(50, "A", "p")), model) == {}


@few_and(15, few=3)
def test_every_option_equals_the_same_paths_by_hand(tmp_path_factory, tried):
    @tried
    @given(logs(), st.integers(1, 3), st.booleans())
    def equals(log, order, collapse):
        lake = derived(tmp_path_factory.mktemp("log"), *log, settings=RULES)
        owned = placements(C1="A", C2="B")
        told = path_rows_of(lake, "order")
        states = sorted({state for path, _ in told for state in path})
        numbered = [([states.index(s) for s in path], int(ok), 0, int(not ok)) for path, ok in told]
        got = path_credit(
            lake, placements=owned, model=Memory(order, collapse), conversion="order", **ASKED
        )
        found = {row["key"] or row["label"]: row["share"] for row in got.rows}
        if any(row[1] for row in numbered):
            by_hand = collapsed(numbered) if collapse else numbered
            _chance, effects = markov_by_fractions(by_hand, len(states), order)
            for state, effect in zip(states, effects, strict=True):
                assert found[state] == pytest.approx(float(effect / sum(effects)), abs=1e-9)
            rates = shapley_of_rates(paths_of(numbered, len(states)))
            game = path_credit(lake, placements=owned, model=Rates(), conversion="order", **ASKED)
            found = {row["key"] or row["label"]: row["share"] for row in game.rows}
            whole = rates.conversions.sum()
            for state, part in zip(states, rates.conversions, strict=True):
                assert found[state] == pytest.approx(part / whole if whole else 0, abs=1e-9)
        every = results(lake, placements=owned, conversion="order", **ASKED)
        assert sum(row["outcomes"] for row in got.rows) == pytest.approx(
            sum(row["outcomes"] for row in every.rows)
        )
        assert _money(got) == _money(every)

    equals()


def _money(answer):
    return sum(sum(row["revenue_by_currency"].values()) for row in answer.rows)


def path_rows_of(lake, conversion):
    """[(states, whether it converted)] of all paths, as the question defines them."""
    names = {"C1": "placement of A", "C2": "placement of B"}
    journeys, used, loose = defaultdict(list), set(), defaultdict(list)
    for step in rows(lake, "journeys"):
        if step["conversion"] == conversion and step["length"] and step["counted"]:
            used.add(step["touch_id"])
            journeys[step["outcome_id"]].append(step)
    for touch in rows(lake, "touches"):
        if touch["person"] and not touch["bot"] and touch["touch_id"] not in used:
            loose[touch["person"]].append(touch)

    def told(steps, moment):
        steps = sorted(steps, key=lambda step: (step[moment], step["touch_id"]))
        return [names.get(state_of(step), state_of(step)) for step in steps]

    return [
        *((told(steps, "touch_ts"), True) for steps in journeys.values()),
        *((told(steps, "ts"), False) for steps in loose.values()),
    ]

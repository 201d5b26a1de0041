"""The playbook's rules as values, against a reading of the same file by hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drumbeat.strategy.crisis import rules
from drumbeat.strategy.crisis.actions import shipped_body
from drumbeat.strategy.crisis.clock import clock
from drumbeat.strategy.crisis.spread import spread

BODY = shipped_body()
RULES = rules.kept(BODY, BODY)
WEIGHTS = {
    "harm": 1.2,
    "spread_velocity": 0.8,
    "source_authority": 0.6,
    "truth_likelihood": 0.6,
    "core_value_conflict": 0.8,
}
T0 = datetime(2026, 11, 23, 8, tzinfo=UTC)
any_scores = st.fixed_dictionaries({key: st.integers(0, 4) for key in WEIGHTS})


@given(any_scores)
def test_points_are_weight_times_score_times_6_25(scored):
    by_hand = sum(WEIGHTS[key] * scored[key] for key in WEIGHTS) * 6.25
    assert float(rules.score(RULES, scored)) == pytest.approx(by_hand, abs=0.05001)


@given(any_scores)
def test_the_level_is_the_band_that_the_points_lie_in(scored):
    points = float(rules.score(RULES, scored))
    bands = {
        "L1": points < 25,
        "L2": 25 <= points < 50,
        "L3": 50 <= points < 75,
        "L4": points >= 75,
    }
    assert bands[rules.judged(RULES, scored).key]


@given(any_scores, st.sampled_from(sorted(WEIGHTS)))
def test_a_graver_factor_never_makes_it_milder(scored, factor):
    graver = scored | {factor: min(scored[factor] + 1, 4)}
    assert rules.score(RULES, graver) >= rules.score(RULES, scored)


@pytest.mark.parametrize("struck", [one.key for one in rules.overrides(RULES)])
def test_each_override_makes_it_the_gravest(struck):
    assert rules.judged(RULES, dict.fromkeys(WEIGHTS, 0), [struck]).key == "L4"


def test_the_ends_of_the_scale():
    assert rules.score(RULES, dict.fromkeys(WEIGHTS, 0)) == 0
    assert rules.score(RULES, dict.fromkeys(WEIGHTS, 4)) == Decimal("100.0")
    with pytest.raises(ValueError, match="0 to 4"):
        rules.score(RULES, dict.fromkeys(WEIGHTS, 5))
    with pytest.raises(KeyError):
        rules.score(RULES, {"harm": 1})


def test_a_playbook_from_before_still_reads():
    """Factors and overrides without names, no cell: words are made of keys, the rest is ours."""
    old = {
        **BODY,
        "severity_overrides_to_L4": ["recall"],
        "severity_score": [
            {name: row[name] for name in ("factor", "weight", "zh", "scale")}
            for row in BODY["severity_score"]
        ],
    }
    del old["cell"]
    kept = rules.kept(old, BODY)
    assert rules.factors(kept)[0].en == "Harm"
    assert rules.overrides(kept)[0].en == "Recall"
    assert rules.cell(kept) == rules.cell(RULES)


def due(level, now, **done):
    return {one.key: one for one in clock(RULES, T0, level, done, now)}


def test_the_gravest_level_wants_a_word_within_the_hour():
    hour = timedelta(hours=1)
    at = due("L4", T0 + 2 * hour, holding=T0 + hour)
    assert (at["holding"].due_at, at["holding"].state) == (T0 + hour, "kept")
    assert at["triage"].state == "overdue"
    assert at["full"].state == "waiting"
    assert due("L3", T0, holding=T0 + 5 * hour)["holding"].state == "late"


def test_what_is_only_watched_asks_for_no_word():
    assert set(due("L1", T0)) == {"triage"}
    assert set(due("L2", T0)) == {"triage", "holding", "review"}
    assert set(due("", T0)) == {"triage", "holding", "full", "review"}


def at(hours):
    return T0 + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("told", "now", "has_fallen"),
    [
        ([], 10, False),
        ([(0, 100), (1, 40), (7, 20)], 7.5, True),
        ([(0, 100), (1, 40), (6, 60), (7, 20)], 7.5, False),
        ([(0, 100), (4, 40), (7, 20)], 7.5, False),
        ([(0, 100), (1, 40)], 9, False),
        ([(0, 0), (7, 0)], 7.5, False),
    ],
    ids=["nobody counted", "long enough", "it came back", "not yet", "nobody counts now", "never"],
)
def test_the_spread_has_fallen_once_it_stays_below_half_its_peak_for_six_hours(
    told, now, has_fallen
):
    readings = [(at(hour), mentions) for hour, mentions in told]
    assert spread(readings, at(now), 0.5, 6).has_fallen is has_fallen

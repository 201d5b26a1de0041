"""Brand health: what a sample says about one brand, and whether the next sample says otherwise.

Shares are weighted and 0–1, the net promoter score −100 … 100, the equity index 0–100.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from drumbeat.science.survey.margins import SMALLEST_BASE, Z95, difference_z, holm, two_sided
from drumbeat.science.survey.scores import DETRACTOR, PROMOTER, Score, promotion, top_box
from drumbeat.science.survey.weights import kish

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TOP_TWO = 4
"""Answers of 4 and 5 on a scale of five."""
SHARES = ("unaided", "tom", "aided", "consider", "reputation", "loyalty")
CORE = (*SHARES, "nps", "equity")
"""What is tested from wave to wave, Holm over all of it."""
IN_EQUITY = ("unaided", "aided", "consider", "reputation", "loyalty", "nps")
FUNNEL = ("aided", "consider", "buy", "prefer")
ALPHA = 0.05
POWER = 0.8


@dataclass(frozen=True)
class Told:
    """What n respondents said of one brand.

    first, unaided, aided, bought, prefers: (n,) named it first, named it, know it, bought it, like
    it best. consider, impression, again: (n,) 1–5; recommend: (n,) 0–10; NaN where nobody asked.
    """

    first: Bools
    unaided: Bools
    aided: Bools
    bought: Bools
    prefers: Bools
    consider: Floats
    impression: Floats
    again: Floats
    recommend: Floats


@dataclass(frozen=True)
class Change:
    """One index between two waves.

    delta: after − before, in the index's unit. z: in standard errors. p: adjusted after Holm.
    why: "" when it was tested, else "small" (too few asked) or "unknown" (a wave lacks it).
    """

    delta: float | None
    z: float | None
    p: float | None
    why: str = ""

    @property
    def is_real(self) -> bool:
        return self.p is not None and self.p < ALPHA


def indices(told: Told, weights: Floats, parts: Mapping[str, float]) -> dict[str, Score]:
    """Every index of a brand, by name, with its margin and the base it rests on.

    weights: (n,) of the respondents. parts: the weights of the equity index by name, summing to 1.
    Who names a brand knows it: unaided counts as aided. Bases: consideration all, reputation those
    who know the brand, loyalty those who bought it. An index without a base has the value None.
    """
    aware = told.aided | told.unaided
    impression = np.where(aware, told.impression, np.nan)
    again = np.where(told.bought, told.again, np.nan)
    found = {
        "unaided": _share(told.unaided, weights),
        "tom": _share(told.first, weights),
        "aided": _share(aware, weights),
        "consider": _share(told.consider >= TOP_TWO, weights),
        "reputation": top_box(impression, weights, at_least=TOP_TWO),
        "loyalty": top_box(again, weights, at_least=TOP_TWO),
        "nps": promotion(told.recommend, weights).score,
        "buy": _share(told.bought, weights),
        "prefer": _share(told.prefers, weights),
    }
    recommends = np.where(
        np.isnan(told.recommend),
        np.nan,
        (told.recommend >= PROMOTER) / 2 - (told.recommend <= DETRACTOR) / 2 + 0.5,
    )
    answers = {
        "unaided": told.unaided.astype(float),
        "aided": aware.astype(float),
        "consider": (told.consider >= TOP_TWO).astype(float),
        "reputation": _top(impression),
        "loyalty": _top(again),
        "nps": recommends,
    }
    found["equity"] = equity(answers, weights, parts)
    return found


def equity(answers: Mapping[str, Floats], weights: Floats, parts: Mapping[str, float]) -> Score:
    """100 · Σ part · mean of the answers, 0–100, with its margin.

    answers: by part, (n,) of 0–1, NaN for who is not in its base; weights: (n,). None when a part
    that counts has no base. The margin is that of the linearised index (Woodruff 1971): what each
    respondent adds to it over all parts at once, so that parts going together count together.
    """
    value, pull = 0.0, np.zeros(weights.size)
    for name, part in parts.items():
        if not part:
            continue
        known = ~np.isnan(answers[name])
        held = weights[known].sum()
        if not held:
            return Score(None, None, 0, 0.0)
        mean = float(np.average(answers[name][known], weights=weights[known]))
        value += part * mean
        pull[known] += part * (answers[name][known] - mean) * weights.sum() / held
    n_eff = kish(weights)
    if not n_eff:
        return Score(None, None, 0, 0.0)
    variance = float(np.average(np.square(pull), weights=weights))
    return Score(100 * value, 100 * Z95 * (variance / n_eff) ** 0.5, weights.size, n_eff)


def changes(before: Mapping[str, Score], after: Mapping[str, Score]) -> dict[str, Change]:
    """What moved between two waves, of the core indices that both have.

    Shares: z with the pooled share and effective bases; the net promoter score and the equity
    index: z with both standard errors. Holm over all that could be tested. A base below
    SMALLEST_BASE in either wave is not tested.
    """
    names = [name for name in CORE if name in before and name in after]
    delta = {name: _delta(before[name], after[name]) for name in names}
    why = {name: _why(before[name], after[name]) for name in names}
    z = np.array(
        [_z(name, before[name], after[name]) if not why[name] else np.nan for name in names]
    )
    p = holm(two_sided(z))
    return {
        name: Change(delta[name], _known(z[at]), _known(p[at]), why[name])
        for at, name in enumerate(names)
    }


def detectable(n_eff: float, *, share: float = 0.5, tests: int = len(CORE)) -> float | None:
    """The change of a share (0–1) that two waves of this size find four times in five.

    tests: how many indices are looked at at once; one that moves alone has to pass Holm's
    strictest step, α / tests. None for nobody. n = 400: 0.126; for a single test 0.099.
    """
    if n_eff <= 0:
        return None
    stretch = -ndtri(ALPHA / 2 / tests) + ndtri(POWER)
    return float(stretch * np.sqrt(2 * share * (1 - share) / n_eff))


def ratio(part: Score, whole: Score) -> float | None:
    """A step of the funnel: the share of one stage by that of the stage before; None without."""
    return part.value / whole.value if part.value is not None and whole.value else None


def _share(held: Bools, weights: Floats) -> Score:
    return top_box(held.astype(float), weights, at_least=1)


def _top(values: Floats) -> Floats:
    return np.where(np.isnan(values), np.nan, values >= TOP_TWO)


def _delta(before, after):
    return None if before.value is None or after.value is None else after.value - before.value


def _why(before, after) -> str:
    if before.value is None or after.value is None:
        return "unknown"
    return "small" if min(before.n_eff, after.n_eff) < SMALLEST_BASE else ""


def _z(name, before, after) -> float:
    if name in SHARES:
        values = (after.value, before.value, after.n_eff, before.n_eff)
        return float(difference_z(*(np.array([value]) for value in values))[0])
    error = np.hypot(before.margin, after.margin) / Z95
    return (after.value - before.value) / error if error else np.nan


def _known(number) -> float | None:
    return None if np.isnan(number) else float(number)

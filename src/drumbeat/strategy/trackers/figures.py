"""The numbers of a wave as they are kept, and out of answers."""

from dataclasses import asdict, dataclass, field
from itertools import pairwise

import numpy as np

from drumbeat.people.records import in_language
from drumbeat.science.survey.margins import SMALLEST_BASE, margin_of_error
from drumbeat.science.survey.scores import Score
from drumbeat.science.survey.tracking import FUNNEL, Told, detectable, indices, ratio
from drumbeat.strategy.tabulation.reading import Reading
from drumbeat.strategy.trackers.mentions import mentions, others


@dataclass(frozen=True)
class Standing:
    """One brand in a wave: its indices by name."""

    key: str
    en: str
    zh: str
    role: str
    competitor: str | None
    indices: dict[str, Score]

    def __str__(self):
        return in_language(self.en, self.zh)

    @property
    def is_us(self):
        return self.role == "us"

    def steps(self) -> list[tuple[str, Score, float | None]]:
        """The funnel: (stage, its share of all asked, share of the stage before or None)."""
        stages = [self.indices[name] for name in FUNNEL]
        ratios = [None, *(ratio(after, before) for before, after in pairwise(stages))]
        return list(zip(FUNNEL, stages, ratios, strict=True))


@dataclass(frozen=True)
class Figures:
    """A wave in numbers. n: answers counted; set_aside: those that were not, doubtful: why.

    n_eff: Kish's effective sample. weights: of the equity index. sample: how the answers were
    weighted (targets, source, low, high, deviation, trimmed), {} when they were not.
    """

    n: int
    set_aside: int
    doubtful: dict[str, int]
    n_eff: float
    weights: dict[str, float]
    brands: list[Standing]
    sample: dict = field(default_factory=dict)
    others: list = field(default_factory=list)

    @property
    def worst(self) -> float | None:
        """± of a share of one half, 0–1."""
        return margin_of_error(0.5, self.n_eff)

    @property
    def detectable(self) -> float | None:
        return detectable(self.n_eff)

    @property
    def is_small(self) -> bool:
        return self.n_eff < SMALLEST_BASE

    @property
    def us(self) -> Standing:
        return next(one for one in self.brands if one.is_us)

    def brand(self, key: str) -> Standing | None:
        return next((one for one in self.brands if one.key == key), None)

    def as_json(self) -> dict:
        return asdict(self)


def figures_of(numbers: dict) -> Figures:
    """What `as_json` wrote."""
    brands = [
        Standing(
            **{
                **one,
                "indices": {name: Score(**score) for name, score in one["indices"].items()},
            }
        )
        for one in numbers["brands"]
    ]
    return Figures(**{**numbers, "brands": brands})


def compute(reading: Reading, brands: list[dict], weights: dict[str, float]) -> Figures:
    """The indices of every real brand out of a wave's answers."""
    real = [one for one in brands if one["role"] != "fake"]
    spellings = {one["key"]: [one["en"], one["zh"], *one["spellings"]] for one in real}
    texts = [answers.get("q1") or "" for answers in reading.answers]
    named = [mentions(text, spellings) for text in texts]
    return Figures(
        n=reading.n,
        set_aside=reading.set_aside,
        doubtful=reading.doubtful,
        n_eff=reading.n_eff,
        weights=weights,
        brands=[
            Standing(
                key=one["key"],
                en=one["en"],
                zh=one["zh"],
                role=one["role"],
                competitor=one["competitor"],
                indices=indices(
                    _told(reading.answers, named, one["key"]), reading.weights, weights
                ),
            )
            for one in real
        ],
        sample=_sample(reading),
        others=[list(pair) for pair in others(texts, spellings)],
    )


def _told(answers: list[dict], named: list[list], key: str) -> Told:
    def number(question):
        given = (one.get(f"{question}{key}") for one in answers)
        return np.array([np.nan if one is None else one for one in given], float)

    def picked(question):
        return np.array([key in (one.get(question) or ()) for one in answers], bool)

    return Told(
        first=np.array([one[:1] == [key] for one in named], bool),
        unaided=np.array([key in one for one in named], bool),
        aided=picked("q2"),
        bought=picked("q6"),
        prefers=np.array([one.get("q7") == key for one in answers], bool),
        consider=number("q5"),
        impression=number("q4"),
        again=number("q9"),
        recommend=number("q8"),
    )


def _sample(reading: Reading) -> dict:
    if reading.raked is None:
        return {}
    weighting, raked = reading.weighting, reading.raked
    return {
        "targets": weighting.targets,
        "source": weighting.source,
        "low": weighting.low,
        "high": weighting.high,
        "least": float(raked.weights.min()),
        "largest": float(raked.weights.max()),
        "deviation": raked.deviation,
        "trimmed": raked.trimmed,
        "converged": raked.converged,
    }

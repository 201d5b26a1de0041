"""Attribution: how the touches of journeys share their outcomes, model by model.

Rules weigh the steps of single journeys (`rules`, `split`); Markov and Shapley read all paths at
once (`paths`, `markov`, `shapley`). Channels, placements, messages or assets are ids 0 … n − 1.
Credit says who was there, not what would not have happened otherwise.
"""

from drumbeat.science.attribution.chain import CONVERSION, NULL, START
from drumbeat.science.attribution.markov import (
    MarkovCredit,
    markov_credit,
    markov_credit_of_transitions,
)
from drumbeat.science.attribution.paths import Paths
from drumbeat.science.attribution.rules import RULES, Journeys
from drumbeat.science.attribution.shapley import (
    ShapleyCredit,
    ShapleyValue,
    shapley_of_rates,
    shapley_of_totals,
    shapley_value,
)
from drumbeat.science.attribution.split import credit, whole_credit, whole_parts
from drumbeat.science.attribution.spread import ModelSpread, model_spread

__all__ = [
    "CONVERSION",
    "NULL",
    "RULES",
    "START",
    "Journeys",
    "MarkovCredit",
    "ModelSpread",
    "Paths",
    "ShapleyCredit",
    "ShapleyValue",
    "credit",
    "markov_credit",
    "markov_credit_of_transitions",
    "model_spread",
    "shapley_of_rates",
    "shapley_of_totals",
    "shapley_value",
    "whole_credit",
    "whole_parts",
]

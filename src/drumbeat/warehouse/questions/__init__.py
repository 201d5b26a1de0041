"""Questions that pages, reports and the API ask; every answer says where it is from."""

from drumbeat.warehouse.questions.answer import Answer, Period
from drumbeat.warehouse.questions.credit import MARKOV, MODELS
from drumbeat.warehouse.questions.cut import BY
from drumbeat.warehouse.questions.daily import daily
from drumbeat.warehouse.questions.results import results
from drumbeat.warehouse.questions.rows import last_touches, outcome_rows
from drumbeat.warehouse.questions.scope import DIMENSIONS, PLACEMENTS
from drumbeat.warehouse.questions.state import Freshness, freshness, verified

__all__ = [
    "BY",
    "DIMENSIONS",
    "MARKOV",
    "MODELS",
    "PLACEMENTS",
    "Answer",
    "Freshness",
    "Period",
    "daily",
    "freshness",
    "last_touches",
    "outcome_rows",
    "results",
    "verified",
]

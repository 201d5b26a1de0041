"""Questions that pages, reports and the API ask; every answer says where it is from."""

from drumbeat.warehouse.credit import MARKOV, MODELS
from drumbeat.warehouse.questions.acts import arrange_acts
from drumbeat.warehouse.questions.answer import Answer, Period
from drumbeat.warehouse.questions.contact_days import contact_days
from drumbeat.warehouse.questions.cut import BY
from drumbeat.warehouse.questions.daily import daily
from drumbeat.warehouse.questions.funnel import Step as FunnelStep
from drumbeat.warehouse.questions.funnel import funnel
from drumbeat.warehouse.questions.journeys import journeys
from drumbeat.warehouse.questions.markov import removal_effects
from drumbeat.warehouse.questions.moves_ahead import SavedMoves, count_moves_ahead
from drumbeat.warehouse.questions.path_models import Memory, Rates, path_credit
from drumbeat.warehouse.questions.paths import channel_paths, page_paths
from drumbeat.warehouse.questions.repeats import order_gaps, repeat_rate, second_orders
from drumbeat.warehouse.questions.results import results
from drumbeat.warehouse.questions.retention import retention
from drumbeat.warehouse.questions.returning import returning
from drumbeat.warehouse.questions.rfm import rfm
from drumbeat.warehouse.questions.rows import last_touches, outcome_rows
from drumbeat.warehouse.questions.saved import SavedFunnel, count_ahead, saved_funnel
from drumbeat.warehouse.questions.scope import DIMENSIONS, PLACEMENTS, UNKNOWN
from drumbeat.warehouse.questions.state import Freshness, freshness, verified
from drumbeat.warehouse.questions.traffic import NO_SESSION, channel_sales, traffic

__all__ = [
    "BY",
    "DIMENSIONS",
    "MARKOV",
    "MODELS",
    "NO_SESSION",
    "PLACEMENTS",
    "UNKNOWN",
    "Answer",
    "Freshness",
    "FunnelStep",
    "Memory",
    "Period",
    "Rates",
    "SavedFunnel",
    "SavedMoves",
    "arrange_acts",
    "channel_paths",
    "channel_sales",
    "contact_days",
    "count_ahead",
    "count_moves_ahead",
    "daily",
    "freshness",
    "funnel",
    "journeys",
    "last_touches",
    "order_gaps",
    "outcome_rows",
    "page_paths",
    "path_credit",
    "removal_effects",
    "repeat_rate",
    "results",
    "retention",
    "returning",
    "rfm",
    "saved_funnel",
    "second_orders",
    "traffic",
    "verified",
]

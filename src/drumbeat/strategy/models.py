from drumbeat.strategy.audiences.models import Audience
from drumbeat.strategy.campaigns.models import Campaign, Freeze
from drumbeat.strategy.competitors.models import (
    Competitor,
    Observation,
    Product,
    VoiceReading,
)
from drumbeat.strategy.goals.models import CheckIn, Goal, KeyResult
from drumbeat.strategy.market.models import Feed, Signal, SignalTag, WatchList
from drumbeat.strategy.messages.models import KeyMessage, MessageHouse, Pillar, ProofPoint
from drumbeat.strategy.plans.models import (
    BudgetLine,
    BudgetMove,
    LearningAnswer,
    LedgerEntry,
    Plan,
    PlanApproval,
)
from drumbeat.strategy.register.models import SwotEvidence, SwotItem

__all__ = [
    "Audience",
    "BudgetLine",
    "BudgetMove",
    "Campaign",
    "CheckIn",
    "Competitor",
    "Feed",
    "Freeze",
    "Goal",
    "KeyMessage",
    "KeyResult",
    "LearningAnswer",
    "LedgerEntry",
    "MessageHouse",
    "Observation",
    "Pillar",
    "Plan",
    "PlanApproval",
    "Product",
    "ProofPoint",
    "Signal",
    "SignalTag",
    "SwotEvidence",
    "SwotItem",
    "VoiceReading",
    "WatchList",
]

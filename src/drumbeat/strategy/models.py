from drumbeat.strategy.audiences.models import Audience
from drumbeat.strategy.campaigns.models import Campaign, Freeze
from drumbeat.strategy.goals.models import CheckIn, Goal, KeyResult
from drumbeat.strategy.messages.models import KeyMessage, MessageHouse, Pillar, ProofPoint
from drumbeat.strategy.plans.models import (
    BudgetLine,
    BudgetMove,
    LearningAnswer,
    LedgerEntry,
    Plan,
    PlanApproval,
)

__all__ = [
    "Audience",
    "BudgetLine",
    "BudgetMove",
    "Campaign",
    "CheckIn",
    "Freeze",
    "Goal",
    "KeyMessage",
    "KeyResult",
    "LearningAnswer",
    "LedgerEntry",
    "MessageHouse",
    "Pillar",
    "Plan",
    "PlanApproval",
    "ProofPoint",
]

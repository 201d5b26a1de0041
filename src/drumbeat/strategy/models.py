from drumbeat.strategy.audiences.models import Audience
from drumbeat.strategy.brandbook.models import BrandBookLink, BrandPlatform, BrandRule
from drumbeat.strategy.campaigns.models import Campaign, Freeze
from drumbeat.strategy.coding.models import Coded, Interview, Passage, Theme
from drumbeat.strategy.competitors.models import (
    Competitor,
    Observation,
    Product,
    VoiceReading,
)
from drumbeat.strategy.crisis.models import (
    Assessment,
    Confirmation,
    Crisis,
    CrisisReview,
    Deescalation,
    Entry,
    Publication,
    Reading,
    Seat,
    Statement,
    StatementApproval,
)
from drumbeat.strategy.forecasts.models import ForecastAmount, Reforecast
from drumbeat.strategy.goals.models import CheckIn, Goal, KeyResult
from drumbeat.strategy.horizons.models import PlanYear
from drumbeat.strategy.insights.models import Insight, InsightEvidence
from drumbeat.strategy.kpis.models import KpiNode, KpiTarget, KpiTree
from drumbeat.strategy.launches.models import LaunchTier
from drumbeat.strategy.limits.models import LimitRelease, SpendLimit
from drumbeat.strategy.market.models import Feed, RiskReport, Signal, SignalTag, WatchList
from drumbeat.strategy.messages.models import (
    KeyMessage,
    MessageHouse,
    Pillar,
    ProofPoint,
    Wording,
)
from drumbeat.strategy.metrics.models import OwnMetric
from drumbeat.strategy.planbooks.models import PlanUpload
from drumbeat.strategy.plans.models import (
    BudgetLine,
    BudgetMove,
    LearningAnswer,
    LedgerEntry,
    Plan,
    PlanApproval,
)
from drumbeat.strategy.rates.models import FxRate
from drumbeat.strategy.register.models import SwotEvidence, SwotItem
from drumbeat.strategy.routes.models import RouteChoice, RouteTest
from drumbeat.strategy.segments.models import Segment
from drumbeat.strategy.studies.models import Study, StudyFile
from drumbeat.strategy.surveys.models import (
    HeldOff,
    Question,
    Questionnaire,
    Quota,
    Response,
    Weighting,
)
from drumbeat.strategy.trackers.models import TrackedBrand, Tracker, Wave, WaveResult

__all__ = [
    "Assessment",
    "Audience",
    "BrandBookLink",
    "BrandPlatform",
    "BrandRule",
    "BudgetLine",
    "BudgetMove",
    "Campaign",
    "CheckIn",
    "Coded",
    "Competitor",
    "Confirmation",
    "Crisis",
    "CrisisReview",
    "Deescalation",
    "Entry",
    "Feed",
    "ForecastAmount",
    "Freeze",
    "FxRate",
    "Goal",
    "HeldOff",
    "Insight",
    "InsightEvidence",
    "Interview",
    "KeyMessage",
    "KeyResult",
    "KpiNode",
    "KpiTarget",
    "KpiTree",
    "LaunchTier",
    "LearningAnswer",
    "LedgerEntry",
    "LimitRelease",
    "MessageHouse",
    "Observation",
    "OwnMetric",
    "Passage",
    "Pillar",
    "Plan",
    "PlanApproval",
    "PlanUpload",
    "PlanYear",
    "Product",
    "ProofPoint",
    "Publication",
    "Question",
    "Questionnaire",
    "Quota",
    "Reading",
    "Reforecast",
    "Response",
    "RiskReport",
    "RouteChoice",
    "RouteTest",
    "Seat",
    "Segment",
    "Signal",
    "SignalTag",
    "SpendLimit",
    "Statement",
    "StatementApproval",
    "Study",
    "StudyFile",
    "SwotEvidence",
    "SwotItem",
    "Theme",
    "TrackedBrand",
    "Tracker",
    "VoiceReading",
    "WatchList",
    "Wave",
    "WaveResult",
    "Weighting",
    "Wording",
]

from drumbeat.insight.content_results.models import AdviceRules, ContentDecision
from drumbeat.insight.conversions.models import Conversion
from drumbeat.insight.funnels.models import Funnel
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.privacy.models import PersonRequest, Retention, RetentionRun
from drumbeat.insight.sources.models import Source

__all__ = [
    "AdviceRules",
    "ContentDecision",
    "Conversion",
    "Funnel",
    "OrderImport",
    "PersonRequest",
    "Retention",
    "RetentionRun",
    "Source",
]

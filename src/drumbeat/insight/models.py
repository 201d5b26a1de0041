from drumbeat.insight.conversions.models import Conversion
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.privacy.models import PersonRequest, Retention, RetentionRun
from drumbeat.insight.sources.models import Source

__all__ = ["Conversion", "OrderImport", "PersonRequest", "Retention", "RetentionRun", "Source"]

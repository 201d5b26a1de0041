from drumbeat.insight.conversions.models import Conversion
from drumbeat.insight.orders.models import OrderImport
from drumbeat.insight.sources.models import Source

__all__ = ["Conversion", "OrderImport", "Source"]

from drumbeat.channels.freezes.models import Hold
from drumbeat.channels.links.models import TrackingLink
from drumbeat.channels.placements.models import Arming, Handshake, Pin, Placement, Settlement
from drumbeat.channels.registry.models import Channel
from drumbeat.channels.specs.models import OwnFormat
from drumbeat.channels.spend.models import MappingRule, SpendFact, SpendImport

__all__ = [
    "Arming",
    "Channel",
    "Handshake",
    "Hold",
    "MappingRule",
    "OwnFormat",
    "Pin",
    "Placement",
    "Settlement",
    "SpendFact",
    "SpendImport",
    "TrackingLink",
]

from drumbeat.content.assets.models import Approval, Asset, Finding, Right, Version
from drumbeat.content.briefs.models import Acknowledgement, Brief, Confirmation
from drumbeat.content.media.models import FileFacts
from drumbeat.content.planning.models import Angle, ContentCell, ContentPillar, Demand, Topic
from drumbeat.content.studio.models import Draft, Pair, Remark

__all__ = [
    "Acknowledgement",
    "Angle",
    "Approval",
    "Asset",
    "Brief",
    "Confirmation",
    "ContentCell",
    "ContentPillar",
    "Demand",
    "Draft",
    "FileFacts",
    "Finding",
    "Pair",
    "Remark",
    "Right",
    "Topic",
    "Version",
]

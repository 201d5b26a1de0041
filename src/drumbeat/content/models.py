from drumbeat.content.assets.models import Approval, Asset, Finding, Right, Version
from drumbeat.content.briefs.models import Acknowledgement, Brief, Confirmation

__all__ = [
    "Acknowledgement",
    "Approval",
    "Asset",
    "Brief",
    "Confirmation",
    "Finding",
    "Right",
    "Version",
]

from drumbeat.content.assets.models import Approval, Asset, Finding, Right, Version
from drumbeat.content.briefs.models import Acknowledgement, Brief, Confirmation
from drumbeat.content.media.models import FileFacts

__all__ = [
    "Acknowledgement",
    "Approval",
    "Asset",
    "Brief",
    "Confirmation",
    "FileFacts",
    "Finding",
    "Right",
    "Version",
]

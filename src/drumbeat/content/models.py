from drumbeat.content.assets.models import Approval, Asset, Finding, Version
from drumbeat.content.briefs.models import (
    Acknowledgement,
    Brief,
    ChangeAnswer,
    Confirmation,
    Reference,
    TriedAnswer,
)
from drumbeat.content.briefs.types.models import BriefType
from drumbeat.content.collections.models import Collected, Collection
from drumbeat.content.creative.concepts.models import Concept, Score, Scorer, Scoring
from drumbeat.content.creative.proofing.models import ProofRound, Reviewer
from drumbeat.content.media.models import FileFacts
from drumbeat.content.paths.models import GuidancePath, PathStep
from drumbeat.content.planning.models import Angle, ContentCell, ContentPillar, Demand, Topic
from drumbeat.content.rights.models import Right
from drumbeat.content.sharing.models import Share
from drumbeat.content.studio.models import Draft, Pair, Remark
from drumbeat.content.tags.models import Tag

__all__ = [
    "Acknowledgement",
    "Angle",
    "Approval",
    "Asset",
    "Brief",
    "BriefType",
    "ChangeAnswer",
    "Collected",
    "Collection",
    "Concept",
    "Confirmation",
    "ContentCell",
    "ContentPillar",
    "Demand",
    "Draft",
    "FileFacts",
    "Finding",
    "GuidancePath",
    "Pair",
    "PathStep",
    "ProofRound",
    "Reference",
    "Remark",
    "Reviewer",
    "Right",
    "Score",
    "Scorer",
    "Scoring",
    "Share",
    "Tag",
    "Topic",
    "TriedAnswer",
    "Version",
]

from drumbeat.work.comments.models import Comment
from drumbeat.work.files.models import StoredFile
from drumbeat.work.gates.models import GateDecision
from drumbeat.work.handoffs.models import Handoff, HandoffAnswer
from drumbeat.work.playbooks.models import Playbook, PlaybookVersion
from drumbeat.work.runs.models import Run
from drumbeat.work.tasks.models import Delivery, Dependency, Task

__all__ = [
    "Comment",
    "Delivery",
    "Dependency",
    "GateDecision",
    "Handoff",
    "HandoffAnswer",
    "Playbook",
    "PlaybookVersion",
    "Run",
    "StoredFile",
    "Task",
]

"""Named factories of the work room; they go through the real actions."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from drumbeat.people.models import Member
from drumbeat.work.files.models import StoredFile
from drumbeat.work.handoffs.actions import offer
from drumbeat.work.models import Handoff, Playbook, PlaybookVersion, Run, Task
from drumbeat.work.playbooks.actions import install_playbooks, publish_version
from drumbeat.work.runs.actions import start_run
from drumbeat.work.tasks.actions import accept, create_task, start, submit
from tests.world import a_member

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAUNCH_DAY = datetime(2026, 12, 1, 9, tzinfo=SHANGHAI)  # a Tuesday
DETECTED = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # a Sunday
ROLES = ("brand", "cl", "cw", "ds", "cm", "pr", "ev", "an")


def a_team(lead) -> dict[str, Member]:
    """One member a role beside the lead."""
    return {"lead": lead} | {
        role: a_member(lead.brand, role, name=f"{role.upper()} Person") for role in ROLES
    }


def a_playbook(lead, key="launch") -> PlaybookVersion:
    """The newest version of a shipped playbook, installed for the brand."""
    install_playbooks(lead.brand, lead)
    return Playbook.objects.get(brand=lead.brand, key=key).versions.first()


def a_run(lead, key="launch", **fields) -> Run:
    fields.setdefault("anchor_at", DETECTED if key == "crisis" else LAUNCH_DAY)
    return start_run(a_playbook(lead, key), by=lead, **fields)


def a_task(owner, title="Write the press kit", *, accountable=None, by=None, **fields) -> Task:
    now = timezone.now()
    values = {
        "title_en": title,
        "module": "content",
        "deliverable_en": "A press kit",
        "acceptance_en": "Every claim has its source",
        "start_at": now,
        "due_at": now + timedelta(days=3),
    } | fields
    task = Task(brand=owner.brand, owner=owner, accountable=accountable or owner, **values)
    return create_task(task, by=by or owner)


def a_file(member, name="kit.txt", data=b"Rock Mist cold brew") -> StoredFile:
    return StoredFile.keep(member, name, data, "text/plain")


def delivered(task: Task) -> Task:
    """The task, started and handed in with a file by its owner."""
    owner = Member.objects.get(pk=task.owner_id)
    start(task, by=owner)
    submit(task, by=owner, file=a_file(owner))
    return task


def done(task: Task) -> Task:
    """The task, handed in by its owner and accepted by who is accountable."""
    delivered(task)
    return accept(task, by=Member.objects.get(pk=task.accountable_id), alone=True)


def a_handoff(giver, receiver=None, **fields) -> Handoff:
    values = {
        "title_en": "Message house",
        "from_module": "strategy",
        "to_module": "content",
    } | fields
    return offer(Handoff(brand=giver.brand, owner=giver, receiver=receiver, **values), by=giver)


def a_new_version(version: PlaybookVersion, key: str, note="Learnt", **changes) -> PlaybookVersion:
    """The next version of the playbook, in which one task is different."""
    body = {
        **version.body,
        "tasks": [
            {**task, **(changes if task["id"] == key else {})} for task in version.body["tasks"]
        ],
    }
    return publish_version(version.playbook, body, by=version.owner, note=note)


def text(answer):
    return answer.content.decode()

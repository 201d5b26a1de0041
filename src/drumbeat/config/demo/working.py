"""Work's part: the launch playbook lived through, task by task, gate by gate, a little late at times."""

from datetime import date, datetime, time, timedelta

from drumbeat.config.demo.stage import ZONE, Stage
from drumbeat.people.errors import DomainError
from drumbeat.strategy.models import Campaign
from drumbeat.thread.registry import ref
from drumbeat.work.gates.actions import decide, may_decide
from drumbeat.work.handoffs.actions import accept_handoff
from drumbeat.work.models import Handoff, Playbook, Run, Task
from drumbeat.work.runs.actions import start_run
from drumbeat.work.tasks import actions

# What was done late, and by how many days; and the one step that the lead let go.
SLIPS = {"L08": 2, "L19": 3, "L23": 2, "L31": 4, "L46": 1}
WAIVED = "L15"


def begin(stage: Stage, campaign: Campaign, launch_day: date) -> Run:
    """Set the launch playbook to the launch day, long before it."""
    playbook = Playbook.objects.get(brand=stage.brand, key="launch")
    with stage.at(launch_day - timedelta(days=90)):
        return start_run(
            playbook.versions.first(),
            by=stage.cast["lead"],
            subject=ref(campaign),
            title_en=f"{campaign.title_en}: playbook",
            title_zh=f"{campaign.title_zh} · 手册",
            anchor_at=datetime.combine(launch_day, time(9), ZONE),
            parameters={"has_event": True, "has_kol": True},
        )


def live_through(stage: Stage, run: Run, campaign: Campaign) -> None:
    """Do every task whose time has come, in order; what is due later stays open."""
    for task_id in run.tasks.order_by("due_at", "key").values_list("pk", flat=True):
        task = Task.objects.get(pk=task_id)
        done_on = task.due_at.astimezone(ZONE).date() + timedelta(days=SLIPS.get(task.key, 0))
        if stage.has_come(done_on):
            _do(stage, task, campaign, done_on)
        elif stage.has_come(task.start_at.astimezone(ZONE).date()):
            _only_start(stage, task)


def _do(stage, task, campaign, day):
    if task.key == WAIVED:
        with stage.at(day, 17):
            actions.waive(
                task, by=stage.cast["lead"], reason="基线调研与季度品牌追踪重合，用季度数据代替。"
            )
        return
    if task.kind == "gate":
        with stage.at(day, 17):
            by = next(m for m in stage.cast.values() if may_decide(task, m))
            decide(task, by=by, decision="pass", reason="检查项全部完成。")
        return
    with stage.at(day, 10):
        if task.state == "blocked":
            _waive_what_blocks(stage, task)
        actions.start(task, by=task.owner)
    with stage.at(day, 16):
        actions.submit(task, by=task.owner, ref=ref(campaign), note="见战役页。")
    with stage.at(day, 17, 30):
        actions.accept(task, by=task.accountable)


def _waive_what_blocks(stage, task):
    """A late task holds others up: the lead lets them start, and it stays red on the record."""
    for dependency in task.dependencies.filter(waived_at=None).exclude(
        needs__state__in=("accepted", "waived")
    ):
        actions.waive_dependency(
            dependency, by=stage.cast["lead"], reason="并行推进，不等上一步收尾。"
        )
    task.refresh_from_db()


def _only_start(stage, task):
    with stage.at(stage.today, 9):
        try:
            actions.start(task, by=task.owner)
        except DomainError:
            return  # still waits for another task: that is what the page should show


def answer_handoffs(stage: Stage, run: Run) -> None:
    """All but the newest batons are taken, each in the receiver's own words."""
    offered = Handoff.objects.filter(brand=stage.brand, subject=run.subject, state="offered")
    for handoff in list(offered.order_by("offered_at"))[:-2]:
        with stage.at(handoff.offered_at.astimezone(ZONE).date() + timedelta(days=1), 10):
            receiver = _receiver(stage, handoff)
            accept_handoff(
                handoff,
                by=receiver,
                words="收到：我们按已定的人群与三句信息接着做，有出入当天提出。",
            )


def _receiver(stage, handoff):
    heads = {"strategy": "brand", "content": "cl", "channels": "cm", "insight": "an"}
    return handoff.receiver or stage.cast[heads[handoff.to_module]]

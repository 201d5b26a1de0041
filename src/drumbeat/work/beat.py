"""The beat of the work on one object: lanes, batons and gates for `ui.beatline.beat_line`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drumbeat.people.matrix import MODULES
from drumbeat.thread.registry import ref
from drumbeat.ui.beatline import Bar, Gate, Lane, Pass, beat_line
from drumbeat.work.handoffs.actions import answer_due, hours_waited
from drumbeat.work.handoffs.models import Handoff, HandoffAnswer
from drumbeat.work.queries import standings, tasks_of
from drumbeat.work.runs.charts import day_label, week_ticks
from drumbeat.work.runs.models import Run
from drumbeat.work.tasks.models import Dependency, Task

# What a drawing reads of a handoff: a campaign has a hundred of them, and they are long.
HANDOFF = (
    "title_en", "title_zh", "from_module", "to_module", "state", "offered_at",
    "answer_within_hours", "task",
)  # fmt: skip
DECIDED = {"pass": "passed", "conditional": "conditional", "fail": "failed"}


@dataclass(frozen=True)
class Beat:
    """Arguments of `beat_line`, as plain values; days are those of the active time zone."""

    lanes: tuple[Lane, ...]
    passes: tuple[Pass, ...]
    gates: tuple[Gate, ...]

    @property
    def is_empty(self):
        return not any(lane.bars for lane in self.lanes)

    def line(self, now: datetime) -> dict | None:
        """What `c-beat-line` draws at `now`; None while there is no work to draw."""
        if self.is_empty:
            return None
        days = [day for lane in self.lanes for bar in lane.bars for day in (bar.start, bar.end)]
        today = timezone.localdate(now)
        return beat_line(
            self.lanes,
            passes=self.passes,
            gates=self.gates,
            today=today,
            today_label=f"{_('Today')} {day_label(today)}",
            tick_labels=week_ticks(min(days), max(days)),
            summary=self.summary(),
        )

    def summary(self) -> str:
        late = sum(each.late for each in self.passes)
        return ngettext(
            "%(count)d handoff, %(late)d late",
            "%(count)d handoffs, %(late)d late",
            len(self.passes),
        ) % {"count": len(self.passes), "late": late}


def beat(subject, now: datetime) -> Beat:
    """The work on an object of the thread as a beat (5 queries)."""
    return _beat(list(tasks_of(subject)), Q(subject=ref(subject)), subject.brand, now)


def beat_of_run(run: Run, tasks: list[Task], now: datetime) -> Beat:
    """The beat of one run's tasks (4 queries)."""
    return _beat(tasks, Q(task__run=run), run.brand, now)


def _beat(tasks, whose, brand, now):
    return Beat(_lanes(tasks, now), _batons(tasks, whose, brand, now), _gates(tasks, now))


def _day(moment):
    return timezone.localtime(moment).date()


def _span(task: Task, now: datetime) -> tuple[date, date]:
    """When the task was worked on, or is to be; what was begun goes on until today at least."""
    start = _day(task.started_at or task.start_at)
    goes_on = task.started_at and task.is_open
    end = _day(task.finished_at or (max(task.due_at, now) if goes_on else task.due_at))
    return min(start, end), end


def _lanes(tasks, now):
    lanes = []
    for key, label in MODULES.items():
        mine = [task for task in tasks if task.module == key and task.state != "waived"]
        begun = [task for task in mine if task.started_at or task.finished_at]
        planned = [task for task in mine if task not in begun]
        late = [task for task in begun if task.is_open and task.due_at < now]
        on_time = [task for task in begun if task not in late]
        bars = (
            *_bars(planned, now, planned=True),
            *_bars(on_time, now),
            *_bars(late, now, late=True),
        )
        lanes.append(Lane(key, str(label), bars))
    return tuple(lanes)


def _bars(tasks: Iterable[Task], now: datetime, **looks) -> list[Bar]:
    """Tasks that touch or overlap drawn as one stretch, named after all of them."""
    stretches: list[tuple[date, date, list[str]]] = []
    for task in sorted(tasks, key=lambda task: _span(task, now)):
        start, end = _span(task, now)
        # Over a weekend work is not interrupted.
        if stretches and start <= stretches[-1][1] + timedelta(days=3):
            first, last, names = stretches.pop()
            stretches.append((first, max(last, end), [*names, str(task)]))
        else:
            stretches.append((start, end, [str(task)]))
    return [Bar(start, end, " · ".join(names), **looks) for start, end, names in stretches]


def _batons(tasks, whose, brand, now):
    """Batons offered, with those still to come where a gate stands between two modules."""
    taken = HandoffAnswer.objects.filter(is_accepted=True).only("handoff", "at")
    offered = list(
        Handoff.objects.of(brand)
        .filter(whose)
        .exclude(state="withdrawn")
        .select_related("task__run")
        .only(*HANDOFF, "task__run__calendar")
        .prefetch_related(Prefetch("answers", taken, to_attr="taken"))
    )
    for handoff in offered:
        handoff.brand = brand
    passes = [_pass(handoff, now) for handoff in offered]
    known = {(handoff.task_id, handoff.to_module) for handoff in offered}
    by_id = {task.pk: task for task in tasks}
    links = Dependency.objects.filter(needs__in=[t.pk for t in tasks if t.kind == "gate"])
    for link in links:
        giver, receiver = by_id[link.needs_id], by_id.get(link.task_id)
        if receiver is None or giver.module == receiver.module or not giver.is_open:
            continue
        if (giver.pk, receiver.module) not in known:
            known.add((giver.pk, receiver.module))
            passes.append(
                Pass(
                    giver.module,
                    receiver.module,
                    _day(giver.due_at),
                    _day(receiver.start_at),
                    str(giver),
                    accepted=False,
                )
            )
    return tuple(passes)


def _pass(handoff, now):
    accepted = next(iter(handoff.taken), None)
    is_late = not accepted and hours_waited(handoff, now) > handoff.answer_within_hours
    return Pass(
        handoff.from_module,
        handoff.to_module,
        _day(handoff.offered_at),
        _day(accepted.at if accepted else answer_due(handoff)),
        str(handoff),
        accepted=accepted is not None,
        late=is_late,
    )


def _gates(tasks, now):
    return tuple(
        Gate(
            each.gate.module,
            _span(each.gate, now)[1],
            f"{each.gate} · {each.decision.get_decision_display() if each.decision else _('open')}",
            DECIDED[each.decision.decision] if each.decision else "open",
        )
        for each in standings([task for task in tasks if task.kind == "gate"])
    )

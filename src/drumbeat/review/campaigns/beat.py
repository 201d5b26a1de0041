"""The campaign on one line: what each module did and will do, batons passed, gates, today."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drumbeat.people.matrix import MODULES
from drumbeat.strategy.models import Campaign
from drumbeat.thread.registry import ref
from drumbeat.ui.beatline import Bar, Gate, Lane, Pass, beat_line
from drumbeat.ui.templatetags.format import date as shown_date
from drumbeat.ui.templatetags.format import daterange
from drumbeat.work.beat import HANDOFF
from drumbeat.work.models import Handoff, HandoffAnswer
from drumbeat.work.queries import tasks_of

JOINED = timedelta(days=4)
"""Tasks closer together than this are one stretch of work to the eye."""
# What the drawing reads: a campaign has a hundred tasks, and they are long.
TASK = (
    "title_en", "title_zh", "module", "kind", "key", "state", "start_at", "started_at", "due_at",
    "finished_at",
)  # fmt: skip
GATE_LOOKS = {"accepted": "passed", "returned": "failed", "waived": "conditional"}


def beat_of(campaign: Campaign, today: date) -> dict:
    """The drawing for `c-beat-line` (3 queries). The campaign's own flight is always on it."""
    subject = ref(campaign)
    tasks = list(tasks_of(campaign).select_related(None).defer(None).only(*TASK))
    taken = HandoffAnswer.objects.filter(is_accepted=True).only("handoff", "at", "working_hours")
    handoffs = list(
        Handoff.objects.filter(brand=campaign.brand_id, subject=subject)
        .exclude(state="withdrawn")
        .only(*HANDOFF)
        .prefetch_related(Prefetch("answers", taken, to_attr="taken"))
    )
    work, gates = [task for task in tasks if task.kind != "gate"], _gates(tasks)
    lanes = [_lane(key, label, campaign, work, today) for key, label in MODULES.items()]
    passes = [_pass(handoff, today) for handoff in handoffs]
    days = _span(lanes, passes, gates)
    return beat_line(
        lanes,
        passes=passes,
        gates=gates,
        today=today if days[0] <= today <= days[1] else None,
        today_label=_("Today"),
        tick_labels=_ticks(*days),
        summary=_summary(campaign, passes, gates),
    )


def _lane(key, label, campaign, tasks, today) -> Lane:
    mine = [task for task in tasks if task.module == key]
    done = [_days(task) for task in mine if not task.is_open]
    ahead = [_days(task) for task in mine if task.is_open]
    bars = [Bar(a, b, _words(label, a, b)) for a, b in _joined(done)]
    bars += [
        Bar(a, b, _words(label, a, b), planned=True, late=b < today) for a, b in _joined(ahead)
    ]
    if key == "channels":
        bars += _flight(campaign, today)
    return Lane(key, str(label), bars)


def _flight(campaign, today) -> list[Bar]:
    """The campaign itself: what is over, then what is still to come."""
    first, last = campaign.starts_on, campaign.ends_on
    title = _words(str(campaign), first, last)
    if today < first:
        return [Bar(first, last, title, planned=True)]
    bars = [Bar(first, min(today, last), title)]
    return bars + ([Bar(today + timedelta(1), last, title, planned=True)] if today < last else [])


def _days(task) -> tuple[date, date]:
    start, end = task.started_at or task.start_at, task.finished_at or task.due_at
    first, last = (timezone.localtime(moment).date() for moment in (start, end))
    return min(first, last), last


def _joined(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= JOINED:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _gates(tasks) -> list[Gate]:
    return [
        Gate(
            task.module,
            timezone.localtime(task.finished_at or task.due_at).date(),
            f"{task.key} {task} · {task.get_state_display()}",
            GATE_LOOKS.get(task.state, "open"),
        )
        for task in tasks
        if task.kind == "gate"
    ]


def _pass(handoff, today) -> Pass:
    offered = timezone.localtime(handoff.offered_at).date()
    taken = next(iter(handoff.taken), None)
    received = timezone.localtime(taken.at).date() if taken else max(today, offered)
    hours = float(handoff.answer_within_hours)
    late = float(taken.working_hours) > hours if taken else (received - offered).days * 8 > hours
    return Pass(
        handoff.from_module,
        handoff.to_module,
        offered,
        received,
        f"{handoff} · {handoff.get_state_display()}",
        accepted=taken is not None,
        late=late,
    )


def _span(lanes, passes, gates) -> tuple[date, date]:
    bars = [bar for lane in lanes for bar in lane.bars]
    days = [day for bar in bars for day in (bar.start, bar.end)]
    days += [day for one in passes for day in (one.offered, one.received)]
    days += [gate.day for gate in gates]
    return min(days), max(days)


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Months when the line is long, weeks when it is short."""
    length = (last - first).days
    step = 7 if length <= 70 else 14 if length <= 140 else 28
    days = [first + timedelta(days=n) for n in range(0, length + 1, step)]
    return [(day, _short(day)) for day in days]


def _short(day: date) -> str:
    return _("%(month)d/%(day)d") % {"month": day.month, "day": day.day}


def _words(label, start, end) -> str:
    return f"{label} · {daterange(start, end)}"


def _summary(campaign, passes, gates) -> str:
    counts: dict[bool, int] = defaultdict(int)
    for one in passes:
        counts[one.accepted] += 1
    handed = ngettext("%(count)d handoff accepted", "%(count)d handoffs accepted", counts[True])
    return "; ".join(
        [
            _("%(name)s from %(start)s to %(end)s")
            % {
                "name": campaign,
                "start": shown_date(campaign.starts_on),
                "end": shown_date(campaign.ends_on),
            },
            handed % {"count": counts[True]},
            ngettext("%(count)d gate", "%(count)d gates", len(gates)) % {"count": len(gates)},
        ]
    )

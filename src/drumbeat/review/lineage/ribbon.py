"""The ribbon on top of every object: how much of each kind hangs on its thread."""

from django.urls import reverse
from django.utils.translation import gettext as _

from drumbeat.content.models import Version
from drumbeat.review.lineage.page import Thread
from drumbeat.thread.registry import kind
from drumbeat.ui.templatetags.format import number

STEPS = (
    *("goal", "plan", "message", "topic", "brief"),
    *("asset", "placement", "touch", "outcome", "learning"),
)
# A step where there is one, and no gap where there is none: a brief need not take an angle.
MAY_BE_LEFT_OUT = ("topic",)
# Kinds that have no step of their own stand under the one that carries them.
STANDS_UNDER = {
    "campaign": "placement",
    "version": "asset",
    "audience": "message",
    "pillar": "topic",
    "angle": "topic",
}


def steps_of(thread: Thread) -> list[dict]:
    """What `c-thread-ribbon` shows; objects the reader may not see are counted, not linked."""
    start = thread.line.start
    here = STANDS_UNDER.get(start[0], start[0])
    walk = reverse("review:lineage", args=start)
    total = thread.total
    answered = {
        "touch": {"label": _("Touches"), "value": number(total.touches), "url": walk},
        "outcome": {"label": _("Outcomes"), "value": number(round(total.outcomes)), "url": walk},
    }
    steps = [
        {"kind": key, **(answered.get(key) or _counted(thread, key, walk)), "here": key == here}
        for key in STEPS
    ]
    return [
        step for step in steps if step["kind"] not in MAY_BE_LEFT_OUT or not step.get("missing")
    ]


def _counted(thread, key, walk) -> dict:
    shown = [obj for (kind_key, _pk), obj in thread.seen.items() if kind_key == key]
    count = len(shown) + thread.hidden[key]
    only = shown[0] if count == 1 and shown else None
    return {
        "label": str(kind(key).label if count == 1 else kind(key).plural),
        "value": _value(key, shown, count, only),
        "url": only.get_absolute_url() if only else walk if shown else "",
        "missing": not count,
    }


def _value(key, shown, count, only) -> str:
    if only is not None and key in ("goal", "plan", "topic"):
        return str(only)
    if not count:
        return "—"
    if key == "asset":
        return _("%(count)s · approved %(done)s") % {"count": count, "done": _approved(shown)}
    if key == "placement":
        live = sum(obj.state == "live" for obj in shown)
        return _("%(count)s · live %(live)s") % {"count": count, "live": live}
    return number(count)


def _approved(assets) -> int:
    """Assets with an approved version (one query)."""
    approved = Version.objects.approved().filter(asset__in=assets)
    return approved.order_by().values("asset").distinct().count()

"""The baseline: what exactly was approved, frozen as JSON under its SHA-256."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from drumbeat.strategy.plans.models import Plan
from drumbeat.strategy.plans.queries import lines_of

_PLAN = (
    "title_en",
    "title_zh",
    "kind",
    "version",
    "currency",
    "budget_minor",
    "contribution_margin",
    "situation",
    "choices_made",
    "not_doing",
    "goal_id",
)
_LINE = (
    "id",
    "title_en",
    "title_zh",
    "category",
    "channel_kind",
    "phase",
    "starts_on",
    "ends_on",
    "planned_minor",
    "currency",
    "own_minor",
    "rate",
    "rate_on",
    "is_reserve",
)
_TARGET = (
    "id",
    "title_en",
    "title_zh",
    "metric",
    "unit",
    "direction",
    "baseline",
    "target",
    "due_on",
    "owner_id",
)
_YEAR = ("number", "choices_made", "not_doing")
_NAMED = ("id", "title_en", "title_zh")


def baseline_of(plan: Plan) -> dict:
    """Plain JSON values of the plan, its lines, its goal's targets, audiences and messages."""
    parts = {
        "plan": _facts(plan, _PLAN),
        "period": _facts(plan.goal, ("starts_on", "ends_on")),
        "years": [_facts(year, _YEAR) for year in plan.years.all()],
        "lines": [_facts(line, _LINE) for line in lines_of(plan)],
        "targets": [_facts(target, _TARGET) for target in plan.goal.key_results.current()],
        "audiences": [_facts(audience, _NAMED) for audience in plan.audiences.all()],
        "messages": [_facts(message, _NAMED) for message in plan.messages.all()],
    }
    return json.loads(json.dumps(parts, cls=DjangoJSONEncoder))


def fingerprint(baseline: dict) -> str:
    """SHA-256 of the baseline's canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(baseline, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def since(baseline: dict, plan: Plan) -> list[dict]:
    """What differs now, a row a line or target that changed, came or went.

    Each {what: "line" | "target", title_en, title_zh, before, now}; amounts in minor units,
    targets as stored text; None where it was not there.
    """
    now = baseline_of(plan)
    return [
        *_compared("line", baseline["lines"], now["lines"], "planned_minor"),
        *_compared("target", baseline["targets"], now["targets"], "target"),
    ]


def _facts(obj, names):
    return {name: getattr(obj, name) for name in names}


def _compared(what, before, now, value):
    old, new = ({row["id"]: row for row in rows} for rows in (before, now))
    for row_id in [*old, *(row_id for row_id in new if row_id not in old)]:
        was, is_ = (rows.get(row_id, {}) for rows in (old, new))
        if was.get(value) != is_.get(value):
            named = is_ or was
            yield {
                "what": what,
                "title_en": named["title_en"],
                "title_zh": named["title_zh"],
                "before": was.get(value),
                "now": is_.get(value),
            }

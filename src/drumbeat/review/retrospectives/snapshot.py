"""What a closed retrospective stands on for ever: the numbers, their queries, one hash (I-28)."""

import json
from hashlib import sha256
from math import isclose

from drumbeat.insight.results.scoreboard import Row
from drumbeat.review.retrospectives.page import Review


def snapshot_of(review: Review) -> dict:
    """Plain JSON in a fixed order; asking the stored SQL of the stored events gives it again."""
    board = review.board
    return {
        "campaign": review.campaign.pk,
        "period": {
            "start": board.period.start.isoformat(),
            "end": board.period.end.isoformat(),
            "time_zone": board.period.tz,
        },
        "currency": review.currency,
        "events_version": board.answer.events_version,
        "fresh_until": board.freshness.isoformat() if board.freshness else None,
        "queries": {cut.by: cut.board.answer.sql for cut in review.cuts},
        "goals": [_goal(one) for one in review.outcomes],
        "cuts": {cut.by: _cut(cut) for cut in review.cuts},
        "costs": {
            "completeness": review.costs.completeness,
            "total_minor": review.costs.total_minor,
            "margin": review.costs.margin,
            "lines": [
                [row.label, row.planned_minor, row.reported_minor, row.booked_minor]
                for row in review.costs.rows
            ],
        },
        "returns": {model: [revenue, value] for model, revenue, value in review.returns},
        "surprises": [[one.label, one.expected, one.actual, one.z] for one in review.surprises],
        "slips": [[slip.task.pk, slip.working_days] for slip in review.timeline.slips],
    }


def sha256_of(snapshot: dict) -> str:
    """Of the canonical JSON: keys sorted, no spaces, UTF-8."""
    body = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(body.encode()).hexdigest()


def drift(closed: dict, review: Review) -> dict[str, tuple]:
    """What arrived after the closing: figure → (frozen, now), only where they differ."""
    frozen, now = closed["cuts"]["placement"]["total"], _pair(review.main.total)
    return {
        name: (frozen[name], now[name])
        for name in ("spend_minor", "touches", "last_non_direct", "linear")
        if not _is_same(frozen[name], now[name])
    }


def _is_same(before, now) -> bool:
    """Credited parts of an order are sums of fractions, whose last digits depend on their order."""
    if isinstance(before, list):
        return all(map(_is_same, before, now))
    return isclose(before, now, abs_tol=1e-6)


def _goal(outcome):
    return {
        "key_result": outcome.result.pk,
        "target": str(outcome.result.target),
        "actual": None if outcome.actual is None else str(outcome.actual),
        "is_measured": outcome.is_measured,
    }


def _cut(cut) -> dict:
    return {
        "rows": [_pair(pair) for pair in (*cut.rows, *cut.rests)],
        "total": _pair(cut.total),
        "everything": _pair(cut.everything),
    }


def _pair(pair) -> dict:
    last: Row = pair.last
    return {
        "key": last.key,
        "label": last.label,
        "rest": last.rest,
        "planned_minor": last.planned_minor,
        "expected_outcomes": last.expected_outcomes,
        "spend_minor": last.spend_minor,
        "touches": last.touches,
        "last_non_direct": [last.outcomes, last.revenue_minor],
        "linear": [pair.linear.outcomes, pair.linear.revenue_minor],
    }

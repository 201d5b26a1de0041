"""Attribution: how the touches of a journey share their outcome, to the last minor unit."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir


def _first(steps: ir.Table) -> ir.Value:
    return steps.position <= 1


def _last(steps: ir.Table) -> ir.Value:
    return steps.position == steps.length


def _last_non_direct(steps: ir.Table) -> ir.Value:
    heard = steps.position.max(where=~steps.direct).over(group_by=steps.outcome_id)
    return steps.position == ibis.coalesce(heard, steps.length)


def _linear(steps: ir.Table) -> ir.Value:
    return ibis.literal(True)


# Each model gives a step a whole-number weight; its share is weight / Σ weights of the journey.
MODELS: dict[str, Callable[[ir.Table], ir.Value]] = {
    "last_non_direct": _last_non_direct,
    "linear": _linear,
    "first": _first,
    "last": _last,
}


def credits(journeys: ir.Table, model: str) -> ir.Table:
    """The steps that get credit, with `share` (Σ 1 per outcome) and `credited` (minor units).

    Credited amounts are whole and sum to the outcome's value: the largest remainders get the rest,
    the earlier step first. An outcome without touches keeps its own one step.
    Raises KeyError for an unknown model.
    """
    steps = journeys.mutate(weight=MODELS[model](journeys).cast("int64"))
    steps = steps.filter(steps.weight > 0)
    total = steps.weight.sum().over(group_by=steps.outcome_id)
    steps = steps.mutate(weights=total)
    amount = ibis.coalesce(steps.value_minor, 0).abs() * steps.weight
    steps = steps.mutate(whole=amount // steps.weights, rest=amount % steps.weights)
    left = steps.rest.sum().over(group_by=steps.outcome_id) // steps.weights
    rank = ibis.row_number().over(
        group_by=steps.outcome_id, order_by=[steps.rest.desc(), steps.position]
    )
    steps = steps.mutate(extra=(rank < left).cast("int64"))
    sign = ibis.ifelse(steps.value_minor < 0, -1, 1)
    return steps.mutate(
        share=steps.weight / steps.weights,
        credited=(steps.whole + steps.extra) * sign,
    ).drop("weight", "weights", "whole", "rest", "extra")

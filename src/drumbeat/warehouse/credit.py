"""Attribution: how the touches of a journey share their outcome, to the last minor unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from drumbeat.warehouse.engine import whole_seconds


def _first(steps: ir.Table) -> ir.Value:
    return steps.position <= 1


def _last(steps: ir.Table) -> ir.Value:
    return steps.position == steps.length


def _last_non_direct(steps: ir.Table) -> ir.Value:
    heard = steps.position.max(where=~steps.direct).over(group_by=steps.outcome_id)
    return steps.position == ibis.coalesce(heard, steps.length)


def _linear(steps: ir.Table) -> ir.Value:
    return ibis.literal(True)


def _position(steps: ir.Table) -> ir.Value:
    # 40 % to each end, 20 % over the middle, as whole numbers; halves when there is no middle.
    end = (steps.position <= 1) | (steps.position == steps.length)
    return ibis.ifelse(end & (steps.length > 2), 2 * (steps.length - 2), 1)


HALF_LIFE_SECONDS = 7 * 86_400
_FINE = 1 << 20  # whole parts of the newest touch's weight

# An outcome is shared in so many whole parts, so that sums of shares are exact in any order.
PARTS = 10**12


def _time_decay(steps: ir.Table) -> ir.Value:
    age = whole_seconds(steps.basis_ts) - whole_seconds(steps.touch_ts)
    weight = (ibis.literal(0.5) ** (age / HALF_LIFE_SECONDS) * _FINE).round().cast("int64")
    return ibis.greatest(ibis.coalesce(weight, 1), 1)


def _shapley(steps: ir.Table) -> ir.Value:
    """The Shapley value of v(S) = outcomes of journeys that stay within the keys S.

    It is the sum over journeys of an equal share for each of the journey's different keys, which
    `science.attribution.shapley` proves against the definition.
    """
    same = [steps.outcome_id, steps.key, steps.label]
    return ibis.row_number().over(group_by=same, order_by=steps.position) == 0


# Each model gives a step a whole-number weight; its share is weight / Σ weights of the journey.
MODELS: dict[str, Callable[[ir.Table], ir.Value]] = {
    "last_non_direct": _last_non_direct,
    "linear": _linear,
    "first": _first,
    "last": _last,
    "position": _position,
    "time_decay": _time_decay,
    "shapley": _shapley,
}


# One step takes it all: nothing is to be shared, and a page that asks is answered in half the time.
_TAKE_ALL = {"first", "last", "last_non_direct"}

# Reads all paths at once, converting or not, so it has no weights for the steps of one journey.
MARKOV = "markov"


def credits(journeys: ir.Table, model: str) -> ir.Table:
    """The steps that get credit, with `share` (Σ 1 per outcome), `parts` (the same in whole parts,
    Σ PARTS) and `credited` (minor units).

    journeys: rows of JOURNEYS with the `key` and `label` that they are counted under.
    Credited amounts are whole and sum to the outcome's value: the largest remainders get the rest,
    the earlier step first. An outcome without touches keeps its own one step.
    Raises KeyError for an unknown model.
    """
    if model in _TAKE_ALL:
        steps = journeys.mutate(weight=MODELS[model](journeys))
        steps = steps.filter(steps.weight).drop("weight")
        return steps.mutate(
            share=ibis.literal(1.0),
            parts=ibis.literal(PARTS, "int64"),
            credited=ibis.coalesce(steps.value_minor, 0),
        )
    steps = journeys.mutate(weight=MODELS[model](journeys).cast("int64"))
    return _shared(steps, ["outcome_id"])


def in_equal_parts(steps: ir.Table) -> ir.Table:
    """The steps with `share` and `credited` as in `credits`, where each has the same weight."""
    of = {"group_by": steps.outcome_id}
    steps = steps.mutate(
        number_of=steps.count().over(**of),
        rank=ibis.row_number().over(**of, order_by=steps.position),
    )
    sign = ibis.ifelse(steps.value_minor < 0, -1, 1)
    amount = ibis.coalesce(steps.value_minor, 0).abs()
    more = (steps.rank < amount % steps.number_of).cast("int64")
    return steps.mutate(
        share=1 / steps.number_of, credited=(amount // steps.number_of + more) * sign
    ).drop("number_of", "rank")


def credits_of_each(journeys: ir.Table, models: Sequence[str]) -> ir.Table:
    """As `credits`, for several models at once: each step as often as a `model` credits it."""
    weights = {f"weight_{name}": MODELS[name](journeys).cast("int64") for name in models}
    steps = journeys.mutate(**weights, model=ibis.array(list(models)).unnest())
    weight = ibis.cases(*((steps.model == name, steps[f"weight_{name}"]) for name in models))
    return _shared(steps.mutate(weight=weight).drop(*weights), ["outcome_id", "model"])


def _shared(steps: ir.Table, of: list[str]) -> ir.Table:
    """Share out what all steps with the same `of` brought, by their weights."""
    steps = steps.filter(steps.weight > 0)
    steps = steps.mutate(weights=steps.weight.sum().over(group_by=of))
    sign = ibis.ifelse(steps.value_minor < 0, -1, 1)
    amount = ibis.coalesce(steps.value_minor, 0).abs()
    return steps.mutate(
        share=steps.weight / steps.weights,
        parts=_whole(steps, ibis.literal(PARTS), of),
        credited=_whole(steps, amount, of) * sign,
    ).drop("weight", "weights")


def _whole(steps: ir.Table, amount: ir.IntegerValue, of: list[str]) -> ir.IntegerColumn:
    """Each step's whole part of the amount, the largest remainders rounded up."""
    # The amount's own rest is shared apart: amount × weight may pass 64 bits, this cannot.
    over = amount % steps.weights * steps.weight
    rest = over % steps.weights
    left = rest.sum().over(group_by=of) // steps.weights
    rank = ibis.row_number().over(group_by=of, order_by=[rest.desc(), steps.position])
    floor = amount // steps.weights * steps.weight + over // steps.weights
    return floor + (rank < left).cast("int64")

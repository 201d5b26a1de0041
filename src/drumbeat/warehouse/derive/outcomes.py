"""Outcomes: events that a conversion rule names, each thing counted once, refunds negative."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from drumbeat.warehouse.derive.facts import ONCE, ids_of
from drumbeat.warehouse.derive.identity import resolved
from drumbeat.warehouse.derive.rules import RULES, Settings
from drumbeat.warehouse.derive.tables import CONVERSIONS, OUTCOMES
from drumbeat.warehouse.engine import Workspace, named, step


def rules_table(settings: Settings) -> pa.Table:
    """One row for each event name that a rule listens to."""
    rows = []
    for rule in settings.conversions:
        shared = {"conversion": rule.key, "once": rule.counts == "once"}
        rows.append(
            {**shared, "event": rule.event_name, "returns": False, "window_days": rule.window_days}
        )
        if rule.refund_event:
            rows.append(
                {
                    **shared,
                    "event": rule.refund_event,
                    "returns": True,
                    "window_days": rule.window_days,
                }
            )
    return pa.Table.from_pylist(rows, schema=RULES)


@step
def conversions_now() -> ir.Table:
    """Every event that a rule names, in the columns of CONVERSIONS. Bots convert nobody."""
    rules = named("rules", RULES)
    anonymous, user = ids_of(ONCE)
    tracked = ONCE.mutate(who=ibis.coalesce(user, anonymous))
    tracked = tracked.filter((tracked.type == "track") & ~tracked.bot)
    rows = tracked.inner_join(rules, tracked.name == rules.event)
    refund = rows.returns | (rows.value_minor < 0).fill_null(False)
    value = ibis.ifelse(refund, -rows.value_minor.abs(), rows.value_minor)
    rows = rows.mutate(refund=refund, value_minor=value)
    return resolved(rows).select(*CONVERSIONS.names)


def keep_outcomes(space: Workspace) -> None:
    """Keep `outcomes_now`: the outcomes of all `conversions`, in the columns of OUTCOMES.

    An order id counts once, at its first report, for the first person any report names. A rule
    that counts once keeps each person's first. A refund without a value gives all of it back.
    """
    for computed in (found, bought, outcomes_now):
        space.keep(computed)


@step
def found() -> ir.Table:
    rules = named("rules", RULES)
    told = rules.select("conversion", "once", "window_days").distinct()
    return named("conversions", CONVERSIONS).inner_join(told, "conversion")


@step
def bought() -> ir.Table:
    return _first_of_person(_first_of_order(found.table.filter(~found.table.refund)))


@step
def outcomes_now() -> ir.Table:
    refunds = _refunds(found.table.filter(found.table.refund), bought.table)
    return bought.table.select(*OUTCOMES.names).union(refunds.select(*OUTCOMES.names))


@step
def outcome_days() -> ir.Table:
    """Days with outcomes, and the days that their look-back counts from."""
    rows = outcomes_now.table
    return rows.select("day", basis=rows.basis_ts.date()).distinct()


@step
def changed_days() -> ir.Table:
    """Days whose outcomes are new, gone or different."""
    now, then = outcomes_now.table, named("outcomes_before", OUTCOMES)
    return now.difference(then).union(then.difference(now)).select("day").distinct()


def thing_of(rows: ir.Table) -> ir.StringColumn:
    """What a conversion is about: an order that several may report, else the message itself."""
    return ibis.ifelse(rows.order_id != "", rows.order_id, rows.message_id)


def _first_of_order(rows: ir.Table) -> ir.Table:
    rows = rows.mutate(thing=thing_of(rows))
    same = [rows.conversion, rows.thing, rows.order_id == ""]
    order = [rows.ts, rows.message_id]
    named_first = rows.person.first(order_by=order, where=rows.person.notnull())
    people = rows.group_by([rows.conversion, rows.thing]).agg(someone=named_first)
    rows = rows.mutate(n=ibis.row_number().over(group_by=same, order_by=order))
    rows = rows.filter(rows.n == 0).drop("n").left_join(people, ["conversion", "thing"])
    rows = rows.mutate(person=ibis.coalesce(rows.person, rows.someone))
    return rows.mutate(
        outcome_id=rows.conversion + ":" + rows.thing,
        basis_ts=rows.ts,
        counted=ibis.literal(1, "int64"),
    )


def _first_of_person(rows: ir.Table) -> ir.Table:
    order = [rows.ts, rows.message_id]
    n = ibis.row_number().over(group_by=[rows.conversion, rows.person], order_by=order)
    rows = rows.mutate(n=n)
    return rows.filter(~rows.once | rows.person.isnull() | (rows.n == 0))


def _refunds(rows: ir.Table, bought: ir.Table) -> ir.Table:
    paid = bought.filter(bought.order_id != "").select(
        "conversion",
        "order_id",
        paid_ts="ts",
        paid_person="person",
        paid_value="value_minor",
        paid_currency="currency",
    )
    rows = rows.left_join(paid, ["conversion", "order_id"])
    return rows.mutate(
        outcome_id=rows.conversion + ":" + rows.order_id + ":refund:" + rows.message_id,
        basis_ts=ibis.coalesce(rows.paid_ts, rows.ts),
        person=ibis.coalesce(rows.paid_person, rows.person),
        value_minor=ibis.coalesce(rows.value_minor, -rows.paid_value),
        currency=ibis.coalesce(rows.currency.nullif(""), rows.paid_currency, ""),
        counted=ibis.literal(0, "int64"),
    )

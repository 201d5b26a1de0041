"""Which outcomes a question counts, and when: the filter that person-wise questions share."""

from __future__ import annotations

from datetime import timedelta

import ibis.expr.types as ir

from drumbeat.warehouse.questions.answer import Period, derived

Conversion = str | tuple[str, ...] | None
"""Key of one outcome, of several that count together, or None for all there are."""


def outcomes_of(conversion: Conversion) -> ir.Table:
    """The derived outcomes of these conversions, refunds among them."""
    outcomes = derived("outcomes")
    if conversion is None:
        return outcomes
    keys = (conversion,) if isinstance(conversion, str) else conversion
    return outcomes.filter(outcomes.conversion.isin(keys))


def ends_at(period: Period) -> int:
    """The moment after the period's last local day, in seconds since 1970 UTC."""
    return int(period.begins(period.end + timedelta(days=1)).timestamp())

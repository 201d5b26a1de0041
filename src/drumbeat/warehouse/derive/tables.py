"""The derived tables: what each row is, and the columns every reader may rely on."""

from __future__ import annotations

import pyarrow as pa

VERSION = 7  # of the derivation's own rules: a new number derives everything again

_T = pa.timestamp("us", tz="UTC")
_TYPES = {
    "day": pa.date32(),
    "bot": pa.bool_(),
    "direct": pa.bool_(),
    "refund": pa.bool_(),
    **dict.fromkeys(("ts", "ended", "basis_ts", "touch_ts"), _T),
    **dict.fromkeys(("basis_day", "before", "first"), pa.date32()),
    **dict.fromkeys(
        ("events", "pages", "value_minor", "counted", "window_days", "position", "length"),
        pa.int64(),
    ),
    **dict.fromkeys(("sessions", "bounced", "touches", "parts", "people"), pa.int64()),
}


def _table(columns: str) -> pa.Schema:
    return pa.schema([(name, _TYPES.get(name, pa.string())) for name in columns.split()])


ORIGIN = "source medium campaign content term channel ga_channel"

# One row for each pair of ids that one day's events tie together: `id` belongs to `person`.
IDENTITIES = _table("day id person ts")

# One row a session, on the day it begins. visitor: the device's id; who: the id to resolve.
SESSIONS = _table(
    f"day session_id ts ended visitor who person events pages path device in_app code {ORIGIN}"
)

# One row a contact. person is NULL without consent. direct: neither a code nor any origin.
TOUCHES = _table(
    "day touch_id ts visitor who person session_id kind code host path device in_app"
    f" {ORIGIN} why bot direct"
)

# Every event that a conversion rule names, repeats of orders included.
CONVERSIONS = _table("day conversion message_id ts who person order_id refund value_minor currency")

# One row an outcome after dedup. counted: 1, or 0 for a refund, whose value is negative.
# basis_ts: when the thing paid for (or given back) was bought; its journey ends there.
OUTCOMES = _table(
    "day outcome_id conversion ts basis_ts person order_id refund counted value_minor currency"
    " window_days"
)

# One row for each touch in an outcome's look-back, position 1…length; an outcome without touches
# has one row with length 0. An outcome's own columns repeat on each of its rows.
JOURNEYS = _table(
    "day outcome_id conversion ts basis_ts person refund counted value_minor currency"
    f" position length touch_id touch_ts session_id kind code {ORIGIN} direct"
)

# One row for each event of one person in 64, bots aside: what estimates are made of.
SAMPLED = _table("day message_id ts who person session_id type name path code")

SCHEMAS = {
    "identities": IDENTITIES,
    "sessions": SESSIONS,
    "touches": TOUCHES,
    "conversions": CONVERSIONS,
    "outcomes": OUTCOMES,
    "journeys": JOURNEYS,
    "sampled": SAMPLED,
}

# Sums by the brand's local day (`warehouse.sums`). They hold nothing about one person.
SUMS = {
    "day_visits": _table("day channel source sessions bounced pages"),
    "day_contacts": _table("day code channel direct touches"),
    # parts: of outcomes, 10¹² each, refunds aside. Σ over one model = all outcomes and their value.
    "day_credit": _table(
        "day basis_day conversion currency model code channel direct parts value_minor"
    ),
    # people: who were there that day, by when they were there before (NULL: never) and at first.
    "day_returns": _table("day counted_by key before first people"),
}

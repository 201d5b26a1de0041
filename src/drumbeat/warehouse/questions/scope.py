"""To whom a touch belongs: the placement of its code, or an explicit row for what has none."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

DIMENSIONS = ("placement", "campaign", "channel", "message", "audience", "asset", "goal")
PLACEMENTS = pa.schema([(name, pa.string()) for name in ("code", *DIMENSIONS)])

# Labels of the rows that have no key:
DIRECT = "direct"  # came by itself
NO_CODE = "no_code"  # came through a channel, without a tracking code
UNMAPPED = "unmapped"  # a tracking code that no given placement owns
UNSET = "unset"  # the placement says nothing about this dimension
OTHER = "other"  # a placement outside of what was asked for
UNKNOWN = "unknown"  # an outcome without any touch: no consent, or nothing in its look-back


def placements_table(placements: pa.Table) -> pa.Table:
    """The given placements in the columns of PLACEMENTS. Raises KeyError for a missing column."""
    return pa.table([placements[name] for name in PLACEMENTS.names], names=PLACEMENTS.names).cast(
        PLACEMENTS
    )


def keyed(
    rows: ir.Table, owned: ir.Table, own_key: ir.Value | str, within: dict[str, str] | None
) -> ir.Table:
    """Add `key` and `label`, one of them NULL: rows have code, channel and direct columns.

    own_key: the dimension to group by, or a column of `rows` that needs no placement.
    within: {dimension: value} restricts to those placements; the rest becomes labelled rows.
    """
    by_placement = isinstance(own_key, str) and own_key in DIMENSIONS
    if not by_placement and not within:
        return rows.mutate(key=rows[own_key].cast("string"), label=ibis.null("string"))
    used = {*(within or {}), *([own_key] if by_placement else [])}
    # Planning takes longer than running for most pages, and grows with every column.
    owned = owned.select(owner_code="code", **{f"own_{name}": name for name in sorted(used)})
    rows = rows.left_join(owned, rows.code == owned.owner_code)
    mapped = rows.owner_code.notnull()
    inside = ibis.literal(True)
    for name, value in (within or {}).items():
        inside &= (rows[f"own_{name}"] == value).fill_null(False)
    key = rows[f"own_{own_key}"].nullif("") if by_placement else rows[own_key].cast("string")
    labels = [(rows.direct.isnull(), UNKNOWN), (rows.direct, DIRECT)]
    if own_key == "channel":
        uncoded = (rows.code == "") & rows.direct.notnull() & ~rows.direct
        key = ibis.ifelse(uncoded & ibis.literal(not within), rows.channel, key)
    labels += [(rows.code == "", NO_CODE), (~mapped, UNMAPPED), (~inside, OTHER)]
    outside = ibis.cases(*((condition.fill_null(False), label) for condition, label in labels))
    rows = rows.mutate(key=ibis.ifelse(inside, key, ibis.null("string")))
    label = ibis.coalesce(outside, UNSET)
    return rows.mutate(label=ibis.ifelse(rows.key.isnull(), label, ibis.null("string")))

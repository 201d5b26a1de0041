"""Whom a pass has met: the ties of their ids, and of all ids that hang together with those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from drumbeat.warehouse.derive import identity
from drumbeat.warehouse.derive.indexed import exchanged, not_in, texts
from drumbeat.warehouse.derive.tables import IDENTITIES

if TYPE_CHECKING:
    from drumbeat.warehouse.derive.work import Work


MOST_MET = 50_000  # ids that are asked for one by one; beyond it, all are read


class Ties:
    """Lets `identities_before` and `identities` be what is known, and keeps identity.NOW of it.

    Whoever was never met is nobody there, so meet all whose rows are looked at.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._met: pa.Array | None = None  # ids; None before the first
        self._then = IDENTITIES.empty_table()
        self._everybody = False

    def meet(self, ids: pa.Array) -> None:
        """Know these ids, and those that this pass tied otherwise."""
        if self._everybody:
            return
        gone, come = (
            rows("identities") for rows in (self._work.changes.gone, self._work.changes.come)
        )
        begins = self._met is None
        met = pa.array([], pa.string()) if begins else self._met
        new = not_in(met, ids, *(rows[name] for rows in (gone, come) for name in ("id", "person")))
        found = [self._then]
        while len(new):
            met = texts(met, new)
            if len(met) > MOST_MET:
                self.meet_everybody()
                return
            found.append(self._work.found("identities", id=new, person=new))
            new = not_in(met, found[-1]["id"], found[-1]["person"])
        self._met = met
        if begins or any(rows.num_rows for rows in found[1:]):
            self._then = pa.concat_tables(found).group_by(IDENTITIES.names).aggregate([])
            self._work.space.rows("identities_before", self._then)
            self._work.space.rows("identities", exchanged(self._then, gone, come))
            identity.NOW.keep(self._work.space)

    def meet_everybody(self) -> None:
        """Know all ids there are."""
        if not self._everybody:
            self._everybody = True
            self._work.derived_before("identities")
            self._work.derived("identities", "identities")
            identity.NOW.keep(self._work.space)

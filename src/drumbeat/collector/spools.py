"""Which of the two spools an installation has: one setting says it."""

from __future__ import annotations

from pathlib import Path

from drumbeat.collector.spool import EventSpool, Spool


def open_spool(where: Path | str) -> EventSpool:
    """The spool at nats://host:port (see nats.address), else the one in this file.

    Raises ValueError for a broken address, ModuleNotFoundError where drumbeat[nats] is missing.
    """
    if "://" not in str(where):
        return Spool(where)
    # An extra: only who asks for it needs the client.
    from drumbeat.collector.nats import NatsSpool

    return NatsSpool(str(where))

"""The two kinds of spool, opened as often as a test likes: by one process or by many."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import nats

from drumbeat.collector.nats import NatsSpool
from drumbeat.collector.spool import EventSpool, Spool
from tests.collector.broker import NatsServer

_numbers = itertools.count()


class FileSpools:
    """Spools in SQLite files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: list[EventSpool] = []

    def open(self, name: str = "spool", **options) -> Spool:
        """What another process would open; the same name is the same spool."""
        self._open.append(Spool(self.path(name), **options))
        return self._open[-1]

    def path(self, name: str = "spool") -> Path:
        return self._folder / f"{name}.db"

    def spoil(self, seq: int) -> None:
        """The disk returns something else than was written."""
        with closing(sqlite3.connect(self.path())) as db, db:
            db.execute("UPDATE chunk SET body = x'00' WHERE seq = ?", [seq])

    def lose(self) -> None:
        """Somebody deletes the place where events wait."""
        with closing(sqlite3.connect(self.path())) as db, db:
            db.execute("DROP TABLE chunk")

    def close(self) -> None:
        for spool in self._open:
            spool.close()


class NatsSpools:
    """Spools in streams of one broker."""

    def __init__(self, broker: NatsServer) -> None:
        self.broker = broker
        self._prefix = f"test{next(_numbers)}"
        self._open: list[EventSpool] = []

    def open(self, name: str = "spool", **options) -> NatsSpool:
        self._open.append(NatsSpool(self.url(name), **options))
        return self._open[-1]

    def url(self, name: str = "spool") -> str:
        return self.broker.url(f"{self._prefix}_{name}")

    def spoil(self, seq: int) -> None:
        """The message at this place is another than the one that was sent."""
        asyncio.run(self._replace(seq))

    def lose(self) -> None:
        asyncio.run(self._delete())

    def close(self) -> None:
        for spool in self._open:
            spool.close()

    async def _replace(self, seq: int) -> None:
        client = await nats.connect(self.broker.url().rpartition("/")[0])
        js, stream = client.jetstream(), f"{self._prefix}_spool"
        later = [
            await js.get_msg(stream, seq=number)
            for number in range(seq + 1, (await js.stream_info(stream)).state.last_seq + 1)
        ]
        await js.purge_stream(stream)
        await js.publish(f"{stream}.1", b"\x00")
        for message in later:
            await js.publish(message.subject, message.data)
        await client.close()

    async def _delete(self) -> None:
        client = await nats.connect(self.broker.url().rpartition("/")[0])
        await client.jetstream().delete_stream(f"{self._prefix}_spool")
        await client.close()

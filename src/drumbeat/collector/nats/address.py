"""Where the broker is, and which of its streams are this installation's."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

_STREAM = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SCHEMES = ("nats", "tls")


class Address(NamedTuple):
    """servers: one URL each, any of one cluster; stream: first part of all names used there;
    replicas: servers that keep each message; max_bytes: the stream's limit, None: the caller's."""

    servers: tuple[str, ...]
    stream: str
    replicas: int
    max_bytes: int | None

    @property
    def shown(self) -> str:
        """The servers without passwords, for people to read."""
        return ", ".join(server.rpartition("@")[2].rpartition("/")[2] for server in self.servers)


def read_address(url: str) -> Address:
    """nats://[user:password@]host:port[,host:port…][/stream][?replicas=3&max_bytes=…]

    Raises ValueError naming the part that is wrong.
    """
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.netloc:
        raise ValueError(f"a spool address looks like nats://host:4222, got {url!r}")
    stream = parts.path.strip("/") or "drumbeat"
    if not _STREAM.fullmatch(stream):
        raise ValueError(f"a stream's name is letters, digits, - and _, got {stream!r}")
    options = dict(parse_qsl(parts.query))
    if unknown := options.keys() - {"replicas", "max_bytes"}:
        raise ValueError(f"a spool address has replicas and max_bytes, not {min(unknown)!r}")
    return Address(
        servers=tuple(f"{parts.scheme}://{server}" for server in parts.netloc.split(",")),
        stream=stream,
        replicas=_number(options.get("replicas", "1"), "replicas"),
        max_bytes=_number(options["max_bytes"], "max_bytes") if "max_bytes" in options else None,
    )


def _number(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"{name} is a whole number from 1, got {text!r}")
    return int(text)
